import type { MemberId } from '@perennial/domain';
import { describe, expect, it } from 'vitest';
import { logKinds, type LogRow } from '../log/log-rows.ts';
import { createHandOver, type HandOver } from './hand-over.ts';

const member = '00000000-0000-7000-8000-000000000001' as MemberId;
const manySteps = 1_000;

function row(shard: number, position: number, other: Partial<LogRow> = {}): LogRow {
  return {
    shard,
    position,
    kind: logKinds.fact,
    memberId: member,
    source: 'shop',
    messageId: `m-${shard}-${position}`,
    type: 'page.viewed',
    occurredAt: 1_000 + position,
    recordedAt: 2_000 + position,
    isBackfill: false,
    channel: 'web',
    storeId: '',
    identities: [],
    payload: '{"url":"/"}',
    ...other,
  };
}

function rows(shard: number, from: number, upTo: number): LogRow[] {
  return Array.from({ length: upTo - from + 1 }, (_, n) => row(shard, from + n));
}

function keeping(...shards: number[]): HandOver {
  const handOver = createHandOver();
  handOver.keepOnly(shards);
  return handOver;
}

/** Positions of the steps that follow, or null. */
function positions(handOver: HandOver, shard: number, { after = 0, limit = manySteps } = {}): number[] | null {
  return handOver.following({ shard, position: after }, limit)?.steps.map((step) => step.position) ?? null;
}

describe('what goes on from a cursor', () => {
  it('is given as the log has it, payload and all', () => {
    const handOver = keeping(3);
    handOver.give([row(3, 1, { payload: '{"orderId":"a"}', type: 'order.placed' })]);
    const [step] = handOver.following({ shard: 3, position: 0 }, manySteps)?.steps ?? [];
    expect(step).toMatchObject({ kind: 'fact', shard: 3, position: 1, type: 'order.placed', recordedAt: 2_001 });
    expect(step?.kind === 'fact' && step.payload()).toEqual({ orderId: 'a' });
  });

  it('is joined by position though commits were handed over in another order', () => {
    const handOver = keeping(3);
    handOver.give(rows(3, 4, 5));
    handOver.give(rows(3, 6, 6));
    handOver.give(rows(3, 1, 3));
    expect(positions(handOver, 3)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('is found again as long as no cursor has passed it', () => {
    const handOver = keeping(3);
    handOver.give(rows(3, 1, 3));
    expect(positions(handOver, 3)).toEqual([1, 2, 3]);
    expect(positions(handOver, 3)).toEqual([1, 2, 3]);
    handOver.pass([{ shard: 3, position: 3 }]);
    expect(positions(handOver, 3)).toBeNull();
  });

  it('begins within what came in one commit when the cursor stands there', () => {
    const handOver = keeping(3);
    handOver.give(rows(3, 1, 5));
    expect(positions(handOver, 3, { after: 2 })).toEqual([3, 4, 5]);
  });

  it('is cut at the limit, and goes on from there', () => {
    const handOver = keeping(3);
    handOver.give(rows(3, 1, 5));
    expect(handOver.following({ shard: 3, position: 0 }, 2)).toMatchObject({ upTo: 2 });
    handOver.pass([{ shard: 3, position: 2 }]);
    expect(positions(handOver, 3, { after: 2, limit: 2 })).toEqual([3, 4]);
  });

  it('counts positions of facts of nobody, of which there are no steps', () => {
    const handOver = keeping(3);
    handOver.give([row(3, 1, { memberId: null }), row(3, 2), row(3, 3, { memberId: null })]);
    const following = handOver.following({ shard: 3, position: 0 }, manySteps);
    expect(following?.steps.map((step) => step.position)).toEqual([2]);
    expect(following?.upTo).toBe(3);
  });

  it('holds merges and tombstones as well', () => {
    const handOver = keeping(3);
    const tombstone = JSON.stringify({ mergeId: 'g', survivorShard: 4, survivorId: member });
    handOver.give([row(3, 1, { kind: logKinds.absorb, payload: tombstone })]);
    const [step] = handOver.following({ shard: 3, position: 0 }, manySteps)?.steps ?? [];
    expect(step).toMatchObject({ kind: 'absorb', mergeId: 'g', survivorShard: 4, recordedAt: 2_001 });
  });
});

describe('what does not go on from a cursor', () => {
  it('is not given over a gap, which another process may have filled', () => {
    const handOver = keeping(3);
    handOver.give(rows(3, 1, 2));
    handOver.give(rows(3, 4, 5));
    expect(positions(handOver, 3)).toEqual([1, 2]);
    expect(positions(handOver, 3, { after: 2 })).toBeNull();
    expect(positions(handOver, 3, { after: 3 })).toEqual([4, 5]);
  });

  it('is not given when the cursor stands before all of it', () => {
    const handOver = keeping(3);
    handOver.give(rows(3, 10, 12));
    expect(positions(handOver, 3, { after: 8 })).toBeNull();
  });

  it('is not given when the cursor has passed it', () => {
    const handOver = keeping(3);
    handOver.give(rows(3, 1, 2));
    expect(positions(handOver, 3, { after: 7 })).toBeNull();
  });

  it('is another shard’s, or of a shard that is folded elsewhere', () => {
    const handOver = keeping(3);
    handOver.give([...rows(2, 1, 2), ...rows(3, 1, 1)]);
    expect(positions(handOver, 2)).toBeNull();
    expect(positions(handOver, 3)).toEqual([1]);
  });

  it('is dropped with the lease of its shard, and does not come back with it', () => {
    const handOver = keeping(3, 4);
    handOver.give([...rows(3, 1, 2), ...rows(4, 1, 2)]);
    handOver.keepOnly([4]);
    handOver.keepOnly([3, 4]);
    expect(positions(handOver, 3)).toBeNull();
    expect(positions(handOver, 4)).toEqual([1, 2]);
  });
});

describe('the bound', () => {
  it('leaves to the log what is beyond so many positions, and takes more when some are passed', () => {
    const handOver = createHandOver({ positionsMax: 4, textMax: 1_000 });
    handOver.keepOnly([3, 4]);
    handOver.give([...rows(3, 1, 3), ...rows(4, 1, 2)]);
    expect(positions(handOver, 4)).toBeNull();
    handOver.pass([{ shard: 3, position: 3 }]);
    handOver.give(rows(4, 3, 5));
    expect(positions(handOver, 4)).toBeNull();
    expect(positions(handOver, 4, { after: 2 })).toEqual([3, 4, 5]);
  });

  it('leaves to the log what is beyond so many characters of payload', () => {
    const handOver = createHandOver({ positionsMax: 100, textMax: 30 });
    handOver.keepOnly([3]);
    handOver.give([row(3, 1, { payload: `{"text":"${'x'.repeat(40)}"}` })]);
    handOver.give([row(3, 2)]);
    expect(positions(handOver, 3)).toBeNull();
    expect(positions(handOver, 3, { after: 1 })).toEqual([2]);
  });

  it('has room again for what was dropped with a lease', () => {
    const handOver = createHandOver({ positionsMax: 3, textMax: 1_000 });
    handOver.keepOnly([3, 4]);
    handOver.give(rows(3, 1, 3));
    handOver.keepOnly([4]);
    handOver.give(rows(4, 1, 3));
    expect(positions(handOver, 4)).toEqual([1, 2, 3]);
  });
});
