import type { Sql } from '../../database/database.ts';

/** A key that statements are signed by; the private half is sealed with a master key. */
export interface StatementKeyRow {
  readonly id: string;
  readonly public_key: string;
  readonly master_key_id: string;
  readonly private_key: Buffer;
  readonly created_at: number;
  readonly retired_at: number | null;
}

const columns = 'id, public_key, master_key_id, private_key, created_at, retired_at';
/** They are renewed a few times in a life. */
const keysMax = 1_000;

/** The newest first (sequential: there are a few). */
export async function listStatementKeys(sql: Sql): Promise<StatementKeyRow[]> {
  return sql.rows(
    {
      name: 'list_statement_keys',
      text: `select ${columns} from statement_key order by created_at desc, id desc limit $1`,
    },
    [keysMax],
  );
}

/** The one that signs (index: statement_key_current). */
export async function readStatementKey(sql: Sql): Promise<StatementKeyRow | undefined> {
  const [row] = await sql.rows<StatementKeyRow>(
    { name: 'read_statement_key', text: `select ${columns} from statement_key where retired_at is null` },
    [],
  );
  return row;
}

/** From now on nothing is signed by the one that signed (index: statement_key_current). */
export async function retireStatementKey(sql: Sql, retiredAt: number): Promise<void> {
  await sql.execute(
    {
      name: 'retire_statement_key',
      text: 'update statement_key set retired_at = $1::bigint where retired_at is null',
    },
    [retiredAt],
  );
}

/** False where another one signs already (index: statement_key_current). */
export async function insertStatementKey(sql: Sql, row: Omit<StatementKeyRow, 'retired_at'>): Promise<boolean> {
  const inserted = await sql.rows(
    {
      name: 'insert_statement_key',
      text: `insert into statement_key (id, public_key, master_key_id, private_key, created_at)
             values ($1::uuid, $2, $3, $4, $5) on conflict do nothing returning 1`,
    },
    [row.id, row.public_key, row.master_key_id, row.private_key, row.created_at],
  );
  return inserted.length === 1;
}

/** Those that are sealed with another master key than this one (sequential: there are a few). */
export async function readStatementKeysNotUnder(
  sql: Sql,
  masterKeyId: string,
  limit: number,
): Promise<StatementKeyRow[]> {
  return sql.rows(
    {
      name: 'read_statement_keys_not_under',
      text: `select ${columns} from statement_key where master_key_id <> $1 order by id limit $2`,
    },
    [masterKeyId, limit],
  );
}

/** The same key, sealed anew (index: primary key). */
export async function resealStatementKey(
  sql: Sql,
  row: Pick<StatementKeyRow, 'id' | 'master_key_id' | 'private_key'>,
): Promise<void> {
  await sql.execute(
    {
      name: 'reseal_statement_key',
      text: 'update statement_key set master_key_id = $2, private_key = $3 where id = $1::uuid',
    },
    [row.id, row.master_key_id, row.private_key],
  );
}
