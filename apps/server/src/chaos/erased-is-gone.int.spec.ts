import { createClient } from '@perennial/contracts/staff';
import { createDatabase, findEmbeddedPostgres } from '@perennial/postgres';
import type { Database } from '@perennial/postgres';
import { shiftOwnStoreClock } from '@perennial/postgres/testing';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRemoteLens } from '../stores/lens-over-http.ts';
import { readServerAddress } from '../stores/server-address.ts';
import { dumpLens } from './dump-lens.ts';
import { plantedIn, type Planted } from './planted-texts.ts';
import { runPerennial, startServerProcess } from './server-process.ts';
import type { ServerProcess } from './server-process.ts';

/**
 * What is written of a person through the doors of an installation with stores of its own, and what is left of it when she is erased:
 * in every table, in the lens and in every file. A neighbour says the same kinds of things in her own words, and keeps them.
 */
const hers = plantedIn('zoeq');
const neighbours = plantedIn('annq');

let folder: string;
/** Where files lie that somebody has: they are his. */
let files: string;
let server: ServerProcess;
let database: Database;
let writeKey: string;
let apiKey: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'perennial-gone-'));
  files = mkdtempSync(join(tmpdir(), 'perennial-files-'));
  chmodSync(folder, 0o711);
  await shiftOwnStoreClock(folder);
  server = await startServerProcess({ dataFolder: folder });
  writeKey = (await perennial('keys', 'create', '--kind', 'write')).trim();
  apiKey = (
    await perennial(
      'keys',
      'create',
      '--kind',
      'api',
      '--scopes',
      'members.read,members.tag,members.erase,members.reveal,imports.run,imports.read',
    )
  ).trim();
  database = createDatabase({ url: (await findEmbeddedPostgres({ folder }))?.url ?? '', poolSize: 1 });
});
afterAll(async () => {
  await database?.close();
  await server?.kill();
  await (await findEmbeddedPostgres({ folder }))?.stop();
  for (const path of [folder, files]) rmSync(path, { recursive: true, force: true });
});

async function perennial(...words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runPerennial([...words, '--data', folder]);
  expect(code, stderr).toBe(0);
  return stdout;
}

async function post(path: string, body: unknown): Promise<void> {
  await send(path, body, [200]);
}

async function send(path: string, body: unknown, expected: readonly number[]): Promise<void> {
  const answer = await fetch(server.address + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${writeKey}` },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  expect(expected, text).toContain(answer.status);
}

/** What comes late is refused or heard as known; it is no error of the server's. */
async function late(method: string, path: string, { key = apiKey, body }: { key?: string; body?: unknown } = {}) {
  const headers = { authorization: `Bearer ${key}`, 'idempotency-key': `once-${path.slice(-40)}` };
  const answer = await fetch(server.address + path, {
    method,
    ...(body === undefined
      ? { headers }
      : { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return { status: answer.status, text: await answer.text() };
}

/** Every command, read and fact of hers once more, some for the first time. */
async function comeLate(memberId: string, { facts, segment, tag, attributes, word, texts, phone }: Planted) {
  const member = `/v1/members/${memberId}`;
  const reason = `${word} asks`;
  const answers = [
    await late('PUT', `${member}/tags/${tag}`),
    await late('PUT', `/v1/members/${memberId.toUpperCase()}/tags/${tag}`),
    await late('DELETE', `${member}/tags/${tag}`),
    await late('PATCH', `${member}/attributes`, { body: { attributes } }),
    await late('POST', `${member}/erase`, { body: { reason: 'again', confirm: memberId } }),
    await late('POST', `${member}/reveal`, { body: { reason } }),
    await late('PUT', `/v1/members/phone:${phone}/tags/${tag}`),
    await late('PUT', `${member}/tags/${tag}`, { key: writeKey }),
  ];
  expect(answers.filter(({ status }) => status < 400 || status >= 500)).toEqual([]);
  expect(answers.filter(({ text }) => texts.some((one) => text.includes(one)))).toEqual([]);
  await post('/v1/facts', facts);
  for (const { path, message } of segment) await post(path, message);
  await perennial('import', join(files, 'one.ndjson'), '--kind', 'facts', '--source', 'file');
  await perennial('import', join(files, `${word}.csv`), '--kind', 'members', '--source', 'people');
}

const auth = () => ({ authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' });

async function act(method: string, path: string, body?: unknown): Promise<void> {
  const sent =
    body === undefined ? { method, headers: { authorization: `Bearer ${apiKey}` } } : { method, headers: auth() };
  const answer = await fetch(server.address + path, {
    ...sent,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(answer.status, await answer.text()).toBe(200);
}

async function plant(planted: Planted): Promise<string> {
  await post('/v1/facts', planted.facts);
  for (const { path, message } of planted.segment) await post(path, message);
  const file = join(files, `${planted.word === hers.word ? 'one' : 'two'}.ndjson`);
  writeFileSync(file, planted.file);
  await perennial('import', file, '--kind', 'facts', '--source', 'file');
  const people = join(files, `${planted.word}.csv`);
  writeFileSync(people, planted.people);
  await perennial('import', people, '--kind', 'members', '--source', 'people');
  await send('/v1/facts', [planted.odd], [200, 422]);
  await uploadAndCheck(planted);
  const client = createClient({ baseUrl: server.address, fetch, apiKey });
  const found = await client.members.search({ query: { q: planted.phone } });
  const memberId = found.items[0]?.member.id ?? '';
  expect(memberId).not.toBe('');
  await act('POST', `/v1/members/${memberId}/reveal`, { reason: planted.reason });
  await act('PUT', `/v1/members/${memberId}/tags/${planted.tag}`);
  await act('PATCH', `/v1/members/${memberId}/attributes`, { attributes: planted.attributes });
  await answerOfMany(memberId, planted);
  return memberId;
}

/** Sends orders in a file, in which one is not paid and says who owes it, and has it checked: the file waits, and its reject is shown. */
async function uploadAndCheck({ fileName, table }: Planted): Promise<void> {
  const headers = { authorization: `Bearer ${apiKey}` };
  const sent = await fetch(`${server.address}/v1/imports/uploads?${new URLSearchParams({ fileName }).toString()}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/octet-stream' },
    body: table,
  });
  const { id, mapping } = (await sent.json()) as { readonly id: string; readonly mapping: unknown };
  const started = await fetch(`${server.address}/v1/imports`, {
    method: 'POST',
    headers: auth(),
    body: JSON.stringify({ uploadId: id, mapping, isDryRun: true }),
  });
  const run = (await started.json()) as { readonly id: string };
  const read = async () => (await fetch(`${server.address}/v1/imports/${run.id}`, { headers })).json();
  await expect.poll(read, { timeout: 30_000 }).toMatchObject({ status: 'succeeded', rejected: 1 });
}

/** The same under the same key each time. */
async function answerOfMany(memberId: string, { manyTag }: Planted): Promise<unknown> {
  const input = { tag: manyTag, action: 'add' };
  const commands = [{ member: memberId, command: 'tag', key: `many-${memberId}`, input }];
  const client = createClient({ baseUrl: server.address, fetch, apiKey });
  return (await client.members.act({ body: { commands } })).answers;
}

const statement = (text: string) => database.rows<{ text: string }>({ name: `test_${text.slice(0, 50)}`, text }, []);

/** Every column of every table as text; bytes as they are and as text. */
async function dumpPostgres(): Promise<string> {
  const tables = await statement(
    `select quote_ident(table_name) as text from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  expect(tables.length).toBeGreaterThan(30);
  const texts: string[] = [];
  for (const { text } of tables)
    for (const row of await statement(`select t::text as text from ${text} t`)) texts.push(row.text);
  return texts
    .join('\n')
    .replaceAll(/\\\\x([0-9a-f]+)/g, (whole, hex: string) => `${whole} ${Buffer.from(hex, 'hex').toString('latin1')}`);
}

const lens = () => createRemoteLens(() => readServerAddress(folder));

const heldIn = (content: string, { texts }: Planted) => texts.filter((text) => content.includes(text));

async function shippedOf(memberId: string): Promise<number> {
  const [row] = await lens().read({
    sql: 'select toUInt32(count()) as facts from fact where member_id = {id:UUID}',
    params: { id: memberId },
  });
  return Number(row?.['facts']);
}

/** What PostgreSQL keeps of before: rewritten tables, and no journal of the past. */
async function forgetPast(): Promise<void> {
  await statement('vacuum full');
  await statement('alter system set wal_recycle = off');
  await statement('select pg_reload_conf()::text as text');
  for (let n = 0; n < 2; n += 1) {
    await statement('select pg_switch_wal()::text as text');
    await statement('checkpoint');
  }
}

const filesOfLensThatHold = (planted: Planted) => filesThatHold(planted).filter((path) => path.startsWith('/lens'));

/** Files, at any depth, with what they hold of these texts. */
function filesThatHold(planted: Planted): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .flatMap((path) => {
      const held = heldIn(readIfThere(path), planted);
      return held.length === 0 ? [] : [`${path.slice(folder.length)}: ${held.join()}`];
    });
}

/** Files come and go while the stores run. */
function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

describe('whoever is erased', () => {
  it('is gone from every table, from the lens and from every file, and her neighbour is not', async () => {
    expect(hers.texts.length).toBeGreaterThan(60);
    const memberId = await plant(hers);
    const neighbourId = await plant(neighbours);
    // Those of messages, of the file of facts and of the file of members.
    const factsOfEach = hers.facts.length + hers.segment.length + 2;
    await expect.poll(() => shippedOf(memberId), { timeout: 30_000, interval: 100 }).toBe(factsOfEach);
    await expect.poll(() => shippedOf(neighbourId), { timeout: 30_000, interval: 100 }).toBe(factsOfEach);
    // What was decided of them last.
    for (const { word } of [hers, neighbours])
      await expect.poll(() => dumpLens(lens()), { timeout: 30_000, interval: 200 }).toContain(`${word}-staff-child`);
    // Statistics are samples of values, in a table of their own.
    await statement('analyze');
    const before = heldIn(await dumpPostgres(), neighbours);
    await expect
      .poll(async () => heldIn(await dumpLens(lens()), neighbours), { timeout: 30_000 })
      .toContain(neighbours.manyTag);
    const inLens = heldIn(await dumpLens(lens()), neighbours);
    expect(before.length).toBeGreaterThan(40);

    await perennial('members', 'erase', memberId, '--reason', 'asked by letter', '--yes');
    await expect.poll(async () => heldIn(await dumpLens(lens()), hers), { timeout: 30_000, interval: 200 }).toEqual([]);
    await expect.poll(() => shippedOf(memberId), { timeout: 30_000, interval: 100 }).toBe(factsOfEach);
    expect(heldIn(await dumpPostgres(), hers)).toEqual([]);
    expect(heldIn(await dumpPostgres(), neighbours)).toEqual(before);
    expect(heldIn(await dumpLens(lens()), neighbours)).toEqual(inLens);
    expect(JSON.parse(await perennial('replay', '--verify', '--json'))).toMatchObject({ differing: 0 });
    // The lens has as many rows of her as before, so nothing is missing that would be sent again.
    expect(await perennial('doctor')).toMatch(/ok {7}lens content/);
    // A retry of before hears nothing of her; her neighbour's hears what was answered first.
    expect(await answerOfMany(memberId, hers)).toMatchObject([{ outcome: 'rejected', code: 'member.erased' }]);
    expect(await answerOfMany(neighbourId, neighbours)).toMatchObject([
      { outcome: 'done', isRepeat: true, answer: { tags: expect.arrayContaining([neighbours.manyTag]) } },
    ]);
    await comeLate(memberId, hers);
    expect(heldIn(await dumpPostgres(), hers)).toEqual([]);
    expect(await dumpPostgres()).not.toContain(`${hers.word} asks`);
    await forgetPast();
    // Parts that were written anew stay as files for half a minute, and as long again until somebody looks.
    await expect.poll(() => filesOfLensThatHold(hers), { timeout: 90_000, interval: 1_000 }).toEqual([]);
    await server.stop();
    expect(filesThatHold(hers)).toEqual([]);
  }, 180_000);
});
