import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase } from '@perennial/postgres';
import type { Database } from '@perennial/postgres';
import { createTestDatabase } from '@perennial/postgres/testing';
import type { TestDatabase } from '@perennial/postgres/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runSample } from './testing/page-samples.ts';

let test: TestDatabase;
let database: Database;
let folder: string;
let environment: Record<string, string>;
const memberId = '0197f3a0-5b1e-7c3d-9e2f-0123456789ab';

beforeAll(async () => {
  test = await createTestDatabase();
  database = createDatabase({ url: test.url, poolSize: 1 });
  folder = mkdtempSync(join(tmpdir(), 'perennial-prove-'));
  environment = { DATABASE_URL: test.url, PERENNIAL_DATA: join(folder, 'data') };
});
afterAll(async () => {
  await database?.close();
  await test?.drop();
  rmSync(folder, { recursive: true, force: true });
});

const prove = () => runSample('npx perennial prove', { environment });

it('refuses a folder in which there is no installation', async () => {
  const nowhere = { PERENNIAL_DATA: join(folder, 'nowhere') };
  const { code, err } = await runSample('npx perennial prove', { environment: nowhere });
  expect([code === 0, err === '']).toEqual([false, false]);
});

it('proves an installation without wallets, and one whose rows hold', async () => {
  expect((await runSample('npx perennial migrate', { environment })).code).toBe(0);
  const { code, out } = await prove();
  expect([code, out]).toEqual([0, expect.stringContaining('0 entries of 0 balances and 0 budgets')]);
});

it('exits with 1 and the row that does not hold', async () => {
  await database.run(`insert into wallet_account (shard, member_id, wallet, posted, pending, held, debt, sequence, lots, chain, earned,
      spent, expired, expires_at, is_blocked, opened_at)
    values (0, '${memberId}', 'points', 5, 0, 0, 0, 0, 0, '', 0, 0, 0, null, false, null)`);
  const { code, out } = await prove();
  expect(code).toBe(1);
  expect(out).toContain(`${memberId} points (shard 0): the balance is 5, not 0; the balance by lots is 5, not 0`);
});
