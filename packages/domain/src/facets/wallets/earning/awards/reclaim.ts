import type { Use } from '../../../../kernel/facet.ts';
import { Missing } from '../../../../kernel/rows/needs.ts';
import { keyText } from '../../../../kernel/rows/row-kind.ts';
import { lifecycleRulesOf } from '../../../lifecycle/timeline/rules.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { lotRows } from '../../ledger/rows.ts';
import type { LotRow } from '../../ledger/rows.ts';
import type { WalletsView } from '../../rules/rules.ts';
import { awardRows } from './award-rows.ts';
import type { AwardRow } from './award-rows.ts';
import { trailOf } from './trail.ts';

/*
 * What a refund could not take back because it was spent or held then, and forgave, was forgiven as long as it stays so. Units that come back
 * into a lot of the refunded order, by a spend that is reversed or a hold that ends, are taken back then: else whoever gives back what she
 * spent after what she bought would keep units of no order.
 */

type Asked = Pick<LotRow, 'wallet' | 'lot' | 'source' | 'sourceId'>;

/** Awards of the orders that lots came of, as far as they are not in memory. */
export function missingToReclaim(view: WalletsView, lots: readonly Asked[], use: Pick<Use, 'program'>): Missing | null {
  const awards = view.rows(awardRows);
  const places = new Map(lots.flatMap((lot) => placesOf(lot, use).map((place) => [keyText(place), place])));
  const unknown = [...places].flatMap(([text, place]) => (awards.isPrefixKnown(text) ? [] : [place]));
  return unknown.length === 0 ? null : new Missing([{ by: 'prefix', kind: awardRows, keys: unknown }]);
}

/** Takes back what was forgiven, out of these lots, as far as it is free in them by now. */
export function reclaim(
  ledger: Ledger,
  lots: readonly Asked[],
  { view, use }: { readonly view: WalletsView; readonly use: Use },
): void {
  for (const asked of lots) {
    const award = awardOf(view, asked, use);
    const lot = view.rows(lotRows).get(keyText([asked.wallet, asked.lot]));
    if (award === null || lot === null || lot.endedAt !== null) continue;
    const units = Math.min(forgivenOf(award), lot.remaining - lot.held);
    if (units <= 0) continue;
    const { source, sourceId, rule } = lot;
    const moved = { wallet: lot.wallet, units, kind: 'take_back', to: 'issuance', ending: 'taken_back' } as const;
    const why = { source, sourceId, rule, reason: '', reverses: null, earnedAt: null };
    ledger.debit({ ...moved, ...why, shares: [[lot.lot, units]] });
    const { takenBack, forgiven } = award;
    view.rows(awardRows).put({ ...award, takenBack: takenBack + units, forgiven: forgiven - units });
  }
}

/** What was forgiven and is not gone otherwise. */
function forgivenOf({ forgiven, trail }: AwardRow): number {
  return forgiven - trailOf(trail).goneCounted;
}

/** The award that a lot is of; what is asked for by `missingToReclaim` is in memory. */
export function awardOf(view: WalletsView, lot: Asked, use: Pick<Use, 'program'>): AwardRow | null {
  const rows = placesOf(lot, use).flatMap((place) => view.rows(awardRows).rowsUnder(place));
  return rows.find(({ wallet, trail }) => wallet === lot.wallet && hasLot(trail, lot.lot)) ?? null;
}

function hasLot(trail: string, lot: number): boolean {
  return trailOf(trail).lots.some(([one]) => one === lot);
}

/**
 * The orders that the name of a lot may mean: a space and a number, of which either may have a slash in it. What was a source's own when the lot
 * came in may be in a space by now.
 */
function placesOf({ source, sourceId }: Asked, { program }: Pick<Use, 'program'>): readonly [string, string][] {
  if (source !== 'order') return [];
  const { spaceOf } = lifecycleRulesOf(program);
  const places = new Map<string, [string, string]>();
  for (let at = sourceId.indexOf('/'); at >= 0; at = sourceId.indexOf('/', at + 1)) {
    const [space, orderId] = [sourceId.slice(0, at), sourceId.slice(at + 1)];
    for (const one of [space, spaceOf(space)]) places.set(keyText([one, orderId]), [one, orderId]);
  }
  return [...places.values()];
}
