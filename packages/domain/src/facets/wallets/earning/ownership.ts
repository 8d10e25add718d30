import { Missing } from '../../../kernel/rows/needs.ts';
import type { Need } from '../../../kernel/rows/needs.ts';
import { keyText } from '../../../kernel/rows/row-kind.ts';
import type { RowKind, RowShape } from '../../../kernel/rows/row-kind.ts';
import { lotRows } from '../ledger/rows.ts';
import type { LotRow } from '../ledger/rows.ts';
import type { WalletsView } from '../rules/rules.ts';
import { awardRows } from './awards/award-rows.ts';
import type { AwardRow } from './awards/award-rows.ts';
import { joinAwards } from './awards/join-awards.ts';
import { trailOf, trailText } from './awards/trail.ts';
import type { AwardTrail } from './awards/trail.ts';
import { capRows } from './caps/cap-rows.ts';
import type { CapRow } from './caps/cap-rows.ts';
import { joinEarningOrders } from './orders/order-evidence.ts';
import { earningOrderRows } from './orders/rows.ts';

/*
 * What earning knows goes with the facts that it is about: to the survivor of a merge, and back to whose own they are. Lots have another number
 * then, which awards are told; of those that have ended all that is kept is what of them was gone.
 */

/** The new number of a lot by its old one, wallet by wallet. */
export type LotNumbers = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** What of hers is not in memory, for another to take it over: with lots that have ended, which awards still name. */
export function needsToGiveAway(view: WalletsView): readonly Need[] {
  const needs = needsOfEarning(view);
  const lots = view.rows(lotRows);
  return lots.isComplete ? needs : [...needs, { by: 'ever', kind: lotRows }];
}

export function needsOfEarning(view: WalletsView): readonly Need[] {
  const needs: Need[] = [];
  if (!view.rows(earningOrderRows).isWhole) needs.push({ by: 'all', kind: earningOrderRows });
  if (!view.rows(awardRows).isWhole) needs.push({ by: 'all', kind: awardRows });
  if (!view.rows(capRows).isWhole) needs.push({ by: 'all', kind: capRows });
  return needs;
}

/** The survivor of a merge takes over what the other had. */
export function uniteEarning(view: WalletsView, absorbed: WalletsView, numbers: LotNumbers): void {
  unite(view, absorbed, { kind: earningOrderRows, join: joinEarningOrders });
  unite(view, absorbed, { kind: capRows, join: joinCaps });
  const own = view.rows(awardRows);
  for (const row of absorbed.rows(awardRows).rows()) {
    const taken = renumbered(row, absorbed, (lot) => numbers.get(lot.wallet)?.get(lot.lot) ?? null);
    const known = own.get(awardRows.keyOf(row));
    own.put(known === null ? taken : joinAwards(known, taken));
  }
}

function unite<Row extends RowShape>(
  view: WalletsView,
  absorbed: WalletsView,
  { kind, join }: { readonly kind: RowKind<Row>; readonly join: (a: Row, b: Row) => Row },
): void {
  const into = view.rows(kind);
  for (const row of absorbed.rows(kind).rows()) {
    const known = into.get(kind.keyOf(row));
    const joined = known === null ? row : join(known, row);
    if (joined !== known) into.put(joined);
  }
}

/** Both counted in one period, or the later period counts. */
function joinCaps(a: CapRow, b: CapRow): CapRow {
  if (a.startsOn !== b.startsOn) return a.startsOn > b.startsOn ? a : b;
  return { ...a, units: a.units + b.units };
}

/** Lots of her own steps that have ended and that awards name: whether they are among those that she has is to be known. */
export function missingOfRefold(view: WalletsView, own: WalletsView): Missing | null {
  const keys = namedLots(own).map(({ wallet, lot }) => [wallet, lot] as const);
  const unknown = keys.filter((key) => !view.rows(lotRows).isKnown(keyText(key)));
  return unknown.length === 0 ? null : new Missing([{ by: 'key', kind: lotRows, keys: unknown }]);
}

function namedLots(view: WalletsView): readonly { readonly wallet: string; readonly lot: number }[] {
  const rows = view.rows(awardRows).rows();
  return rows.flatMap(({ wallet, trail }) => trailOf(trail).lots.map(([lot]) => ({ wallet, lot })));
}

/** She has what her own steps say; a lot of theirs that has ended is the one of the same number where that is the same lot. */
export function refillEarning(view: WalletsView, own: WalletsView, numbers: LotNumbers): void {
  refill(view, own, earningOrderRows);
  refill(view, own, capRows);
  const lots = view.rows(lotRows);
  const numberOf = (lot: LotRow) => {
    if (lot.endedAt === null) return numbers.get(lot.wallet)?.get(lot.lot) ?? null;
    const same = lots.get(keyText([lot.wallet, lot.lot]));
    return same !== null && isSameLot(same, lot) ? lot.lot : null;
  };
  const rows = own.rows(awardRows).rows();
  view.rows(awardRows).refill(rows.map((row) => renumbered(row, own, numberOf)));
}

function refill<Row extends RowShape>(view: WalletsView, own: WalletsView, kind: RowKind<Row>): void {
  view.rows(kind).refill(own.rows(kind).rows());
}

function isSameLot(a: LotRow, b: LotRow): boolean {
  const textOf = ({ source, sourceId, rule, units, issuedAt, startsAt, lost, remaining }: LotRow) =>
    JSON.stringify([source, sourceId, rule, units, issuedAt, startsAt, lost, remaining]);
  return textOf(a) === textOf(b);
}

/** `from` holds the award's lots under their old numbers. */
function renumbered(row: AwardRow, from: WalletsView, numberOf: (lot: LotRow) => number | null): AwardRow {
  const trail = trailOf(row.trail);
  const lots: AwardTrail['lots'][number][] = [];
  let { goneBefore } = trail;
  for (const [number, units] of trail.lots) {
    const lot = from.rows(lotRows).get(keyText([row.wallet, number]));
    const renamed = lot === null ? null : numberOf(lot);
    if (renamed !== null) lots.push([renamed, units]);
    else goneBefore += lot?.lost ?? 0;
  }
  return { ...row, trail: trailText({ ...trail, lots, goneBefore }) };
}
