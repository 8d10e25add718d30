import pg from 'pg';
import { createSendTogether } from './send-together.ts';

/** Values of a statement. A list goes as one Buffer from `wire/binary-arrays.ts`: as text it costs a parse on either side. */
export type SqlValue = string | number | boolean | null | Buffer;

/** A prepared statement: the same name always stands for the same text, so each connection plans it once. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** What the functions under `sql/` run on: a pool or one connection within a transaction. */
export interface Sql {
  /**
   * Rows as objects with the column names of the statement. bigint columns arrive as numbers. On one connection statements are
   * carried out in the order in which they are asked for, whether or not one waits for the answer of the other.
   */
  rows<Row>(statement: Statement, values: readonly SqlValue[]): Promise<Row[]>;
  /** The number of rows touched. */
  execute(statement: Statement, values: readonly SqlValue[]): Promise<number>;
  /** Unprepared text without values, for DDL and `set local`. */
  run(text: string): Promise<void>;
}

export interface TransactionOptions {
  /** Named in errors and metrics. */
  readonly name: string;
  /** The server ends the transaction when it idles longer: what a frozen worker holds comes free. */
  readonly idleTimeoutMs?: number;
  /** Further attempts after a serialization failure or a deadlock. */
  readonly retriesMax?: number;
  /** `snapshot`: every statement sees one moment of the database, and nothing can be written; `write snapshot`: something can. */
  readonly mode?: keyof typeof isolation;
}

const isolation = {
  write: '',
  snapshot: 'isolation level repeatable read read only',
  'write snapshot': 'isolation level repeatable read',
} as const;

/**
 * Takes what was asked for and is not waited for: the commit is sent behind it at once, and the transaction fails with it. So locks
 * are held for one way to the server less. The work returns without anything that depends on its answer.
 */
export type Lastly = (writes: Promise<unknown>) => void;

export interface Database extends Sql {
  readonly pool: pg.Pool;
  /** Runs `work` in a transaction; it may run again after a deadlock, so it must keep its effects to itself until it returns. */
  transaction<T>(options: TransactionOptions, work: (sql: Sql, lastly: Lastly) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const defaultIdleTimeoutMs = 10_000;
const defaultRetriesMax = 5;
const connectTimeoutMs = 15_000;
/** serialization_failure and deadlock_detected: the transaction left nothing behind and may simply run again. */
const retryableCodes = new Set(['40001', '40P01']);

const typeId = { bytea: 17, int8: 20, numeric: 1700 } as const;
type TextParser = (text: string) => unknown;

const types = {
  getTypeParser(id: number, format?: 'text' | 'binary'): TextParser {
    if (id === typeId.int8) return Number;
    if (id === typeId.numeric) return Number;
    if (id === typeId.bytea) return (text) => Buffer.from(text.slice(2), 'hex');
    // pg's own declaration types the result of its parsers as any.
    const parser: TextParser = pg.types.getTypeParser(id, format === 'binary' ? 'binary' : 'text');
    return parser;
  },
};

/** `beforeSending` is called before each statement is given to the connection. */
function createSql(client: pg.Pool | pg.PoolClient, beforeSending: () => void = () => undefined): Sql {
  return {
    async rows<Row>(statement: Statement, values: readonly SqlValue[]): Promise<Row[]> {
      beforeSending();
      // The statement states its columns, the caller their types: this is the parse boundary of SQL.
      const result = await client.query({ name: statement.name, text: statement.text, values: [...values], types });
      return result.rows as Row[];
    },
    async execute(statement, values) {
      beforeSending();
      const result = await client.query({ name: statement.name, text: statement.text, values: [...values], types });
      return result.rowCount ?? 0;
    },
    async run(text) {
      beforeSending();
      await client.query(text);
    },
  };
}

function isRetryable(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code !== undefined && retryableCodes.has(error.code);
}

function ignoreLoss(): void {
  // The next statement on the connection rejects.
}

/** A failed rollback means a broken connection: the caller's own error is the one worth reporting. */
async function rollback(client: pg.PoolClient): Promise<boolean> {
  try {
    await client.query('rollback');
    return true;
  } catch {
    return false;
  }
}

/** What was not waited for, and what became of it. */
function createLasts() {
  const lasts: Promise<unknown>[] = [];
  const lastly: Lastly = (writes) => {
    lasts.push(writes);
    writes.catch(() => undefined);
  };
  return { lastly, settled: async () => void (await Promise.all(lasts)) };
}

const inFailedTransaction = '25P02';

/** Statements of one transaction: each that fails only because one before it had fails with the reason of that one. */
function withReason(sql: Sql): Sql {
  let reason: unknown;
  const failing = (error: unknown): never => {
    if (!(error instanceof pg.DatabaseError) || error.code !== inFailedTransaction) reason = error;
    throw reason ?? error;
  };
  return {
    rows: (statement, values) => sql.rows<never>(statement, values).catch(failing),
    execute: (statement, values) => sql.execute(statement, values).catch(failing),
    run: (text) => sql.run(text).catch(failing),
  };
}

type Work<T> = (sql: Sql, lastly: Lastly) => Promise<T>;

async function runOnce<T>(pool: pg.Pool, options: TransactionOptions, work: Work<T>): Promise<T> {
  const client = await pool.connect();
  const { lastly, settled } = createLasts();
  let isUsable = false;
  try {
    const mode = isolation[options.mode ?? 'write'];
    const idleTimeoutMs = options.idleTimeoutMs ?? defaultIdleTimeoutMs;
    const sendTogether = createSendTogether(client);
    sendTogether();
    // Leaves with the first statements of the work: where it fails, they fail as well.
    const begun = client.query(`begin ${mode}; set local idle_in_transaction_session_timeout = ${idleTimeoutMs}`);
    begun.catch(() => undefined);
    const result = await work(withReason(createSql(client, sendTogether)), lastly);
    await commit(client, { begun, settled, sendTogether });
    isUsable = true;
    return result;
  } catch (error) {
    isUsable = await rollback(client);
    throw error;
  } finally {
    client.release(!isUsable);
  }
}

interface Ending {
  readonly begun: Promise<unknown>;
  readonly settled: () => Promise<void>;
  readonly sendTogether: () => void;
}

/** A transaction in which a statement failed is ended by the server's rollback, whatever it was asked for. */
async function commit(client: pg.PoolClient, { begun, settled, sendTogether }: Ending): Promise<void> {
  sendTogether();
  const committed = client.query('commit');
  committed.catch(() => undefined);
  await begun;
  await settled();
  const { command } = await committed;
  if (command !== 'COMMIT') throw new Error(`the transaction was ended by a ${command.toLowerCase()}`);
}

/**
 * Opens a pool. `url` is a PostgreSQL connection string. Connection loss while idle is left to the next query, which
 * connects anew; `onIdleError` hears of it.
 */
export function createDatabase(options: {
  readonly url: string;
  readonly poolSize?: number;
  readonly onIdleError?: (error: Error) => void;
}): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize ?? 8,
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: 'perennial',
    // Statements that do not wait for each other are sent at once, and carried out in their order.
    pipeline: true,
  });
  pool.on('error', (error) => options.onIdleError?.(error));
  // A connection that is lost between two statements says so as an event as well; the next statement rejects with it. Heard from the
  // start, because the pool takes its own listener away before the borrower can put one: nobody listens then, and the process ends.
  pool.on('connect', (client) => client.on('error', ignoreLoss));
  return {
    ...createSql(pool),
    pool,
    async transaction(transactionOptions, work) {
      const retriesMax = transactionOptions.retriesMax ?? defaultRetriesMax;
      for (let attempt = 0; ; attempt += 1) {
        try {
          return await runOnce(pool, transactionOptions, work);
        } catch (error) {
          if (attempt >= retriesMax || !isRetryable(error)) throw error;
        }
      }
    },
    async close() {
      await pool.end();
    },
  };
}
