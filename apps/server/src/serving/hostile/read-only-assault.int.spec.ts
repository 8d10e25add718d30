import { createDatabase, type Database } from '@perennial/postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ServedPlatform } from '../testing/served-platform.ts';
import { assault } from './assault.ts';
import type { Assault } from './assault.ts';
import { startUnderAssault } from './under-assault.ts';

/** Every route of the contract, as the description of the API lets requests be made, on a store that takes no writes. */
const seed = 20_261_201;
let served: ServedPlatform;
let target: Omit<Assault, 'seed' | 'requests'>;
let operator: Database;

beforeAll(async () => {
  ({ served, target } = await startUnderAssault());
  operator = createDatabase({ url: served.platform.stores.databaseUrl, poolSize: 1 });
});
afterAll(async () => {
  await operator?.close();
  await served?.close();
});

/** Holds for connections that begin afterwards, so the others are ended. */
async function setReadOnly(value: 'on' | 'off'): Promise<void> {
  // The operator makes the store writable again, perhaps on a connection that began meanwhile.
  await operator.run('set default_transaction_read_only = off');
  const [row] = await operator.rows<{ name: string }>(
    { name: 'test_name', text: 'select current_database() as name' },
    [],
  );
  await operator.run(`alter database "${row?.name}" set default_transaction_read_only = ${value}`);
  await operator.run(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'perennial' and datname = current_database() and pid <> pg_backend_pid()`,
  );
}

it('answers 600 requests to all routes without an error of its own, those that write with 503 and when to come back', async () => {
  await setReadOnly('on');
  const { faults, statuses } = await assault({ ...target, seed, requests: 600, isReadOnly: true });
  expect(faults, faults.join('\n\n')).toEqual([]);
  // What is refused at the first look alone would prove little.
  expect(statuses[503]).toBeGreaterThan(20);
  expect(statuses[200]).toBeGreaterThan(20);
  const ready = await fetch(`${served.address}/health/ready`);
  expect([ready.status, await ready.json()]).toMatchObject([503, { checks: { writing: false } }]);
  await setReadOnly('off');
  await expect.poll(async () => (await fetch(`${served.address}/health/ready`)).status, { timeout: 30_000 }).toBe(200);
}, 240_000);
