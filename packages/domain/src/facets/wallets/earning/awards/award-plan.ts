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
  const after = new Map(changes.map((change) => [change, startOf(change)]));
  const step = { ledger, view, use, plan };
  for (const lapse of lapses) letLapse(ledger, lapse);
  for (const change of changes) if (change.taken > 0) after.set(change, take(change, startOf(change), step));
  for (const change of changes) if (change.isActivated) activate(change, step);
  for (const change of changes) after.set(change, grant(change, after.get(change) ?? startOf(change), step));
  ledger.close();
  for (const { row, trail } of after.values())
    if (row !== null) view.rows(awardRows).put({ ...row, trail: trailText(trail) });
  for (const counter of plan.counters) view.rows(capRows).put(counter);
  for (const [resource, units] of plan.returns) view.giveBack(resource, units, use);
}

function letLapse(ledger: Ledger, { wallet, shares, reference, reason }: Lapse): void {
  const moved = { kind: 'expire', to: 'breakage', reverses: null, ending: 'expired' } as const;
  ledger.debit({ wallet, units: unitsOf(shares), shares, ...moved, ...reference, reason });
}

interface Result {
  readonly row: AwardRow | null;
  readonly trail: AwardTrail;
}

interface Step {
  readonly ledger: Ledger;
  readonly view: WalletsView;
  readonly use: Use;
  readonly plan: AwardPlan;
}

function startOf({ row, trail }: AwardChange): Result {
  return { row, trail };
}

function take({ rule, wallet, taken: units }: AwardChange, { row, trail }: Result, step: Step): Result {
  const { ledger, view, use, plan } = step;
  const reference = { ...plan.reference, rule };
  const taken = takeBack(ledger, { wallet, units, trail, reference }, { view, use });
  if (row === null) return { row, trail: taken.trail };
  const { takenBack, forgiven } = row;
  return {
    row: { ...row, takenBack: takenBack + taken.takenBack, forgiven: forgiven + taken.forgiven },
    trail: taken.trail,
  };
}

function activate({ wallet, terms, trail }: AwardChange, { ledger, view, use }: Step): void {
  const { zone } = walletsRulesOf(use.program).world.days;
  for (const lot of lotsOfAward(view, wallet, trail)) activateAward(ledger, lot, { terms, now: use.recordedAt, zone });
}

function grant(change: AwardChange, { row, trail }: Result, { ledger, view, use, plan }: Step): Result {
  const { rule, wallet, terms, grant: granted } = change;
  if (granted === null) return { row, trail };
  if (granted.take !== null) view.spend(granted.take, use);
  if (granted.units === 0) return { row, trail };
  const { zone } = walletsRulesOf(use.program).world.days;
  const { from, hasHappened } = plan;
  const reference = change.reference ?? plan.reference;
  const credit = { wallet, units: granted.units, terms, from, now: use.recordedAt, zone, hasHappened };
  const lot = creditAward(ledger, { ...credit, reference: { ...reference, rule } });
  return {
    row: row === null ? null : { ...row, granted: row.granted + granted.units },
    trail: {
      ...trail,
      lots: [...trail.lots, [lot.lot, granted.units]],
      caps: [...trail.caps, ...granted.caps],
      startsAt: trail.startsAt ?? lot.startsAt,
    },
  };
}
