import type { Sql } from '../database/database.ts';
import { deleteLensParts, readLensParts, writeLensParts } from '../sql/lens/parts.ts';
import { touchEverybody } from '../sql/lens/touch.ts';

/**
 * Has a lens filled with the parts that the facets bring now. A new one is sent everything anyway; of a known one every member is
 * touched when a part is new or another one, so that her columns and rows are sent again beside what comes. All parts are sent then,
 * not the changed one alone: touches do not say what for.
 */
export async function fillParts(
  sql: Sql,
  lens: { readonly id: string; readonly isNew: boolean },
  fingerprints: ReadonlyMap<string, string>,
): Promise<void> {
  const known = new Map((await readLensParts(sql, lens.id)).map(({ part, fingerprint }) => [part, fingerprint]));
  const changed = [...fingerprints].filter(([part, fingerprint]) => known.get(part) !== fingerprint);
  const gone = [...known.keys()].filter((part) => !fingerprints.has(part));
  if (gone.length > 0) await deleteLensParts(sql, lens.id, gone);
  if (changed.length === 0) return;
  if (!lens.isNew) await touchEverybody(sql);
  await writeLensParts(
    sql,
    lens.id,
    changed.map(([part, fingerprint]) => ({ part, fingerprint })),
  );
}
