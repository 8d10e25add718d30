import { minorDigits } from '@perennial/contracts';
import { installationQuery } from '../../../api/queries.ts';
import type { SectionAsk } from '../../../facet/area-section.ts';
import { readReferenceSearch } from '../urls/search.ts';
import { entriesQuery, kindNameOf } from './entries-query.ts';
import { createReferenceKinds } from './reference-kinds.ts';

/** Asks for the entries that the address names. */
export async function loadEntries({ client, search: raw }: SectionAsk): Promise<unknown> {
  const search = readReferenceSearch(raw);
  const name = kindNameOf(search);
  const { currency } = await client.query({ ...installationQuery(), staleTime: 'static' });
  const kind = createReferenceKinds({ minorDigits: minorDigits(currency), showsCosts: false })[name];
  return client.query({
    ...entriesQuery({ name, kind, q: search.q ?? '', cursor: search.cursor }),
    staleTime: 'static',
  });
}
