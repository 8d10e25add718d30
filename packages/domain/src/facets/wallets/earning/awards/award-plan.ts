import type { Use } from '../../../../kernel/facet.ts';
import { Ledger } from '../../ledger/ledger.ts';
import type { LotShare, LotWait } from '../../ledger/rows.ts';
import { unitsOf } from '../../ledger/spend-order.ts';
import { walletsRulesOf } from '../../rules/rules.ts';
import type { WalletsView } from '../../rules/rules.ts';
import type { CapRow } from '../caps/cap-rows.ts';
import { capRows } from '../caps/cap-rows.ts';
import type { AwardTerms } from '../documents/award-terms.ts';
import { awardRows } from './award-rows.ts';
import type { AwardRow } from './award-rows.ts';
import { activateAward, creditAward } from './award-lots.ts';
import type { AwardReference } from './award-lots.ts';
import type { Grant } from './limits.ts';
import { lotsOfAward, takeBack } from './take-back.ts';
import { trailText } from './trail.ts';
import type { AwardTrail } from './trail.ts';

/** What a step does about one rule: takes back, or grants, or only notes what the rule has come to. */
export interface AwardChange {
  readonly rule: string;
  readonly wallet: string;
  readonly terms: AwardTerms;
  /** Units that are taken back. */
  readonly taken: number;
  readonly grant: Grant | null;
  /** Its lots need wait no longer. */
  readonly isActivated: boolean;
  /** As it is kept but for what is moved; null: nothing of it is ever taken back, and it is kept by its lots alone. */
  readonly row: AwardRow | null;
  readonly trail: AwardTrail;
  /** Where it has another one than the other changes of its step. */
  readonly reference?: Omit<AwardReference, 'rule'>;
}

/** Units that are given up without having expired. */
export interface Lapse {
  readonly wallet: string;
  readonly shares: readonly LotShare[];
  readonly reference: AwardReference;
  readonly reason: string;
}

export interface AwardPlan {
  readonly changes: readonly AwardChange[];
  readonly counters: readonly CapRow[];
  /** What goes back to everybody, by resource. */
  readonly returns: readonly (readonly [resource: string, units: number])[];
  readonly reference: Omit<AwardReference, 'rule'>;
  /** Goes before anything comes in. */
  readonly lapses: readonly Lapse[];
  /** When units begin that come in. */
  readonly from: number;
  readonly hasHappened: (event: LotWait) => boolean;
}

/** Moves the units: what is taken back first, so that what comes in is not taken for it. */
export function applyAwards(view: WalletsView, plan: AwardPlan, use: Use): void {
  const { changes, lapses } = plan;
  if (changes.length + lapses.length === 0) return;
  const ledger = new Ledger(view, use);
  const results = changes.map(startOf);
  const step = { ledger, view, use, plan };
  for (const lapse of lapses) letLapse(ledger, lapse);
  for (const result of results) if (result.change.taken > 0) take(result, step);
  for (const change of changes) if (change.isActivated) activate(change, step);
  for (const result of results) grant(result, step);
  ledger.close();
  for (const result of results) putAward(view, result);
  for (const counter of plan.counters) view.rows(capRows).put(counter);
  for (const [resource, units] of plan.returns) view.giveBack(resource, units, use);
}

function letLapse(ledger: Ledger, { wallet, shares, reference, reason }: Lapse): void {
  const moved = { kind: 'expire', to: 'breakage', reverses: null, ending: 'expired' } as const;
  ledger.debit({ wallet, units: unitsOf(shares), shares, ...moved, ...reference, reason });
}

/** What a change has come to so far. */
interface Result {
  readonly change: AwardChange;
  granted: number;
  takenBack: number;
  forgiven: number;
  trail: AwardTrail;
}

interface Step {
  readonly ledger: Ledger;
  readonly view: WalletsView;
  readonly use: Use;
  readonly plan: AwardPlan;
}

function startOf(change: AwardChange): Result {
  return { change, granted: 0, takenBack: 0, forgiven: 0, trail: change.trail };
}

function putAward(view: WalletsView, { change: { row }, granted, takenBack, forgiven, trail }: Result): void {
  if (row === null) return;
  view.rows(awardRows).put({
    ...row,
    granted: row.granted + granted,
    takenBack: row.takenBack + takenBack,
    forgiven: row.forgiven + forgiven,
    trail: trailText(trail),
  });
}

function take(result: Result, { ledger, view, use, plan }: Step): void {
  const { rule, wallet, taken: units } = result.change;
  const reference = { ...plan.reference, rule };
  const taken = takeBack(ledger, { wallet, units, trail: result.trail, reference }, { view, use });
  result.takenBack += taken.takenBack;
  result.forgiven += taken.forgiven;
  result.trail = taken.trail;
}

function activate({ wallet, terms, trail }: AwardChange, { ledger, view, use }: Step): void {
  const { zone } = walletsRulesOf(use.program).world.days;
  for (const lot of lotsOfAward(view, wallet, trail)) activateAward(ledger, lot, { terms, now: use.recordedAt, zone });
}

function grant(result: Result, { ledger, view, use, plan }: Step): void {
  const { rule, wallet, terms, grant: granted, reference = plan.reference } = result.change;
  if (granted === null) return;
  if (granted.take !== null) view.spend(granted.take, use);
  if (granted.units === 0) return;
  const { zone } = walletsRulesOf(use.program).world.days;
  const { from, hasHappened } = plan;
  const credit = { wallet, units: granted.units, terms, from, now: use.recordedAt, zone, hasHappened };
  const lot = creditAward(ledger, {
    ...credit,
    reference: { source: reference.source, sourceId: reference.sourceId, rule },
  });
  const { trail } = result;
  result.granted += granted.units;
  result.trail = {
    lots: trail.lots.length === 0 ? [[lot.lot, granted.units]] : [...trail.lots, [lot.lot, granted.units]],
    caps: granted.caps.length === 0 ? trail.caps : [...trail.caps, ...granted.caps],
    goneBefore: trail.goneBefore,
    goneCounted: trail.goneCounted,
    startsAt: trail.startsAt ?? lot.startsAt,
  };
}
