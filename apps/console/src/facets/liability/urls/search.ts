import { textOf } from '../../../urls/read-parts.ts';
import type { RawSearch } from '../../../urls/read-parts.ts';

export const periodChoices = [6, 12, 24, 36] as const;
export const periodDefault = 12;

export interface LiabilitySearch {
  /** The first of the program when absent. */
  readonly wallet?: string;
  /** Length of the period that ends with the running month. */
  readonly months?: (typeof periodChoices)[number];
}

export function readLiabilitySearch(raw: RawSearch): LiabilitySearch {
  const months = periodChoices.find((choice) => choice === Number(raw['months']));
  return { ...textOf(raw, 'wallet'), ...(months === undefined ? {} : { months }) };
}
