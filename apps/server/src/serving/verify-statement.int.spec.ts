import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SignedStatement } from '@perennial/contracts/staff';
import type { Client } from '@perennial/contracts/staff';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, startWalletServer } from './testing/wallet-server.ts';
import type { WalletServer } from './testing/wallet-server.ts';

/** The verifier is one file that uses nothing of the product: it is run as whoever has a document and the public keys runs it. */
const example = join(import.meta.dirname, '../../../../examples/verify-statement');

type Statement = Awaited<ReturnType<Client['wallets']['downloadStatement']>>;
type Keys = Awaited<ReturnType<Client['wallets']['statementKeys']>>;

let server: WalletServer;
let statement: Statement;
let keys: Keys;
const folder = mkdtempSync(join(tmpdir(), 'perennial-statement-'));
const [path, keysPath] = [join(folder, 'statement.json'), join(folder, 'keys.json')];

beforeAll(async () => {
  server = await startWalletServer();
  const { administrator, memberId } = server;
  const params = { memberId, wallet: 'points' };
  const { wallets } = administrator;
  for (const units of [300, -40, 25])
    await wallets.adjust({ params, body: { units, reason: 'goodwill' }, idempotencyKey: nextKey() });
  await wallets.redeem({ params, body: { units: 60, reason: 'gift' }, idempotencyKey: nextKey() });
  statement = await wallets.downloadStatement({ params });
  // The next one is signed by another key, and the old one stays among the public ones.
  await wallets.renewStatementKey({ body: {} });
  keys = await wallets.statementKeys();
  writeFileSync(keysPath, JSON.stringify(keys));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server?.close();
});

function verify(document: unknown): { readonly status: number | null; readonly stdout: string } {
  writeFileSync(path, JSON.stringify(document));
  const { status, stdout } = spawnSync(process.execPath, [join(example, 'verify-statement.ts'), path, keysPath], {
    encoding: 'utf8',
  });
  return { status, stdout };
}

function verifyText(text: string, keysText = JSON.stringify(keys)) {
  writeFileSync(path, text);
  const own = join(folder, 'own-keys.json');
  writeFileSync(own, keysText);
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(example, 'verify-statement.ts'), path, own], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('the verifier of statements', () => {
  it('uses nothing but what the runtime has', () => {
    const text = readFileSync(join(example, 'verify-statement.ts'), 'utf8');
    const imported = [...text.matchAll(/from '([^']+)'/g)].map(([, name]) => name);
    expect(imported).toEqual(['node:crypto', 'node:fs']);
  });

  it('finds a statement of the server right, off-line', () => {
    const stdout = `right: 4 entries of points, 225 units as of ${statement.asOf}\n`;
    expect(verify(statement)).toEqual({ status: 0, stdout });
  });

  it('is run as README.md says', () => {
    writeFileSync(path, JSON.stringify(statement));
    const readme = readFileSync(join(example, 'README.md'), 'utf8');
    const words = (/^node (.*)$/m.exec(readme)?.[1] ?? '').split(' ');
    const given: Readonly<Record<string, string>> = { 'statement.json': path, 'keys.json': keysPath };
    const run = words.map((word) => given[word] ?? word);
    expect(spawnSync(process.execPath, run, { cwd: join(example, '../..'), encoding: 'utf8' }).status).toBe(0);
  });

  it('finds a part of it right that begins behind an entry', async () => {
    const { administrator, memberId } = server;
    const params = { memberId, wallet: 'points' };
    const rest = await administrator.wallets.downloadStatement({ params, query: { after: 2 } });
    expect([rest.opening.sequence, verify(rest).status]).toEqual([2, 0]);
  });

  it('finds every entry that was changed, left out, put in or put elsewhere', () => {
    const [first, second, third, fourth] = statement.entries;
    if (first === undefined || second === undefined || third === undefined || fourth === undefined)
      throw new Error('there are four');
    const forged: readonly SignedStatement['entries'][] = [
      [{ ...first, units: 900, balanceAfter: 900 }, second, third, fourth],
      [{ ...first, reason: 'other' }, second, third, fourth],
      [first, second, third],
      [first, second, third, fourth, fourth],
      [second, first, third, fourth],
      [],
    ];
    for (const entries of forged) expect(verify({ ...statement, entries }).status).toBe(1);
    expect(verify({ ...statement, entries: [first, third, fourth] })).toEqual({
      status: 1,
      stdout: expect.stringContaining('entry 3: it follows 1'),
    });
  });

  it('finds whatever else the signature is over changed, and a key that there is not', () => {
    const { closing } = statement;
    const forged = [
      { ...statement, memberId: crypto.randomUUID() },
      { ...statement, asOf: new Date(0).toISOString() },
      { ...statement, closing: { ...closing, balance: closing.balance + 1 } },
      { ...statement, isLast: false },
      { ...statement, signature: Buffer.alloc(64).toString('base64url') },
      { ...statement, keyId: crypto.randomUUID() },
      { ...statement, keyId: keys.items.find(({ id }) => id !== statement.keyId)?.id ?? '' },
      { ...statement, format: 'perennial-statement/2' },
    ];
    for (const document of forged) expect(verify(document).status).toBe(1);
  });

  it('cannot check what says one name twice, for readers differ in which of the two they take', () => {
    const text = JSON.stringify(statement);
    const [first] = statement.entries;
    const twice = [
      text.replace('{', '{"memberId":"somebody",'),
      text.replace(/\}$/, `,"isLast":${statement.isLast}}`),
      text.replace('"opening":{', '"opening":{"balance":900,'),
      text.replace(`"units":${first?.units},`, `"\\u0075nits":900,$&`),
    ];
    for (const one of twice) {
      expect(one).not.toBe(text);
      expect(verifyText(one)).toEqual({
        status: 2,
        stdout: '',
        stderr: expect.stringMatching(/: "\w+" stands there twice/),
      });
    }
    // A value may be what a name is.
    expect(
      verifyText(text.replace('{', '{"note":["units","units",{"units":"units"},{"units":"\\"units\\":"}],')).status,
    ).toBe(0);
    expect(verifyText(text, JSON.stringify(keys).replace('"id":', '"id":"x","id":'))).toMatchObject({
      status: 2,
      stdout: '',
    });
  });

  it('cannot check what is no statement, and says what of it is not', () => {
    const { entries, closing } = statement;
    const [first, ...others] = entries;
    const malformed: readonly (readonly [document: unknown, of: string])[] = [
      ['nothing', 'statement'],
      [null, 'statement'],
      [[], 'statement'],
      [{}, 'format'],
      [{ ...statement, entries: undefined }, 'entries'],
      [{ ...statement, entries: {} }, 'entries'],
      [{ ...statement, closing: { ...closing, balance: String(closing.balance) } }, 'closing.balance'],
      [{ ...statement, closing: null }, 'closing'],
      [{ ...statement, isLast: 'true' }, 'isLast'],
      [{ ...statement, signature: null }, 'signature'],
      [{ ...statement, entries: [{ ...first, lots: undefined }, ...others] }, 'entries.0.lots'],
      [{ ...statement, entries: [{ ...first, units: 1.5 }, ...others] }, 'entries.0.units'],
      [{ ...statement, entries: [null, ...others] }, 'entries.0'],
    ];
    for (const [document, of] of malformed)
      expect(verifyText(JSON.stringify(document))).toEqual({
        status: 2,
        stdout: '',
        stderr: expect.stringContaining(`${of} is `),
      });
    const text = JSON.stringify(statement);
    for (const unreadable of ['', text.slice(0, -1), `${text}}`, '\u0000'])
      expect(verifyText(unreadable)).toMatchObject({ status: 2, stdout: '' });
    for (const unreadable of [
      '{}',
      '{"items":[{"id":1}]}',
      JSON.stringify({ items: [{ id: statement.keyId, publicKey: 'x' }] }),
    ])
      expect(verifyText(text, unreadable)).toMatchObject({ status: 2, stdout: '' });
  });

  it('says with which number it ends as README.md does', () => {
    const readme = readFileSync(join(example, 'README.md'), 'utf8');
    expect([...readme.matchAll(/^\| (\d) \|/gm)].map(([, code]) => code)).toEqual(['0', '1', '2']);
  });
});
