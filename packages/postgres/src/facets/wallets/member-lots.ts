import { holdRows, lotRows } from '@perennial/domain';
import type { HoldRow, LotRow } from '@perennial/domain';
import type { Sql } from '../../database/database.ts';
import { rowOf, sqlOf } from '../../rows/row-sql.ts';
import type { OwnedSqlRow } from '../../rows/row-sql.ts';
import type { WalletPlace } from './member-entries.ts';

const columns = { lot: sqlOf(lotRows).columns, hold: sqlOf(holdRows).columns };

/** The one place where a line of the table gets the type of its row kind back. */
function toLot(row: OwnedSqlRow): LotRow {
  return rowOf(sqlOf(lotRows), row) as LotRow;
}

function toHold(row: OwnedSqlRow): HoldRow {
  return rowOf(sqlOf(holdRows), row) as HoldRow;
}

/** Lots of a wallet before a number, newest first, also those that have ended (index: primary key). */
export async function readLotsBefore(
  sql: Sql,
  { shard, memberId, wallet, before, limit }: WalletPlace & { readonly before: number; readonly limit: number },
): Promise<LotRow[]> {
  const rows = await sql.rows<OwnedSqlRow>(
    {
      name: 'read_wallet_lots_before',
      text: `select shard, member_id, ${columns.lot} from wallet_lot
              where shard = $1 and member_id = $2::uuid and wallet = $3 and lot < $4::bigint
              order by lot desc limit $5`,
    },
    [shard, memberId, wallet, before, limit],
  );
  return rows.map(toLot);
}

/** Of them those alone that have ended (index: primary key). */
export async function readEndedLotsBefore(
  sql: Sql,
  { shard, memberId, wallet, before, limit }: WalletPlace & { readonly before: number; readonly limit: number },
): Promise<LotRow[]> {
  const rows = await sql.rows<OwnedSqlRow>(
    {
      name: 'read_wallet_ended_lots_before',
      text: `select shard, member_id, ${columns.lot} from wallet_lot
              where shard = $1 and member_id = $2::uuid and wallet = $3 and lot < $4::bigint and ended_at is not null
              order by lot desc limit $5`,
    },
    [shard, memberId, wallet, before, limit],
  );
  return rows.map(toLot);
}

/** Open lots of a wallet (index: wallet_lot_live). */
export async function readOpenLotsOf(sql: Sql, { shard, memberId, wallet }: WalletPlace): Promise<LotRow[]> {
  const rows = await sql.rows<OwnedSqlRow>(
    {
      name: 'read_wallet_open_lots_of',
      text: `select shard, member_id, ${columns.lot} from wallet_lot
              where shard = $1 and member_id = $2::uuid and wallet = $3 and ended_at is null`,
    },
    [shard, memberId, wallet],
  );
  return rows.map(toLot);
}

/** Lots that had come in by an instant, whatever became of them (index: primary key). */
export async function readLotsIssuedBy(
  sql: Sql,
  { shard, memberId, wallet, at }: WalletPlace & { readonly at: number },
): Promise<LotRow[]> {
  const rows = await sql.rows<OwnedSqlRow>(
    {
      name: 'read_wallet_lots_issued_by',
      text: `select shard, member_id, ${columns.lot} from wallet_lot
              where shard = $1 and member_id = $2::uuid and wallet = $3 and issued_at <= $4::bigint
              order by lot`,
    },
    [shard, memberId, wallet, at],
  );
  return rows.map(toLot);
}

/** All holds of a wallet, which are few: each is looked at once more when a list of them is sorted (index: primary key). */
export async function readHolds(sql: Sql, { shard, memberId, wallet }: WalletPlace): Promise<HoldRow[]> {
  const rows = await sql.rows<OwnedSqlRow>(
    {
      name: 'read_wallet_holds',
      text: `select shard, member_id, ${columns.hold} from wallet_hold
              where shard = $1 and member_id = $2::uuid and wallet = $3
              order by opened_at desc, hold desc`,
    },
    [shard, memberId, wallet],
  );
  return rows.map(toHold);
}
