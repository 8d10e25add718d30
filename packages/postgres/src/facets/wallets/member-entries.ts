import type { EntryRow } from '@perennial/domain';
import { entryRows } from '@perennial/domain';
import type { Sql } from '../../database/database.ts';
import { int8Array } from '../../wire/binary-arrays.ts';
import { rowOf, sqlOf } from '../../rows/row-sql.ts';
import type { OwnedSqlRow } from '../../rows/row-sql.ts';

/** A wallet of one member. */
export interface WalletPlace {
  readonly shard: number;
  readonly memberId: string;
  readonly wallet: string;
}

const { columns } = sqlOf(entryRows);

/** The one place where a line of the table gets the type of its row kind back. */
function toEntry(row: OwnedSqlRow): EntryRow {
  return rowOf(sqlOf(entryRows), row) as EntryRow;
}

/** Entries of a wallet before a number, newest first (index: primary key). */
export async function readEntriesBefore(
  sql: Sql,
  { shard, memberId, wallet, before, limit }: WalletPlace & { readonly before: number; readonly limit: number },
): Promise<EntryRow[]> {
  const rows = await sql.rows<OwnedSqlRow>(
    {
      name: 'read_wallet_entries_before',
      text: `select shard, member_id, ${columns} from wallet_entry
              where shard = $1 and member_id = $2::uuid and wallet = $3 and sequence < $4::bigint
              order by sequence desc limit $5`,
    },
    [shard, memberId, wallet, before, limit],
  );
  return rows.map(toEntry);
}

/** Entries of a wallet after a number, oldest first (index: primary key). */
export async function readEntriesAfter(
  sql: Sql,
  { shard, memberId, wallet, after, limit }: WalletPlace & { readonly after: number; readonly limit: number },
): Promise<EntryRow[]> {
  const rows = await sql.rows<OwnedSqlRow>(
    {
      name: 'read_wallet_entries_after',
      text: `select shard, member_id, ${columns} from wallet_entry
              where shard = $1 and member_id = $2::uuid and wallet = $3 and sequence > $4::bigint
              order by sequence limit $5`,
    },
    [shard, memberId, wallet, after, limit],
  );
  return rows.map(toEntry);
}

/** The last entry of a wallet before an instant, epoch milliseconds (index: primary key, from its end). */
export async function readLastEntryBefore(
  sql: Sql,
  { shard, memberId, wallet, before }: WalletPlace & { readonly before: number },
): Promise<EntryRow | undefined> {
  const rows = await sql.rows<OwnedSqlRow>(
    {
      name: 'read_wallet_last_entry_before',
      text: `select shard, member_id, ${columns} from wallet_entry
              where shard = $1 and member_id = $2::uuid and wallet = $3 and at < $4::bigint
              order by sequence desc limit 1`,
    },
    [shard, memberId, wallet, before],
  );
  return rows.map(toEntry)[0];
}

/** What entries of a kind amount to. */
export interface KindSumRow {
  readonly kind: EntryRow['kind'];
  readonly entries: number;
  /** Below zero what went out. */
  readonly units: number;
}

/** Entries of a wallet between two of them, the later one included, by kind in the order in which each came first (index: primary key). */
export async function sumEntriesByKind(
  sql: Sql,
  { shard, memberId, wallet, after, upTo }: WalletPlace & { readonly after: number; readonly upTo: number },
): Promise<KindSumRow[]> {
  return sql.rows(
    {
      name: 'sum_wallet_entries_by_kind',
      text: `select kind, count(*) as entries, sum(case when credit = 'member' then units else -units end)::bigint as units
               from wallet_entry
              where shard = $1 and member_id = $2::uuid and wallet = $3 and sequence > $4::bigint and sequence <= $5::bigint
              group by kind order by min(sequence)`,
    },
    [shard, memberId, wallet, after, upTo],
  );
}

/** A step of the log, as what was recorded with it names it. */
export interface CauseRow {
  readonly position: number;
  /** As the log numbers kinds. */
  readonly kind: number;
  readonly type: string;
  readonly occurred_at: number;
  /** Of a decision: who decided, and what; empty of all else. */
  readonly decision: string;
}

/** The steps of a shard at these positions (index: primary key of fact). */
export async function readCauses(sql: Sql, shard: number, positions: readonly number[]): Promise<CauseRow[]> {
  return sql.rows(
    {
      name: 'read_wallet_causes',
      text: `select position, kind, type, occurred_at, case when kind = 4 then payload else '' end as decision
               from fact where shard = $1 and position = any($2::bigint[])`,
    },
    [shard, int8Array(positions)],
  );
}
