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

  it('says that it cannot read what is no statement', () => {
    expect(verify('nothing').status).toBeGreaterThan(0);
  });
});
