import { createDatabase } from '@perennial/postgres';
import { letStoreClockMove, moveStoreClock } from '@perennial/postgres/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkClock } from '../use-cases/operation/check-clock.ts';
import { dayMs, settled, startServedPlatform } from './testing/served-platform.ts';
import type { ServedPlatform } from './testing/served-platform.ts';

/**
 * The machine and its database do not agree on what day it is. Everything is written, and judged, by the clock of the database: it is the
 * one that several machines have in common.
 */
describe.each([
  ['behind', 10 * dayMs],
  ['ahead of', -10 * dayMs],
])('a machine whose clock is ten days %s that of PostgreSQL', (side, aheadMs) => {
  let served: ServedPlatform;
  const storeNow = () => Date.now() + aheadMs;
  const isNow = (at: number) => Math.abs(at - storeNow()) < 60_000;

  beforeAll(async () => {
    served = await startServedPlatform({
      aheadMs,
      async prepareStore(url) {
        await letStoreClockMove(url);
        const database = createDatabase({ url, poolSize: 1 });
        await moveStoreClock(database, aheadMs);
        await database.close();
      },
    });
  });
  afterAll(() => served?.close());

  const valueOf = async (text: string) =>
    (await served.platform.database.rows<{ value: number }>({ name: `test ${text}`.slice(0, 60), text }, []))[0]
      ?.value ?? NaN;

  async function send(fact: object): Promise<{ readonly accepted: number; readonly quarantined?: number }> {
    const answer = await fetch(`${served.address}/v1/facts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${served.writeKey}` },
      body: JSON.stringify([fact]),
    });
    return (await answer.json()) as { readonly accepted: number };
  }

  it('is told in the log once, as a metric, and by the doctor', async () => {
    const told = served.log.filter((line) => line.includes(`${side} that of PostgreSQL`));
    expect(told).toHaveLength(1);
    const metrics = await (await fetch(`${served.address}/metrics`)).text();
    const offset = Number(/^perennial_clock_offset_seconds (.+)$/m.exec(metrics)?.[1]);
    expect(Math.abs(offset * 1000 + aheadMs)).toBeLessThan(5_000);
    const found = await checkClock(served.platform.clock);
    expect(found).toMatchObject({ verdict: 'wrong', detail: expect.stringContaining(`${side} that of PostgreSQL`) });
  });

  it('is ready, and shows what was sent', async () => {
    expect((await fetch(`${served.address}/health/ready`)).status).toBe(200);
    expect((await served.administrator.members.list()).count).toBe(2);
  });

  it('dates facts that bring no instant, and refuses those that are of a time to come', async () => {
    expect(await send({ messageId: 'undated', type: 'page.viewed', payload: {} })).toMatchObject({ accepted: 1 });
    const occurredAt = await valueOf(`select occurred_at as value from fact where message_id = 'undated'`);
    expect(isNow(occurredAt)).toBe(true);
    const dated = (messageId: string, byMs: number) =>
      send({ messageId, type: 'page.viewed', occurredAt: new Date(storeNow() + byMs).toISOString(), payload: {} });
    expect(await dated('today', 0)).toMatchObject({ accepted: 1 });
    expect(await dated('in-two-days', 2 * dayMs)).toMatchObject({ accepted: 0 });
    const quarantined = await valueOf(`select received_at as value from quarantine order by received_at desc limit 1`);
    expect(isNow(quarantined)).toBe(true);
  });

  it('dates sessions, keys, the audit log and publications', async () => {
    for (const [table, column] of [
      ['console_session', 'created_at'],
      ['api_key', 'created_at'],
      ['audit_log', 'at'],
      ['program_version', 'published_at'],
    ] as const) {
      const at = await valueOf(`select max(${column}) as value from ${table}`);
      expect([table, isNow(at)]).toEqual([table, true]);
    }
  });

  it('wakes whoever is due by the clock of PostgreSQL, and nobody before', async () => {
    const due = () => valueOf(`select count(*) as value from member where wake_at <= ${storeNow()} and status = 0`);
    await settled(async () => expect(await due()).toBe(0));
    const [first] = await served.platform.database.rows<{ wakes: number; id: string }>(
      {
        name: 'test_first_wake',
        text: `select wake_at as wakes, id from member where wake_at is not null order by wake_at limit 1`,
      },
      [],
    );
    const steps = await valueOf(`select count(*) as value from stage_entry`);
    await moveStoreClock(served.platform.database, (first?.wakes ?? 0) - storeNow() - 1_000);
    await served.platform.clock.measure();
    expect(await valueOf(`select count(*) as value from stage_entry`)).toBe(steps);
    await settled(async () => {
      expect(await valueOf(`select count(*) as value from stage_entry`)).toBeGreaterThan(steps);
    });
  });
});
