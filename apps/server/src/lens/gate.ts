import type { LensConnection } from '@perennial/clickhouse';
import type { Database, Sql } from '@perennial/postgres';

/** What the shipping asked for after it was abandoned. */
export class GateClosedError extends Error {
  override readonly name = 'GateClosedError';
}

/** The way to both stores, which can be closed: then nothing passes any more, and what has passed ends by itself. */
export interface Gate {
  readonly isClosed: () => boolean;
  close(): void;
  database(database: Database): Database;
  lens(lens: LensConnection): LensConnection;
}

/** So that whoever goes on beyond a deadline meets neither a pool that has ended nor a lens that would be opened again. */
export function createGate(): Gate {
  let isClosed = false;
  async function pass<T>(ask: () => Promise<T>): Promise<T> {
    if (isClosed) throw new GateClosedError('The shipping was abandoned');
    return ask();
  }
  const gateSql = (sql: Sql): Sql => ({
    rows: (statement, values) => pass(() => sql.rows(statement, values)),
    execute: (statement, values) => pass(() => sql.execute(statement, values)),
    run: (text) => pass(() => sql.run(text)),
  });
  return {
    isClosed: () => isClosed,
    close() {
      isClosed = true;
    },
    database: (database) => ({
      ...database,
      ...gateSql(database),
      transaction: (options, work) =>
        pass(() => database.transaction(options, (sql, lastly) => work(gateSql(sql), lastly))),
    }),
    lens: (lens) => ({
      ...lens,
      read: (query) => pass(() => lens.read(query)),
      execute: (sql) => pass(() => lens.execute(sql)),
      insert: (rows) => pass(() => lens.insert(rows)),
    }),
  };
}
