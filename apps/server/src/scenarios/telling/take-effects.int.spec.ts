import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage } from '../stage/stage.ts';
import type { Stage } from '../stage/stage.ts';
import { openTheatre } from '../stage/theatre.ts';
import type { Theatre } from '../stage/theatre.ts';
import { readStory } from '../story/read-stories.ts';
import { runStory } from './run-story.ts';
import { takeEffects } from './take-effects.ts';
import { takeFact } from './take-fact.ts';

const order = {
  type: 'order.placed',
  identities: { phone: '+8613907152001' },
  payload: { orderId: 'A1', currency: 'CNY', amountMinor: 12_900 },
};
const mei = 'phone:+8613907152001';

let theatre: Theatre;
beforeAll(async () => {
  theatre = await openTheatre();
}, 120_000);
afterAll(() => theatre.close());

const { signal } = new AbortController();
async function differencesOf(...steps: readonly object[]) {
  const story = readStory({ name: 'told', steps: steps.map((step) => ({ at: '2025-01-01', ...step })) }, 'told');
  return (await runStory(theatre, story, { signal, isExplained: false })).differences;
}

describe('effects', () => {
  it('are none of history, and of nobody', async () => {
    expect(
      await differencesOf(
        { fact: order, backfill: true },
        { expect: { member: mei, effects: [] } },
        { expect: { member: 'phone:+8613907152099', effects: null } },
        { expect: { effects: [] } },
      ),
    ).toEqual([]);
  });

  it('are not met by others, nor by what is no list of hers', async () => {
    const asked = [{ effects: [{ type: 'stage.dropped' }] }, { effects: null }];
    const steps = asked.map((one) => ({ expect: { member: mei, ...one } }));
    expect(await differencesOf({ fact: order, backfill: true }, ...steps)).toMatchObject([
      { step: 2, path: 'effects' },
      { step: 3, path: 'effects' },
    ]);
  });
});

describe('an effect that was asked for', () => {
  const first = '2025-01-01T00:00:00.000Z';

  async function ask(stage: Stage, { position, memberId }: { readonly position: number; readonly memberId: string }) {
    await stage.platform.database.execute(
      {
        name: 'test_ask',
        text: `insert into outbox (shard, position, member_id, type, occurred_at, recorded_at, cause_kind, cause_position,
                                   cause_at, cause_facet, cause_n, cause_parent, payload)
               values (0, $1, $2, 'card.stamped', $3, $3, 'fact', $1, $3, 'toy', 1, 0, '{"stamps":2}')`,
      },
      [position, memberId, Date.parse(first)],
    );
  }

  it('is looked at once, by who asks for hers or for all', async () => {
    const stage = await openStage(theatre, readStory({ name: 'a', steps: [{ at: first, fact: order }] }, 'a'));
    await takeFact(stage, { fact: order, isBackfill: true, zone: 'Asia/Shanghai', step: 1 });
    await stage.settle();
    const [mine, others] = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002'];
    await ask(stage, { position: 1, memberId: mine ?? '' });
    await ask(stage, { position: 2, memberId: others ?? '' });
    const seen = new Set<string>();
    const told = { type: 'card.stamped', occurredAt: first, recordedAt: first, cause: 'fact', stamps: 2 };
    expect(await takeEffects({ stage, seen, memberId: mine })).toEqual([told]);
    expect(await takeEffects({ stage, seen, memberId: mine })).toEqual([]);
    expect(await takeEffects({ stage, seen })).toEqual([told]);
    expect(await takeEffects({ stage, seen })).toEqual([]);
    await stage.close();
  });
});
