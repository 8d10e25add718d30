import type { Database, Sql } from '@perennial/postgres';

type Statement = Parameters<Sql['rows']>[0];
type Values = Parameters<Sql['rows']>[1];
type TransactionOptions = Parameters<Database['transaction']>[0];

interface RecordedStatement {
  readonly statement: Statement;
  readonly values: Values;
}

/** What one transaction sent, and how many had been committed when it began. */
interface RecordedTransaction {
  readonly options: TransactionOptions | null;
  readonly afterCommits: number;
  readonly beganAs: number;
  readonly statements: RecordedStatement[];
}

/** A database that writes down every statement with its values, in order of commit. */
export interface Recorder {
  readonly database: Database;
  /** What was committed since the last call. */
  take(): Recording;
}

export type Recording = readonly RecordedTransaction[];

/** Records what is sent to `database`. What is rolled back is left out: it left nothing behind. */
export function recordStatements(database: Database): Recorder {
  let committed: RecordedTransaction[] = [];
  let began = 0;
  const begin = (options: TransactionOptions | null): RecordedTransaction => {
    began += 1;
    return { options, afterCommits: committed.length, beganAs: began, statements: [] };
  };
  const listen = (sql: Sql, transaction: RecordedTransaction): Sql => ({
    rows<Row>(statement: Statement, values: Values): Promise<Row[]> {
      transaction.statements.push({ statement, values });
      return sql.rows<Row>(statement, values);
    },
    execute(statement, values) {
      transaction.statements.push({ statement, values });
      return sql.execute(statement, values);
    },
    run: (text) => sql.run(text),
  });
  const alone = async <T>(work: (sql: Sql) => Promise<T>): Promise<T> => {
    const transaction = begin(null);
    const result = await work(listen(database, transaction));
    committed.push(transaction);
    return result;
  };
  return {
    database: {
      ...database,
      rows: (statement, values) => alone((sql) => sql.rows(statement, values)),
      execute: (statement, values) => alone((sql) => sql.execute(statement, values)),
      async transaction(options, work) {
        let transaction = begin(options);
        const result = await database.transaction(options, (sql, lastly) => {
          transaction = begin(options);
          return work(listen(sql, transaction), lastly);
        });
        committed.push(transaction);
        return result;
      },
    },
    take() {
      const taken = committed;
      committed = [];
      return taken;
    },
  };
}

/**
 * Sends a recording to a database that holds what the recorded one held at the beginning. A transaction starts when those are
 * committed that were when it started first, so as many run side by side as did then, and each finds the rows that it found.
 */
export async function replayStatements(database: Database, recording: Recording): Promise<void> {
  const done = Array.from({ length: recording.length }, () => Promise.withResolvers<void>());
  /** Resolves when the first n, in order of commit, are committed. */
  const prefixes: Promise<void>[] = [Promise.resolve()];
  for (const [n, one] of done.entries()) prefixes.push(afterBoth(prefixes[n], one.promise));
  await Promise.all(
    recording.map(async (transaction, n) => {
      await prefixes[transaction.afterCommits];
      await replayOne(database, transaction);
      done[n]?.resolve();
    }),
  );
}

async function afterBoth(before: Promise<void> | undefined, own: Promise<void>): Promise<void> {
  await before;
  await own;
}

async function replayOne(database: Database, { options, statements }: RecordedTransaction): Promise<void> {
  const send = async (sql: Sql): Promise<void> => {
    for (const { statement, values } of statements) await sql.rows(statement, values);
  };
  if (options === null) await send(database);
  else await database.transaction(options, send);
}
