import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { routes } from '@perennial/contracts';
import { createClient } from '@perennial/contracts/staff';
import type { Role, RouteGroup } from '@perennial/contracts';
import type { Client } from '@perennial/contracts/staff';
import { createKeyring, keyBytes } from '@perennial/engine';
import { createDatabase } from '@perennial/postgres';
import type { Database } from '@perennial/postgres';
import { createTestDatabase } from '@perennial/postgres/testing';
import type { FastifyInstance } from 'fastify';
import { createAccounts } from '../../composition/accounts.ts';
import { createLogger } from '../../logging.ts';
import type { Keys } from '../../use-cases/access/keys.ts';
import { createKeyManagement } from '../../use-cases/access/manage-keys.ts';
import { createUserManagement } from '../../use-cases/access/manage-users.ts';
import { createOwnAccount } from '../../use-cases/access/own-account.ts';
import { createSignIn } from '../../use-cases/access/sign-in.ts';
import type { ProviderSettings } from '../../use-cases/access/provider/settings.ts';
import type { Users } from '../../use-cases/access/users.ts';
import { createAudit } from '../../use-cases/audit/audit.ts';
import type { Audit } from '../../use-cases/audit/audit.ts';
import { createAuditLog } from '../../use-cases/audit/list-audit.ts';
import { labelOf } from '../../use-cases/personal-data/label.ts';
import { ProblemError } from '../../use-cases/kernel/problem-error.ts';
import { createListSources } from '../../use-cases/sources/list-sources.ts';
import { createAuditHandlers } from '../handlers/audit.ts';
import { createKeyHandlers } from '../handlers/keys.ts';
import { createSessionHandlers } from '../handlers/session.ts';
import { createUserHandlers } from '../handlers/users.ts';
import { createMetrics } from '../metrics.ts';
import type { Handlers } from '../routing/handlers.ts';
import { buildServer } from '../server.ts';
import type { ServerDependencies } from '../server.ts';

/** What handlers under test are made on. */
export interface TestStores {
  readonly database: Database;
  readonly audit: Audit;
  readonly now: () => number;
}

export interface TestServerOptions {
  /** Through the framework without a socket, or through a listening port: the same tests run both ways. */
  readonly transport: 'inject' | 'listen';
  /** Groups of handlers under test, made on the server's own database. */
  readonly handlers?: (on: TestStores) => Partial<Handlers> | Promise<Partial<Handlers>>;
  readonly callsPerMinuteMax?: number;
  readonly consoleFolder?: string;
  /** The address that people open. */
  readonly publicUrl?: string;
  /** A company's own sign-in. */
  readonly provider?: ProviderSettings;
  /** How it is reached, and who may read its metrics. */
  readonly reached?: Partial<
    Pick<ServerDependencies, 'isSecure' | 'allowedHosts' | 'trustedProxies' | 'metricsToken' | 'metricsOpenTo'>
  >;
}

export interface TestServer {
  readonly app: FastifyInstance;
  readonly database: Database;
  readonly users: Users;
  readonly keys: Keys;
  /** Everything logged so far, one JSON text a line. */
  readonly log: string[];
  /** What the clock of sessions and keys says; tests move it. */
  readonly clock: { offsetMs: number };
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Signs a new user of this role in; the session's cookie as it goes into a header. */
  signIn(role: Role, storeIds?: readonly string[]): Promise<string>;
  /** The typed client with these headers added. */
  client(headers?: Readonly<Record<string, string>>): Client;
  close(): Promise<void>;
}

const lifetime = { idleMs: 12 * 3_600_000, sessionMs: 14 * 24 * 3_600_000 };
const visitor = { address: '127.0.0.1', userAgent: '', deviceToken: undefined };

/** Nobody has identities here. */
async function nameById(ids: readonly string[]) {
  return new Map(ids.map((id) => [id, { label: labelOf(id), isUnreadable: false }]));
}

/** A server on a database of its own. Groups of routes without given handlers answer `resource.not_found`. */
export async function startTestServer(options: TestServerOptions): Promise<TestServer> {
  const testDatabase = await createTestDatabase();
  const database = createDatabase({ url: testDatabase.url, poolSize: 4 });
  const log: string[] = [];
  const keyring = createKeyring({
    masterKeys: new Map([['m1', randomBytes(keyBytes)]]),
    currentMasterKeyId: 'm1',
    hashKeys: [{ id: crypto.randomUUID(), key: randomBytes(keyBytes) }],
  });
  const clock = { offsetMs: 0 };
  const now = () => Date.now() + clock.offsetMs;
  const publicUrl = () => options.publicUrl ?? 'http://localhost';
  const accounts = createAccounts({ database, keyring, lifetime, publicUrl, provider: options.provider, now });
  const { sessions, users, keys } = accounts;
  const audit = createAudit(database);
  const app = await buildServer({
    audit,
    auth: accounts,
    handlers: {
      ...createUnreachedHandlers(),
      session: createSessionHandlers(
        createSignIn({ ...accounts, audit }),
        createOwnAccount({ ...accounts, audit, now }),
      ),
      users: createUserHandlers(createUserManagement({ ...accounts, database, audit, now }), publicUrl),
      keys: createKeyHandlers({
        keys: createKeyManagement({ keys, audit }),
        listSources: createListSources({ sql: database, countSources: async () => new Map() }),
      }),
      audit: createAuditHandlers(
        createAuditLog({
          sql: database,
          audit,
          fileSettings: { zone: 'UTC', currency: 'EUR', digits: 2 },
          labelsOf: nameById,
        }),
      ),
      ...(await options.handlers?.({ database, audit, now })),
    },
    // No identities are sent in here, so that none names anybody.
    resolveReference: async (reference) =>
      reference.kind === 'id' ? { kind: 'member', memberId: reference.memberId } : { kind: 'nobody' },
    metrics: createMetrics(),
    readiness: [{ name: 'postgres', check: async () => database.run('select 1') }],
    logger: createLogger({ level: 'trace', destination: { write: (line) => void log.push(line) } }),
    version: '0.0.0-test',
    consoleFolder: options.consoleFolder ?? mkdtempSync(join(tmpdir(), 'perennial-console-')),
    isSecure: false,
    callsPerMinuteMax: options.callsPerMinuteMax ?? 100_000,
    ...options.reached,
  });
  const fetch = await openTransport(app, options.transport);
  const signIn = async (role: Role, storeIds: readonly string[] = []) => {
    const email = `${role}-${crypto.randomUUID()}@example.com`;
    const user = await users.create({ email, name: `A ${role}`, role, storeIds });
    const { token } = await users.createLink(user.id);
    const step = await sessions.signInByLink(token, visitor, () => undefined);
    if (step.step !== 'done') throw new Error(`signing in came to ${step.step}`);
    return `perennial_session=${step.started.token}`;
  };
  return {
    app,
    database,
    users,
    keys,
    log,
    clock,
    fetch,
    signIn,
    client: (headers = {}) =>
      createClient({ baseUrl: '', fetch: (input, init) => fetch(input, withHeaders(init, headers)) }),
    async close() {
      await app.close();
      await database.close();
      await testDatabase.drop();
    },
  };
}

function withHeaders(init: RequestInit | undefined, headers: Readonly<Record<string, string>>): RequestInit {
  return { ...init, headers: { ...Object.fromEntries(new Headers(init?.headers)), ...headers } };
}

type Fetch = (path: string, init?: RequestInit) => Promise<Response>;

async function openTransport(app: FastifyInstance, transport: 'inject' | 'listen'): Promise<Fetch> {
  if (transport === 'inject') {
    await app.ready();
    return (path, init) => injectAsFetch(app, path, init);
  }
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  return (path, init) => fetch(address + path, init);
}

async function injectAsFetch(app: FastifyInstance, path: string, init: RequestInit = {}): Promise<Response> {
  const request = new Request(`http://localhost${path}`, init);
  const payload = request.body === null ? undefined : Buffer.from(await request.arrayBuffer());
  const answer = await app.inject({
    method: request.method,
    url: path,
    headers: { ...Object.fromEntries(request.headers), ...Object.fromEntries(new Headers(init.headers)) },
    ...(payload === undefined ? {} : { payload }),
  });
  const headers = new Headers();
  for (const [key, value] of Object.entries(answer.headers)) {
    for (const one of Array.isArray(value) ? value : [value]) headers.append(key, String(one));
  }
  const hasBody = answer.statusCode !== 304 && answer.statusCode !== 204;
  return new Response(hasBody ? new Uint8Array(answer.rawPayload) : null, { status: answer.statusCode, headers });
}

function createUnreachedHandlers(): Handlers {
  const entries = Object.entries<RouteGroup>(routes).map(([group, members]) => [
    group,
    Object.fromEntries(Object.keys(members).map((name) => [name, refuseAll])),
  ]);
  return Object.fromEntries(entries);
}

async function refuseAll(): Promise<never> {
  throw new ProblemError('resource.not_found');
}
