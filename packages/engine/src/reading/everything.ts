import type { AnyRowKind, Facets, Member, Need } from '@perennial/domain';
import type { FoldReads } from '../fold/fold-store.ts';

/**
 * `now`: every row that still holds, of which views of a member are made; `then`: those too that have ended since. What is only ever appended to
 * is history: of a ledger of ten thousand lines the balance is known without any of them.
 */
export type RowsOf = 'now' | 'then';

/** Loads every state and every row of members. */
export async function loadEverything(
  reads: Pick<FoldReads, 'loadRows'>,
  members: readonly Member[],
  of: RowsOf,
): Promise<void> {
  const [first] = members;
  if (first === undefined) return;
  const needs = everythingOf(first.facets, of);
  await reads.loadRows(members.map((member) => ({ member, needs })));
}

/** Loads the rows of some kinds that still hold, for who asks for nothing else: a busy member has tens of thousands of others. */
export async function loadKinds(
  reads: Pick<FoldReads, 'loadRows'>,
  members: readonly Member[],
  kinds: readonly AnyRowKind[],
): Promise<void> {
  const needs = kinds.map((kind): Need => ({ by: 'all', kind }));
  await reads.loadRows(members.map((member) => ({ member, needs })));
}

function everythingOf({ list, rowKinds }: Facets, of: RowsOf): readonly Need[] {
  return [
    ...list.filter(({ keeps }) => keeps === 'apart').map(({ name }): Need => ({ by: 'state', facet: name })),
    ...rowKinds
      .filter(({ kind }) => of === 'then' || kind.write !== 'append')
      .map(({ kind }): Need => ({ by: of === 'now' ? 'all' : 'ever', kind })),
  ];
}
