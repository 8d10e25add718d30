import { queryOptions } from '@tanstack/react-query';
import type { ReferenceSearch } from '../urls/search.ts';
import type { PageQuery, ReferenceKind } from './reference-kinds.ts';
import type { ReferenceKindName } from '../urls/search.ts';
import { referenceKinds } from '../urls/search.ts';

const rowsShown = 50;

export function kindNameOf(search: ReferenceSearch): ReferenceKindName {
  return referenceKinds.find((one) => one === search.id) ?? 'products';
}

interface Entries {
  readonly name: ReferenceKindName;
  readonly kind: ReferenceKind;
  readonly q: string;
  readonly cursor: string | undefined;
}

/** One page of the entries of a kind, those that contain `q`. */
export function entriesQuery({ name, kind, q, cursor }: Entries) {
  const query: PageQuery = {
    limit: rowsShown,
    ...(q === '' ? {} : { q: name === 'rates' ? q.slice(0, 3) : q }),
    ...(cursor === undefined ? {} : { cursor }),
  };
  return queryOptions({
    queryKey: ['reference', name, 'list', query],
    queryFn: ({ signal }) => kind.list(query, signal),
  });
}

/** All versions of an entry, newest first. */
export function versionsQuery(name: ReferenceKindName, kind: ReferenceKind, id: string) {
  return queryOptions({
    queryKey: ['reference', name, 'versions', id],
    queryFn: ({ signal }) => kind.versions(id, signal),
  });
}
