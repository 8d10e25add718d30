import { createClient } from '@perennial/contracts/staff';
import { createDatabase, findEmbeddedPostgres } from '@perennial/postgres';
import type { Database } from '@perennial/postgres';
import { shiftOwnStoreClock } from '@perennial/postgres/testing';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRemoteLens } from '../stores/lens-over-http.ts';
import { readServerAddress } from '../stores/server-address.ts';
import { dumpLens } from './dump-lens.ts';
import { runPerennial, startServerProcess } from './server-process.ts';
import type { ServerProcess } from './server-process.ts';

const person = {
  phone: '13812349876',
  email: 'zhou.yanyan@example.cn',
  name: '周燕燕燕',
  address: '杭州市西湖区文三路478号',
};
const spellings = [...Object.values(person), '+8613812349876', 'zhou.yanyan'];

let folder: string;
let server: ServerProcess;
let database: Database;
let writeKey: string;
let apiKey: string;
/** What commands said beside their results. */
const said: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'perennial-erasure-'));
  chmodSync(folder, 0o711);
  await shiftOwnStoreClock(folder);
  server = await startServerProcess({ dataFolder: folder, environment: { PERENNIAL_LOG_LEVEL: 'trace' } });
  writeKey = (await perennial('keys', 'create', '--kind', 'write')).trim();
  apiKey = (await perennial('keys', 'create', '--kind', 'api', '--scopes', 'members.read')).trim();
  database = createDatabase({ url: (await findEmbeddedPostgres({ folder }))?.url ?? '', poolSize: 1 });
});
afterAll(async () => {
  await database?.close();
  await server?.kill();
  await (await findEmbeddedPostgres({ folder }))?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function perennial(...words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runPerennial([...words, '--data', folder]);
  said.push(stderr);
  expect(code, stderr).toBe(0);
  return stdout;
}

async function post(body: string, key = writeKey): Promise<number> {
  const answer = await fetch(`${server.address}/v1/facts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body,
  });
  await answer.text();
  return answer.status;
}

const known = { phone: person.phone, email: person.email };
const facts = [
  {
    messageId: 'e1',
    type: 'member.registered',
    identities: known,
    payload: { attributes: { name: person.name, level: 'gold' } },
  },
  {
    messageId: 'e2',
    type: 'order.paid',
    identities: known,
    payload: { orderId: 'o1', amountMinor: 100, currency: 'CNY', shippingAddress: { text: person.address } },
  },
  { messageId: 'e3', type: 'ticket.opened', identities: known, payload: { contact: { name: person.name, ...known } } },
  { messageId: 'e4', type: 'order.paid', identities: known, payload: { orderId: {}, buyer: person.name, ...known } },
  { messageId: 'e5', type: 'order.paid', identities: { email: `${person.email}@` }, payload: { orderId: 'o2' } },
];

/** Everything that goes wrong on the way in, with her data in it. */
async function sendWhatIsRefused(): Promise<void> {
  expect(await post(`[{"messageId":"x1","identities":{"phone":"${person.phone}"}`)).toBe(400);
  expect(await post(JSON.stringify(facts), 'pk_write_unknown')).toBe(401);
  expect(await post(JSON.stringify({ ...facts[0], payload: { attributes: { name: 'other' } } }))).toBe(409);
  const unknown = await fetch(`${server.address}/v1/unknown?phone=${person.phone}`);
  expect(unknown.status).toBe(404);
  await unknown.text();
}

function hold(rows: string): readonly string[] {
  return spellings.filter((value) => rows.includes(value) || rows.includes(Buffer.from(value).toString('hex')));
}

async function dumpPostgres(): Promise<string> {
  const tables = await database.rows<{ name: string }>(
    {
      name: 'test_all_tables',
      text: `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
    },
    [],
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const rows = await database.rows<{ text: string }>(
      { name: `test_all_${name}`, text: `select t::text as text from "${name}" t` },
      [],
    );
    texts.push(...rows.map((row) => row.text));
  }
  return texts.join('\n');
}

const lens = () => createRemoteLens(() => readServerAddress(folder));

/** Logs of the server, of its PostgreSQL and of the commands. */
function logs(): string {
  return [server.log(), ...said, readFileSync(join(folder, 'postgres.log'), 'utf8')].join('\n');
}

/** Names of files, at any depth, that hold one of the values in clear. */
function filesThatHold(): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => {
      const bytes = readFileSync(path);
      return spellings.some((value) => bytes.includes(value));
    });
}

async function shippedFacts(): Promise<unknown> {
  const [row] = await lens().read({ sql: 'select toUInt32(count()) as facts from fact' });
  return row?.['facts'];
}

describe('personal data of a member', () => {
  it('stands in no table, file or log in clear, and is gone when she is erased', async () => {
    expect(await post(JSON.stringify(facts))).toBe(200);
    await sendWhatIsRefused();
    await expect.poll(shippedFacts, { timeout: 60_000, interval: 100 }).toBe(3);
    const client = createClient({ baseUrl: server.address, fetch, apiKey });
    const found = await client.members.search({ query: { q: person.phone } });
    const memberId = found.items[0]?.member.id ?? '';
    expect(memberId).not.toBe('');
    await client.members.get({ params: { memberId } });
    expect(JSON.parse(await perennial('members', 'get', `phone:${person.phone}`, '--json')).id).toBe(memberId);
    expect(hold(await dumpPostgres())).toEqual([]);
    expect(hold(await dumpLens(lens()))).toEqual([]);

    await perennial('members', 'erase', `phone:${person.phone}`, '--reason', 'asked by letter', '--yes');
    const after = await client.members.search({ query: { q: person.phone } });
    expect(after.items).toEqual([]);
    expect(hold(await dumpPostgres())).toEqual([]);
    expect(hold(await dumpLens(lens()))).toEqual([]);
    expect(hold(logs())).toEqual([]);
    expect(server.log()).toContain('/v1/facts');
    const left = await database.rows<{ n: number }>(
      {
        name: 'test_left_of_her',
        text: `select (select count(*) from member_key where member_id = $1::uuid)
                    + (select count(*) from member_secret where member_id = $1::uuid)
                    + (select count(*) from identity where member_id = $1::uuid)
                    + (select count(*) from quarantine where message_id = 'e4') as n`,
      },
      [memberId],
    );
    expect(left[0]?.n).toBe(0);
    await server.stop();
    expect(filesThatHold()).toEqual([]);
  });
});
