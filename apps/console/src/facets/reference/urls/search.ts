import { oneOf, textOf } from '../../../urls/read-parts.ts';
import type { RawSearch } from '../../../urls/read-parts.ts';

export const referenceKinds = ['products', 'stores', 'staff', 'rates'] as const;
export type ReferenceKindName = (typeof referenceKinds)[number];

const acts = ['new'] as const;

export interface ReferenceSearch {
  /** Products, stores, staff or rates. */
  readonly id?: ReferenceKindName;
  readonly cursor?: string;
  readonly q?: string;
  /** The entry that is open; a new one where `act` says so. */
  readonly item?: string;
  readonly act?: 'new';
}

export function readReferenceSearch(raw: RawSearch): ReferenceSearch {
  return {
    ...oneOf(raw, 'id', referenceKinds),
    ...textOf(raw, 'cursor'),
    ...textOf(raw, 'q'),
    ...textOf(raw, 'item'),
    ...oneOf(raw, 'act', acts),
  };
}
