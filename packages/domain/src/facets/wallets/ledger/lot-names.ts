import type { WalletsView } from '../rules/rules.ts';
import { keyText } from '../../../kernel/rows/row-kind.ts';
import { lotRows } from './rows.ts';
import type { LotRow } from './rows.ts';

/** A lot as a decision names it: its number, and a mark of what it is. */
export type LotName = {
  readonly lot: number;
  readonly mark: string;
};

/** Units of a lot that a decision names. */
export type NamedShare = readonly [lot: number, units: number, mark: string];

const offsetBasis = 0x81_1c_9d_c5;
const prime = 0x01_00_01_93;

/**
 * What a lot is, whatever number it has: numbers count the lots that came in, and those that a merge brought and its undoing took are
 * counted where they were and not where they never came. Lots alike in all of this are worth the same. FNV-1a, 32 bits, hexadecimal.
 */
export function markOf(lot: LotRow): string {
  const { issuedAt, source, sourceId, rule, units, priority, startsAt, expiresAt, lotClass, scope, costMinor } = lot;
  const text = [
    issuedAt,
    source,
    sourceId,
    rule,
    units,
    priority,
    startsAt,
    expiresAt,
    lotClass,
    scope,
    costMinor,
  ].join();
  let hash = offsetBasis;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), prime);
  return (hash >>> 0).toString(16);
}

export function nameOf(lot: LotRow): LotName {
  return { lot: lot.lot, mark: markOf(lot) };
}

/** The lot that is meant: the one of the number, or where a merge and its undoing have numbered them anew another one that is the same. */
export function lotNamed(view: WalletsView, wallet: string, { lot, mark }: LotName): LotRow | null {
  const lots = view.rows(lotRows);
  const row = lots.get(keyText([wallet, lot]));
  if (row !== null && markOf(row) === mark) return row;
  return lots.rows().find((one) => one.wallet === wallet && markOf(one) === mark) ?? null;
}
