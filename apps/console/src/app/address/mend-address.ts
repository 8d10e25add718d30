import { redirect } from '@tanstack/react-router';
import type { QueryClient } from '@tanstack/react-query';
import { ensure } from '../../api/ensure.ts';
import { sessionQuery } from '../../api/queries.ts';
import { programQuery } from '../../stages/program-query.ts';
import { leftOutOf } from '../../urls/left-out.ts';
import type { RawSearch } from '../../urls/read-parts.ts';
import { writeSearch } from '../../urls/search-text.ts';
import { noteLeftOut } from './left-out-store.ts';

export interface Mended {
  readonly pathname: string;
  readonly raw: RawSearch;
  readonly readSearch: (raw: RawSearch) => object;
}

/** Leads from an address with parts that its page cannot read to the same without them, and keeps them for a notice. */
export function mendAddress({ pathname, raw, readSearch }: Mended): void {
  const read = readSearch(raw);
  const parts = leftOutOf(raw, read);
  if (parts.length === 0) return;
  noteLeftOut({ pathname, parts });
  redirect({ href: pathname + writeSearch(read), replace: true, throw: true });
}

/** The reader of a page that shows the lifecycles in force: another one is known to nobody. */
export async function withKnownLifecycle(client: QueryClient, { readSearch, raw }: Omit<Mended, 'pathname'>) {
  const { lifecycle } = { lifecycle: undefined, ...readSearch(raw) };
  if (lifecycle === undefined) return readSearch;
  const { capabilities } = await ensure(client, sessionQuery());
  if (!capabilities.includes('program.read')) return readSearch;
  const { lifecycles } = await ensure(client, programQuery());
  if (lifecycles.some(({ id }) => id === lifecycle)) return readSearch;
  return (given: RawSearch): object => {
    const { lifecycle: _, ...rest } = { lifecycle: undefined, ...readSearch(given) };
    return rest;
  };
}
