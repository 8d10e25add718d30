import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, startWalletServer } from '../../apps/server/src/serving/testing/wallet-server.ts';
import type { WalletServer } from '../../apps/server/src/serving/testing/wallet-server.ts';
import { problemsOf } from './verify-statement.ts';
import type { PublicKeys, Statement } from './verify-statement.ts';

let server: WalletServer;
let statement: Statement;
let keys: PublicKeys;
const folder = mkdtempSync(join(tmpdir(), 'perennial-statement-'));

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
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server?.close();
});

function run(document: unknown) {
  const [path, keysPath] = [join(folder, 'statement.json'), join(folder, 'keys.json')];
  writeFileSync(path, JSON.stringify(document));
  writeFileSync(keysPath, JSON.stringify(keys));
  const program = join(import.meta.dirname, 'verify-statement.ts');
  const { status, stdout } = spawnSync(process.execPath, [program, path, keysPath], { encoding: 'utf8' });
  return { status, stdout };
}

describe('the verifier of statements', () => {
  it('finds a statement of the server right, off-line', () => {
    expect(run(statement)).toEqual({
      status: 0,
      stdout: `right: 4 entries of points, 225 units as of ${statement.asOf}\n`,
    });
  });

  it('finds a part of it right that begins behind an entry', async () => {
    const { administrator, memberId } = server;
    const params = { memberId, wallet: 'points' };
    const rest = await administrator.wallets.downloadStatement({ params, query: { after: 2 } });
    expect([rest.entries.length, problemsOf(rest, await administrator.wallets.statementKeys())]).toEqual([2, []]);
  });

  it('finds every entry that was changed, left out, put in or put elsewhere', () => {
    const { entries } = statement;
    const [first, second, third, fourth] = entries;
    if (first === undefined || second === undefined || third === undefined || fourth === undefined)
      throw new Error('there are four');
    const forged: readonly (readonly Statement['entries'][number][])[] = [
      [{ ...first, units: 900, balanceAfter: 900 }, second, third, fourth],
      [{ ...first, reason: 'other' }, second, third, fourth],
      [first, third, fourth],
      [first, second, third],
      [first, second, third, fourth, fourth],
      [second, first, third, fourth],
      [],
    ];
    for (const changed of forged) expect(problemsOf({ ...statement, entries: changed }, keys)).not.toEqual([]);
    expect(run({ ...statement, entries: [first, third, fourth] })).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('entry 3: it follows 1'),
    });
  });

  it('finds whatever the signature is over, and a key that there is not', () => {
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
    for (const document of forged) expect(problemsOf(document, keys)).not.toEqual([]);
  });

  it('says that it cannot read what is no statement', () => {
    expect(run('nothing')).toMatchObject({ status: expect.toSatisfy((status: number) => status > 0) });
  });
});
