import { createDefaultProgram, fiveStages, sixStages } from '@perennial/domain';
import { foldBatch, foldDue } from '@perennial/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFoldInstallation, testShardCount, type FoldInstallation } from '../testing/fold-fixtures.ts';
import { createPreparer } from '../testing/ingest-fixtures.ts';

const shards = Array.from({ length: testShardCount }, (_, shard) => shard);
const prepare = createPreparer();
const people = 5;
let installation: FoldInstallation;
beforeAll(async () => {
  installation = await createFoldInstallation(createDefaultProgram(sixStages));
});
afterAll(async () => {
  await installation?.close();
});

const order = (person: number) =>
  prepare({
    messageId: `m-${person}`,
    type: 'order.placed',
    payload: JSON.stringify({ orderId: `o-${person}`, amountMinor: 100, lines: [] }),
    identities: [{ type: 'phone', value: `+861371${String(person).padStart(7, '0')}` }],
    occurredAt: Date.now() - 60_000,
  });

async function sealWhenInForce(effectiveAt: number) {
  await expect
    .poll(async () => (await installation.store.seal(shards))[0]?.sealedAt ?? 0)
    .toBeGreaterThanOrEqual(effectiveAt);
  return installation.store.seal(shards);
}

describe('a version that is published after the shards were sealed', () => {
  it('moves nobody up to the old seal, so that a worker ends and seals anew, and everybody up to the next', async () => {
    const { store } = installation;
    const programs = await installation.createPrograms();
    await installation.append(Array.from({ length: people }, (_, person) => order(person)));
    await foldBatch(store, programs, { shards, stepsMax: 1_000 });
    const seals = await store.seal(shards);
    const { effectiveAt } = await installation.programStore.publish({
      documents: createDefaultProgram(fiveStages),
      publishedAt: Date.now(),
      publishedBy: 'test',
      note: '',
      restores: null,
    });
    expect(Math.max(...seals.map((seal) => seal.sealedAt))).toBeLessThan(effectiveAt);
    // Members whom it claimed to move without moving them would be moved for ever, and no fact be folded meanwhile.
    expect(await foldDue(store, programs, { seals, membersMax: 100 })).toMatchObject({ members: 0, parked: 0 });
    const next = await sealWhenInForce(effectiveAt);
    expect(await foldDue(store, programs, { seals: next, membersMax: 100 })).toMatchObject({ members: people });
    expect(await foldDue(store, programs, { seals: next, membersMax: 100 })).toMatchObject({ members: 0 });
  });
});
