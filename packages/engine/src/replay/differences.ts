import { openView, type AnyRowKind, type Member, type RowShape } from '@perennial/domain';

/** One thing in which a member as stored is not what her log says. */
export interface Difference {
  /** A field of her header, the name of a facet for its state, or the table of a row. */
  readonly part: string;
  /** Row key, '' for a header or a state. */
  readonly key: string;
  /** JSON text or hexadecimal bytes; null where there is none. */
  readonly stored: string | null;
  readonly replayed: string | null;
}

/** A stored member, with every row of hers, those that hold no longer too. */
export interface MemberContent {
  readonly member: Member;
  readonly rowsOf: (kind: AnyRowKind) => readonly RowShape[];
}

function compareText(part: string, stored: string, replayed: string): Difference[] {
  return stored === replayed ? [] : [{ part, key: '', stored, replayed }];
}

/** JSON with sorted keys: rows are equal when their content is, however they were built. */
function rowText(row: object): string {
  return JSON.stringify(Object.fromEntries(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1))));
}

function compareRows(kind: AnyRowKind, stored: readonly RowShape[], replayed: readonly RowShape[]): Difference[] {
  const [before, after] = [stored, replayed].map((rows) => new Map(rows.map((row) => [kind.keyOf(row), rowText(row)])));
  const differences: Difference[] = [];
  for (const key of new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])) {
    const [one, other] = [before?.get(key) ?? null, after?.get(key) ?? null];
    if (one !== other) differences.push({ part: kind.table, key, stored: one, replayed: other });
  }
  return differences;
}

function stateText(member: Member, facet: Member['facets']['list'][number]): string {
  return facet.codec.encode(openView(member, facet).state).toHex();
}

/** Compares bytes and rows (invariant E2). Both have everything loaded and stand at the same instant. */
export function compareMembers(stored: MemberContent, replayed: Member): Difference[] {
  const a = stored.member;
  const b = replayed;
  return [
    ...compareText('status', a.status, b.status),
    ...compareText('position', String(a.position), String(b.position)),
    ...compareText('clockAt', String(a.clockAt), String(b.clockAt)),
    ...compareText('wakeAt', String(a.wakeAt), String(b.status === 'live' ? b.wakeAt : null)),
    ...compareText('programVersion', String(a.programVersion), String(b.programVersion)),
    ...a.facets.list
      .filter(({ keeps }) => keeps !== null)
      .flatMap((facet) => compareText(facet.name, stateText(a, facet), stateText(b, facet))),
    ...a.facets.rowKinds.flatMap(({ facet, kind }) =>
      compareRows(kind, stored.rowsOf(kind), openView(b, facet).setOf(kind).rows()),
    ),
  ];
}
