import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findEmbeddedPostgres, createDatabase } from '@perennial/postgres';
import { shiftOwnStoreClock } from '@perennial/postgres/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRemoteLens } from '../stores/lens-over-http.ts';
import { readServerAddress } from '../stores/server-address.ts';
import { runPerennial, startServerProcess } from './server-process.ts';
import type { ServerProcess } from './server-process.ts';
import { mountSmallDisk } from './small-disk.ts';

/**
 * A server with both stores on a disk that fills up: first slowly, then so that PostgreSQL cannot even write its log. Whoever writes is told to
 * come back, nothing acknowledged is lost, and once there is room it goes on without anybody starting anything.
 */
const disk = mountSmallDisk(700);
const megabyte = 1024 * 1024;
const recovery = { timeout: 120_000, interval: 250 };

describe.skipIf(disk === undefined)('a disk that holds everything and is full', () => {
  const folder = join(disk?.folder ?? '', 'data');
  const file = join(disk?.folder ?? '', 'orders.csv');
  const acknowledged = new Set<string>();
  let server: ServerProcess;
  let writeKey: string;
  let serial = 0;

  beforeAll(async () => {
    await shiftOwnStoreClock(folder);
    server = await startServerProcess({ dataFolder: folder });
    writeKey = (await run('keys', 'create', '--kind', 'write')).stdout.trim();
    writeFileSync(file, 'order id,date,customer,amount\no-1,2026-01-02,c-1,12.00\no-2,2026-01-03,c-2,13.00\n');
  });
  afterAll(async () => {
    await server?.kill();
    await (await findEmbeddedPostgres({ folder }))?.stop();
    disk?.unmount();
  });

  const run = (...words: readonly string[]) => runPerennial([...words, '--data', folder]);

  interface Answer {
    readonly status: number;
    readonly retryAfter: string | null;
  }

  /** A fact of about 18 KB for each. */
  async function send(count = 20): Promise<Answer> {
    const facts = Array.from({ length: count }, () => {
      serial += 1;
      return {
        messageId: `full-${serial}`,
        type: 'page.viewed',
        payload: { text: randomBytes(9_000).toString('hex') },
      };
    });
    const answer = await fetch(`${server.address}/v1/facts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${writeKey}` },
      body: JSON.stringify(facts),
    });
    await answer.arrayBuffer();
    if (answer.status === 200) for (const { messageId } of facts) acknowledged.add(messageId);
    return { status: answer.status, retryAfter: answer.headers.get('retry-after') };
  }

  const readiness = async () => (await fetch(`${server.address}/health/ready`)).status;

  async function fillUntilRefused(): Promise<Answer> {
    let last = await send();
    for (let tries = 0; last.status === 200 && tries < 3_000; tries += 1) last = await send();
    return last;
  }

  async function expectWhole(): Promise<void> {
    const postgres = await findEmbeddedPostgres({ folder });
    const database = createDatabase({ url: postgres?.url ?? '', poolSize: 1 });
    const rows = await database.rows<{ id: string; copies: number }>(
      {
        name: 'test_logged',
        text: `select message_id as id, count(*) as copies from fact where message_id like 'full-%' group by 1`,
      },
      [],
    );
    await database.close();
    expect(rows.filter(({ copies }) => copies !== 1)).toEqual([]);
    expect([...acknowledged.difference(new Set(rows.map(({ id }) => id)))], 'acknowledged and lost').toEqual([]);
    const lens = createRemoteLens(() => readServerAddress(folder));
    const shipped = async () => Number((await lens.read({ sql: 'select count() as facts from fact' }))[0]?.['facts']);
    await expect.poll(shipped, recovery).toBeGreaterThanOrEqual(rows.length);
    await expect.poll(async () => (await run('doctor')).code, recovery).toBe(0);
  }

  for (const [name, leftBytes] of [
    ['while PostgreSQL still has room for its log', 40 * megabyte],
    ['to the last byte', 0],
  ] as const) {
    it(`is told to whoever writes, loses nothing, and is over once there is room, ${name}`, async () => {
      expect((await send()).status).toBe(200);
      disk?.fillUpTo(leftBytes);
      const refused = await fillUntilRefused();
      expect(refused).toEqual({ status: 503, retryAfter: expect.stringMatching(/^\d+$/) });
      for (let times = 0; times < 50; times += 1) {
        const { status, retryAfter } = await send(1);
        if (status !== 200) expect([status, retryAfter]).toEqual([503, expect.stringMatching(/^\d+$/)]);
      }
      await expect.poll(readiness, recovery).toBe(503);
      expect((await fetch(`${server.address}/health/live`)).status).toBe(200);
      const imported = await run('import', file);
      expect([imported.code, imported.stdout + imported.stderr]).toEqual([
        1,
        expect.stringMatching(/room|disk|space|written/i),
      ]);

      disk?.makeRoom();
      await expect.poll(readiness, recovery).toBe(200);
      await expect.poll(async () => (await send()).status, recovery).toBe(200);
      await expectWhole();
    });
  }

  it('ends in peace, and everybody is what her log says', async () => {
    expect((await run('replay', '--verify')).code).toBe(0);
    expect((await server.stop()).code).toBe(0);
  });
});
