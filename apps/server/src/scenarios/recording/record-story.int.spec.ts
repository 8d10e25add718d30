import { createPrivacyStore } from '@perennial/postgres';
import { shardOf } from '@perennial/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCommandLineContext } from '../../use-cases/kernel/command-line-context.ts';
import { openStage } from '../stage/stage.ts';
import type { Stage } from '../stage/stage.ts';
import { openTheatre } from '../stage/theatre.ts';
import type { Theatre } from '../stage/theatre.ts';
import { readStory } from '../story/read-stories.ts';
import { runStory } from '../telling/run-story.ts';
import { takeCommand } from '../telling/take-command.ts';
import { takeFact } from '../telling/take-fact.ts';
import { recordStory } from './record-story.ts';

let theatre: Theatre;
beforeAll(async () => {
  theatre = await openTheatre();
}, 120_000);
afterAll(() => theatre.close());

const { signal } = new AbortController();
const context = createCommandLineContext(signal);
const phone = '+8613812349876';
const email = 'zoe.private@example.org';

const life = readStory(
  {
    name: 'a life',
    steps: [
      {
        at: '2025-01-01T10:00',
        fact: {
          type: 'member.registered',
          identities: { phone },
          payload: { attributes: { name: 'Zoe Zhang', level: 'gold' } },
        },
      },
      {
        at: '2025-01-05T10:00',
        fact: {
          type: 'order.placed',
          source: 'shop',
          storeId: 's-1',
          identities: { phone },
          payload: { orderId: 'A1', currency: 'CNY', amountMinor: 9000 },
        },
      },
      {
        at: '2025-01-07T10:00',
        fact: {
          type: 'order.refunded',
          source: 'shop',
          payload: { orderId: 'A1', refundId: 'R1', currency: 'CNY', amountMinor: 1000 },
        },
      },
      {
        at: '2025-02-01T10:00',
        fact: {
          type: 'order.placed',
          source: 'shop',
          occurredAt: '2025-01-20T09:00',
          identities: { email },
          payload: { orderId: 'B1', currency: 'CNY', amountMinor: 500 },
        },
      },
      {
        at: '2025-02-02T10:00',
        command: { name: 'tag', member: `phone:${phone}`, input: { tag: 'tea', action: 'add' } },
      },
      {
        at: '2025-02-03T10:00',
        command: { name: 'attribute', member: `phone:${phone}`, input: { attributes: { size: 38 } } },
      },
      {
        at: '2025-02-04T10:00',
        command: { name: 'merge', member: `phone:${phone}`, input: { absorb: `email:${email}` } },
      },
    ],
  },
  'here',
);

/** Tells it and stays where it ends. */
async function live(): Promise<Stage> {
  const stage = await openStage(theatre, life);
  for (const [index, { instant, fact, command }] of life.steps.entries()) {
    await stage.passTo(instant);
    if (fact !== undefined) await takeFact(stage, { fact, isBackfill: false, zone: life.zone, step: index + 1 });
    if (command !== undefined) await takeCommand({ stage, context, keys: new Map(), zone: 'Asia/Shanghai' }, command);
    await stage.settle();
  }
  await stage.passTo(Date.parse('2025-04-25T00:00:00Z'));
  return stage;
}

describe('a recorded history', () => {
  it('ends as it says when it is told, and names nobody', async () => {
    const stage = await live();
    const { database, programs, installation } = stage.platform;
    const found = await stage.useCases.members.findTyped(`phone:${phone}`);
    if (found.kind !== 'found') throw new Error('she is there');
    const { documents } = await stage.useCases.program.versions.get();
    const recorded = await recordStory(
      {
        store: createPrivacyStore(database, programs.facets),
        useCases: stage.useCases,
        context,
        installation,
        documents,
        now: stage.now(),
      },
      { shard: shardOf(found.memberId, installation.shard_count), id: found.memberId },
    );
    await stage.close();

    const text = JSON.stringify(recorded);
    for (const own of [phone, phone.slice(3), email, 'Zoe', 'Zhang', found.memberId]) expect(text).not.toContain(own);
    for (const kept of ['A1', 'R1', 'B1', 'gold', 'tea', 's-1', '"merge"']) expect(text).toContain(kept);
    const story = readStory(recorded, 'recorded');
    expect(story.steps).toHaveLength(life.steps.length + 1);
    expect(story.steps.at(-1)?.expect).toMatchObject({
      stages: { main: { stage: 'silent', since: '2025-04-20T09:00:00+08:00' } },
      metrics: { 'purchase.count': 2, 'purchase.net_spend': 8500 },
      tags: ['tea'],
    });
    expect((await runStory(theatre, story, { signal, isExplained: false })).differences).toEqual([]);
  });
});
