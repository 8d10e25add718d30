import type { AnyRowKind, Facets } from '@perennial/domain';
import type { MemberPlace } from '@perennial/engine';
import type { Sql } from '../database/database.ts';
import { clearRows } from './write-rows.ts';

function isPersonal({ columns }: AnyRowKind): boolean {
  return Object.values(columns).some((column) => column.isPersonal === true);
}

/**
 * Deletes these members' rows of every kind that has a personal column, whichever facet keeps it. The fold would come to it later, and
 * what facets end beside is theirs to say; what is personal is gone when the erasure is.
 */
export async function erasePersonalRows(
  sql: Sql,
  { rowKinds }: Facets,
  members: readonly MemberPlace[],
): Promise<void> {
  for (const { kind } of rowKinds) if (isPersonal(kind)) await clearRows(sql, kind, members);
}
