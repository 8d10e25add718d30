import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import type { ClickHouseClient } from '@clickhouse/client';
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { noteEngineLoaded } from '../embedded/engine.ts';
import type { LensConnection, LensQuery, LensReadRole } from './lens-query.ts';
import { createRoleClient } from './role-client.ts';
import type { RoleClient } from './role-client.ts';

export interface EmbeddedLensOptions {
  /** Folder of the embedded ClickHouse. One process at a time may have it open, and a process may have one open. */
  readonly folder: string;
}

export interface ServerLensOptions {
  /** `http://user:password@host:8123/database`. */
  readonly url: string;
}

const defaultSeconds: Readonly<Record<LensReadRole, number>> = { interactive: 10, long: 120, analyst: 30 };
const insertTimeoutMs = 60_000;

/**
 * Opens ClickHouse within this process (about 0.2 s and 300 MB). The engine is loaded only now, so that a process that never opens a
 * lens does not carry it.
 */
export async function openEmbeddedLens(options: EmbeddedLensOptions): Promise<LensConnection> {
  noteEngineLoaded();
  const { createChdbConnection } = await import('chdb/connection');
  const folder = resolve(options.folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const open = (): ClickHouseClient =>
    createClient({ connection: asClientConnection(createChdbConnection({ path: folder })) });
  return createLensConnection(open, true);
}

/** Connects to a ClickHouse server; nothing is asked of it yet. */
export function connectServerLens(options: ServerLensOptions): LensConnection {
  const open = (): ClickHouseClient =>
    createClient({
      url: options.url,
      request_timeout: insertTimeoutMs,
      max_open_connections: 1,
      application: 'perennial',
      // What fails is thrown and logged once, by us: a log of its own would stand beside ours, in another form.
      log: { level: ClickHouseLogLevel.OFF },
    });
  return createLensConnection(open, false);
}

type ClientConnection = NonNullable<Parameters<typeof createClient>[0]>['connection'] & object;

/**
 * `chdb` declares the connection in terms of `@clickhouse/client-common`, the client in terms of its own copy of it; the two differ in a
 * private field of a type that is not used here.
 */
function asClientConnection(connection: object): ClientConnection {
  return connection as ClientConnection;
}

/** Four connections by role, because a connection runs one query at a time: a long run must not make a page or the shipping wait. */
function createLensConnection(open: () => ClickHouseClient, isEmbedded: boolean): LensConnection {
  const clients = new Map<LensReadRole | 'ingest', RoleClient>();
  const clientOf = (role: LensReadRole | 'ingest'): RoleClient => {
    const existing = clients.get(role);
    if (existing !== undefined) return existing;
    const created = createRoleClient(open(), isEmbedded);
    clients.set(role, created);
    return created;
  };
  return {
    read: (query) => clientOf(query.role ?? 'interactive').query(boundedSql(query), query.params ?? {}),
    execute: (sql) => clientOf('ingest').execute(sql),
    insert: (insert) => (insert.rows.length === 0 ? Promise.resolve() : clientOf('ingest').insert(insert)),
    async close() {
      const open = [...clients.values()];
      clients.clear();
      await Promise.all(open.map((client) => client.close()));
    },
  };
}

/** Ending a request does not stop its computation, so each query carries its own end, and leaves cores to the fold. */
function boundedSql(query: LensQuery): string {
  const role = query.role ?? 'interactive';
  const seconds = query.secondsMax ?? defaultSeconds[role];
  const threads = role === 'interactive' ? Math.min(4, availableParallelism()) : 1;
  return `${query.sql}\nsettings max_execution_time = ${seconds}, max_threads = ${threads}, max_result_rows = 1000000, max_memory_usage = 2000000000`;
}
