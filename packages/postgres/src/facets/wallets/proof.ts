import { entryRows } from '@perennial/domain';
import type { EntryRow } from '@perennial/domain';
import type { Sql } from '../../database/database.ts';
import { rowOf, sqlOf } from '../../rows/row-sql.ts';
import type { OwnedSqlRow } from '../../rows/row-sql.ts';

/** Shards that are looked at together, both ends included. */
export interface ShardRange {
  readonly from: number;
  readonly to: number;
}

/** A wallet whose figures do not agree, with what each of them is; null where there is no such row. */
export interface UnequalRow {
  readonly shard: number;
  readonly member_id: string;
  readonly wallet: string;
  /** Of the account; null: there is none. */
  readonly posted: number | null;
  readonly pending: number;
  readonly held: number;
  readonly debt: number;
  readonly sequence: number;
  readonly lots: number;
  readonly spent: number;
  readonly expired: number;
  /** Of the entries. */
  readonly entry_units: number;
  readonly entry_count: number;
  readonly entry_last: number;
  readonly entry_one_sided: number;
  readonly entry_spent: number;
  readonly entry_expired: number;
  /** Of the lots: what is open, of it what waits, and what is held. */
  readonly lot_last: number;
  readonly lot_units: number;
  readonly lot_pending: number;
  readonly lot_held: number;
  /** Of the open holds. */
  readonly hold_units: number;
  /** She took somebody in or was taken in, or was folded anew: her counters are not those of her entries alone. */
  readonly is_merged: boolean;
}

/**
 * For a transaction in which sums are looked for. Rows of a shard lie on pages that hold those of many others: where several shards are read at
 * once, in the order of the pages, each page is read a few times instead of once a shard, which takes four tenths of the time. A hash table of 50,000
 * wallets takes 12 MB. The plan follows the range, for one that fits any of them goes through the index. Pages that the system has in memory
 * come sooner when they are asked for one by one than through workers of their own.
 */
export async function prepareSums(sql: Sql): Promise<void> {
  await sql.run(`set local work_mem = '32MB'; set local plan_cache_mode = force_custom_plan;
                 set local effective_io_concurrency = 0`);
}

/** Behind the sums: statements about one shard are planned once. */
export async function endSums(sql: Sql): Promise<void> {
  await sql.run(`set local plan_cache_mode = auto`);
}

/** How many accounts each shard has that has any (index: primary key). */
export async function countAccounts(sql: Sql): Promise<{ readonly shard: number; readonly accounts: number }[]> {
  return sql.rows(
    {
      name: 'count_wallet_accounts',
      text: `select shard, count(*) as accounts from wallet_account group by shard order by shard`,
    },
    [],
  );
}

/**
 * Wallets of some shards in which accounts, entries, lots and holds do not say the same (each table is read once: as a whole where the range is a
 * large part of it, else by its primary key). What has no account is held against one of nothing.
 */
export async function findUnequalWallets(sql: Sql, { from, to }: ShardRange, limit: number): Promise<UnequalRow[]> {
  return sql.rows({ name: 'find_unequal_wallets', text: unequalText }, [from, to, limit]);
}

const inRange = 'shard between $1 and $2';

/** Nearly all entries are of what was earned, which each sum asks first. */
const unequalText = `
  with entry as (
    select shard, member_id, wallet, count(*) as entry_count, max(sequence) as entry_last,
           sum(case when credit = 'member' then units else -units end)::bigint as entry_units,
           count(*) filter (where (debit = 'member') = (credit = 'member')) as entry_one_sided,
           sum(case when kind = 'earn' then 0 when kind in ('spend', 'capture') then units
                    when kind = 'restore' then -units else 0 end)::bigint as entry_spent,
           sum(case when kind = 'earn' then 0 when kind = 'expire' then units
                    when kind = 'reinstate' then -units else 0 end)::bigint as entry_expired,
           bool_or(kind in ('merge_in', 'merge_debt', 'unmerge_in', 'unmerge_out')) as is_moved
      from wallet_entry where ${inRange} group by shard, member_id, wallet),
  lot as (
    select shard, member_id, wallet, max(lot) as lot_last, sum(remaining)::bigint as lot_units,
           coalesce(sum(remaining) filter (where waits_for <> ''), 0)::bigint as lot_pending,
           sum(held)::bigint as lot_held
      from wallet_lot where ${inRange} group by shard, member_id, wallet),
  hold as (
    select shard, member_id, wallet, sum(units)::bigint as hold_units
      from wallet_hold where ${inRange} and ended_at is null group by shard, member_id, wallet),
  account as (
    select shard, member_id, wallet, posted, pending, held, debt, sequence, lots, spent, expired
      from wallet_account where ${inRange}),
  merged as (
    select survivor_id as member_id from merge_log
     where survivor_shard between $1 and $2 and status in ('merged', 'undone')
    union
    select absorbed_id from merge_log where absorbed_shard between $1 and $2 and status = 'undone'),
  told as (
    select shard, member_id, wallet, a.posted, coalesce(a.pending, 0) as pending, coalesce(a.held, 0) as held,
           coalesce(a.debt, 0) as debt, coalesce(a.sequence, 0) as sequence, coalesce(a.lots, 0) as lots,
           coalesce(a.spent, 0) as spent, coalesce(a.expired, 0) as expired,
           coalesce(e.entry_units, 0) as entry_units, coalesce(e.entry_count, 0) as entry_count,
           coalesce(e.entry_last, 0) as entry_last, coalesce(e.entry_one_sided, 0) as entry_one_sided,
           coalesce(e.entry_spent, 0) as entry_spent, coalesce(e.entry_expired, 0) as entry_expired,
           coalesce(l.lot_last, 0) as lot_last, coalesce(l.lot_units, 0) as lot_units,
           coalesce(l.lot_pending, 0) as lot_pending, coalesce(l.lot_held, 0) as lot_held,
           coalesce(h.hold_units, 0) as hold_units,
           (m.member_id is not null or coalesce(e.is_moved, false)) as is_merged
      from account a
      full join entry e using (shard, member_id, wallet)
      full join lot l using (shard, member_id, wallet)
      full join hold h using (shard, member_id, wallet)
      left join merged m using (member_id))
  select * from told
   where posted is null or posted <> entry_units or sequence <> entry_count or sequence <> entry_last
      or entry_one_sided > 0 or lots <> lot_last or posted <> lot_units - debt or pending <> lot_pending
      or held <> lot_held or held <> hold_units
      or (not is_merged and (spent <> entry_spent or expired <> entry_expired))
   order by shard, member_id, wallet limit $3`;

/** How many of each there are (index: primary keys). */
export async function countWalletRows(
  sql: Sql,
  shard: number,
): Promise<{ readonly entries: number; readonly accounts: number }> {
  const [row] = await sql.rows<{ entries: number; accounts: number }>(
    {
      name: 'count_wallet_rows',
      text: `select (select count(*) from wallet_entry where shard = $1) as entries,
                    (select count(*) from wallet_account where shard = $1) as accounts`,
    },
    [shard],
  );
  return row ?? { entries: 0, accounts: 0 };
}

/** An entry that does not follow from the one before as it should. */
export interface SuspectEntry {
  readonly memberId: string;
  readonly entry: EntryRow;
  /** Of the one before; of the first, nothing and an empty digest. */
  readonly before: {
    readonly sequence: number;
    readonly balance: number;
    readonly at: number;
    readonly digest: string;
  };
}

const { fields } = sqlOf(entryRows);
const columns = fields.map(({ column }) => `e.${column}`).join(', ');

/** A text as JSON writes it; whole numbers are written alike. */
const asJson = (column: string) => `to_json(${column})::text`;

/** What the digest of an entry is made of, as the domain writes it: whoever finds the same digest has hashed the same text. */
const chained = [
  asJson('b.digest'),
  asJson('e.wallet'),
  'e.sequence',
  asJson('e.kind'),
  asJson('e.debit'),
  asJson('e.credit'),
  'e.units',
  'e.balance_after',
  'e.at',
  asJson('e.lots'),
  `coalesce(e.reverses::text, 'null')`,
  asJson('e.source'),
  asJson('e.rule'),
  'e.program_version',
  asJson('e.reason'),
  asJson('e.cause_kind'),
  'e.cause_position',
  'e.cause_at',
].join(` || ',' || `);

/** The same behind the digest of the entry before, of texts in which JSON escapes nothing: a third of the time that it takes to escape each. */
const chainedPlain = `format(',"%s",%s,"%s","%s","%s",%s,%s,%s,"%s",%s,"%s","%s",%s,"%s","%s",%s,%s]',
                      wallet, sequence, kind, debit, credit, units, balance_after, at, lots,
                      coalesce(reverses::text, 'null'), source, rule, program_version, reason, cause_kind,
                      cause_position, cause_at)`;
/** Where one of them has a quote or a backslash, two different lists could be one text. Control characters make another text, and are found so. */
const plainTexts = 'concat(wallet, kind, debit, credit, lots, source, rule, reason, cause_kind)';

const digestOf = (text: string) => `encode(sha256(convert_to(${text}, 'UTF8')), 'hex')`;

/**
 * Entries of a shard whose number, balance, instant or digest does not follow from the one before (index: primary key, read once in order). The
 * digests are made in the store: half a million entries a second need not come here to be looked at. What does not follow at first sight is read
 * again, one by one, and written as the domain writes it. What is found is to be looked at again by the domain's own rule; what is not found has
 * the digest that was made of the same text.
 */
export async function findSuspectEntries(sql: Sql, shard: number, limit: number): Promise<SuspectEntry[]> {
  const rows = await sql.rows<
    OwnedSqlRow & { before_sequence: number; before_balance: number; before_at: number; before_digest: string }
  >(
    {
      name: 'find_suspect_entries',
      text: `with first_sight as (
               select member_id, wallet, sequence from (
                 select member_id, wallet, sequence, digest, balance_after, at, ${plainTexts} as texts,
                        ${chainedPlain} as chained, case when credit = 'member' then units else -units end as moved,
                        lag(sequence) over wallet_order as before_sequence,
                        lag(balance_after) over wallet_order as before_balance,
                        lag(at) over wallet_order as before_at, lag(digest) over wallet_order as before_digest
                   from wallet_entry where shard = $1
                 window wallet_order as (partition by member_id, wallet order by sequence)) told
                where sequence <> coalesce(before_sequence, 0) + 1
                   or balance_after <> coalesce(before_balance, 0) + moved or at < coalesce(before_at, 0)
                   or digest <> ${digestOf(`'["' || coalesce(before_digest, '') || '"' || chained`)}
                   or texts like '%"%' or texts like '%\\\\%')
             select e.shard, e.member_id, ${columns}, b.sequence as before_sequence, b.balance as before_balance,
                    b.at as before_at, b.digest as before_digest
               from first_sight s
              -- Few are read again: a join over the whole shard would take as long as all the rest.
              cross join lateral (select * from wallet_entry
                                   where shard = $1 and member_id = s.member_id and wallet = s.wallet
                                     and sequence = s.sequence offset 0) e
              cross join lateral (select coalesce(max(sequence), 0) as sequence, coalesce(max(balance_after), 0) as balance,
                                         coalesce(max(at), 0) as at, coalesce(max(digest), '') as digest
                                    from (select sequence, balance_after, at, digest from wallet_entry
                                           where shard = $1 and member_id = s.member_id and wallet = s.wallet
                                             and sequence < s.sequence order by sequence desc limit 1) last) b
              where e.sequence <> b.sequence + 1
                 or e.balance_after <> b.balance + case when e.credit = 'member' then e.units else -e.units end
                 or e.at < b.at or e.digest <> ${digestOf(`'[' || ${chained} || ']'`)}
              limit $2`,
    },
    [shard, limit],
  );
  // The one place where a line of the table gets the type of its row kind back.
  return rows.map((row) => ({
    memberId: row.member_id,
    entry: rowOf(sqlOf(entryRows), row) as EntryRow,
    before: {
      sequence: row.before_sequence,
      balance: row.before_balance,
      at: row.before_at,
      digest: row.before_digest,
    },
  }));
}

/** Last digests of accounts of a shard that are not those of their last entries (indexes: primary keys). */
export async function findOtherChains(
  sql: Sql,
  shard: number,
  limit: number,
): Promise<{ readonly member_id: string; readonly wallet: string; readonly sequence: number }[]> {
  return sql.rows(
    {
      name: 'find_other_chains',
      text: `select a.member_id, a.wallet, a.sequence
               from wallet_account a
               left join wallet_entry e on e.shard = a.shard and e.member_id = a.member_id and e.wallet = a.wallet
                                       and e.sequence = a.sequence
              where a.shard = $1 and a.chain <> coalesce(e.digest, '')
              order by a.member_id, a.wallet limit $2`,
    },
    [shard, limit],
  );
}

/** What was granted of resources by steps of members of a shard (sequential over the inputs of the shard). */
export async function sumGrants(
  sql: Sql,
  shard: number,
): Promise<{ readonly resource: string; readonly granted: number }[]> {
  return sql.rows(
    {
      name: 'sum_grants',
      text: `select resource, sum(granted)::bigint as granted from step_input where shard = $1 group by resource`,
    },
    [shard],
  );
}

/** What is left in the slices of each resource that has a total, and the total (index: resource_slice_by_key). */
export async function sumSlices(
  sql: Sql,
): Promise<{ readonly key: string; readonly units: number; readonly available: number }[]> {
  return sql.rows(
    {
      name: 'sum_slices',
      text: `select t.key, t.units, coalesce(sum(s.available), 0)::bigint as available
               from resource_total t left join resource_slice s on s.key = t.key
              group by t.key, t.units order by t.key`,
    },
    [],
  );
}
