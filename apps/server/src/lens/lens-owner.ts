import type { LensOwner } from '@perennial/clickhouse';
import { knowsLens } from '@perennial/postgres';
import type { Sql } from '@perennial/postgres';

/** This installation, as the owner of its lens. */
export function lensOwnerOf(sql: Sql, installation: { readonly id: string }): LensOwner {
  return { installation: installation.id, knows: (lensId) => knowsLens(sql, lensId) };
}
