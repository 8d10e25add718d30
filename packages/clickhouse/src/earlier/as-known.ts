import { numberOf } from '../client/lens-query.ts';
import type { LensParams, LensReader } from '../client/lens-query.ts';
import { earlierKeptHours, earlierOf } from './earlier-tables.ts';
import { gap, nobody } from './keep-earlier.ts';

/** What the lens knew: a version of its rows. Absent: what it knows now. */
export interface AsKnown {
  readonly known?: number;
}

/** All that was sent under this version and before it is in the lens: the members of a block are the last of it. */
export async function knownVersion(lens: LensReader): Promise<number> {
  const [row] = await lens.read({ sql: 'select max(version) as version from member' });
  return row === undefined ? 0 : numberOf(row, 'version');
}

/**
 * A table of rows that replace each other, as it was known at `{known:UInt64}`: what newer rows have replaced since stands beside it. The
 * newest row is chosen before its version is looked at. What is kept of rows that are about to be replaced is not read before they are: else
 * a member would be counted twice while a block is on its way.
 */
export function rowsAsKnown(table: string, { known }: AsKnown): string {
  if (known === undefined) return `${table} final`;
  return `(
  select * from ${table} final where version <= {known:UInt64}
   union all
  select * except (replaced_by, replaced_on) from ${earlierOf(table)} final
   where version <= {known:UInt64} and replaced_by > {known:UInt64} and replaced_by > version
     and replaced_by <= (select max(version) from ${table}) and member_id != toUUID('${nobody}'))`;
}

export function knownParams({ known }: AsKnown): LensParams {
  return known === undefined ? {} : { known };
}

/** Whether what was known at this version can still be told. */
export async function isStillKnown(lens: LensReader, version: number): Promise<boolean> {
  const [row] = await lens.read({
    sql: `select (select count() from ${earlierOf('member')} where status = '${gap}' and replaced_by > {known:UInt64}) as gaps,
                 (select max(version) from member) as newest`,
    params: { known: version },
  });
  return row !== undefined && numberOf(row, 'gaps') === 0 && numberOf(row, 'newest') >= version;
}

/** Rows of before are kept so long. */
export const knownMsMax = earlierKeptHours * 3_600_000;
