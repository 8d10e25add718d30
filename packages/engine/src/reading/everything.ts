import type { Facets, Member, Need } from '@perennial/domain';
import type { FoldReads } from '../fold/fold-store.ts';

/** Loads every state and every row that still holds: what views of a member are made of. */
export async function loadEverything(reads: Pick<FoldReads, 'loadRows'>, members: readonly Member[]): Promise<void> {
  const [first] = members;
  if (first === undefined) return;
  const needs = everythingOf(first.facets);
  await reads.loadRows(members.map((member) => ({ member, needs })));
}

function everythingOf({ list, rowKinds }: Facets): readonly Need[] {
  return [
    ...list.filter(({ keeps }) => keeps === 'apart').map(({ name }): Need => ({ by: 'state', facet: name })),
    ...rowKinds.map(({ kind }): Need => ({ by: 'all', kind })),
  ];
}
