import { foldBatch } from '@perennial/engine';
import { createFoldInstallation, createPreparer, testShardCount } from '@perennial/postgres/testing';
import type { FoldInstallation } from '@perennial/postgres/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkLog } from './check-log.ts';

const prepare = createPreparer();
const shards = Array.from({ length: testShardCount }, (_, shard) => shard);
let installation: FoldInstallation;

beforeAll(async () => {
  installation = await createFoldInstallation();
  const programs = await installation.createPrograms();
  const facts = Array.from({ length: 100 }, (_, n) =>
    prepare({
      messageId: `m${n}`,
      type: 'order.placed',
      identities: [{ type: 'phone', value: `+861371${String(n % 30).padStart(7, '0')}` }],
      payload: JSON.stringify({ orderId: `o${n}`, amountMinor: 100, currency: 'CNY', lines: [] }),
    }),
  );
  await installation.append(facts);
  while ((await foldBatch(installation.store, programs, { shards, stepsMax: 1_000 })).steps > 0);
});
afterAll(() => installation?.close());

describe('the log', () => {
  it('is whole', async () => {
    const found = await checkLog(installation);
    expect(found).toMatchObject({ verdict: 'ok', detail: expect.stringMatching(/^1\d\d steps without a gap/) });
  });

  const shard = '(select shard from shard_head where position > 2 order by shard limit 1)';
  it.each([
    [
      'ends before its head',
      `delete from fact where (shard, position) in (select shard, position from shard_head)`,
      'ends elsewhere',
    ],
    ['has a gap', `delete from fact where shard = ${shard} and position = 2`, 'positions are missing'],
    [
      'is folded beyond its end',
      `update shard_cursor set position = position + 1 where shard = ${shard}`,
      'folded beyond',
    ],
    [
      'has members beyond it',
      `update member set position = position + 100 where shard = ${shard}`,
      'a member is beyond',
    ],
    ['has lost its head of derived facts', `update shard_output set position = 0`, 'derived facts stand beyond'],
    [
      'was shipped beyond what is folded',
      `insert into lens_cursor (shard, lens, fact_position) select ${shard}, gen_random_uuid(), 1000`,
      'sent what is not folded',
    ],
  ])('%s', async (_, damage, said) => {
    const { database } = installation;
    const undone = new Error('undone');
    const damaged = database.transaction({ name: 'damage' }, async (sql) => {
      await sql.run(damage);
      const found = await checkLog({ database: sql });
      expect(found).toMatchObject({ verdict: 'wrong', detail: expect.stringContaining(said) });
      throw undone;
    });
    await expect(damaged).rejects.toBe(undone);
    expect(await checkLog(installation)).toMatchObject({ verdict: 'ok' });
  });
});
