import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyReplay } from '@perennial/engine';
import { waitUntilFolded } from '../platform/platform.ts';
import { startTestPlatform } from '../platform/testing/test-platform.ts';
import type { TestPlatform } from '../platform/testing/test-platform.ts';
import { fillDemo } from './fill-demo.ts';
import type { DemoProgress } from './fill-demo.ts';

const recipe = { seed: 7, members: 250, locale: 'zh', endsAt: Date.now() } as const;
let test: TestPlatform;
const progress: DemoProgress[] = [];
let sent = 0;

const fill = () =>
  fillDemo({
    recipe,
    database: test.platform.database,
    ingest: test.platform.ingestion.ingest,
    signal: new AbortController().signal,
    onProgress: (one) => void progress.push(one),
  });

beforeAll(async () => {
  test = await startTestPlatform();
  sent = await fill();
  await waitUntilFolded(test.platform.database);
});
afterAll(() => test.close());

describe('the demo', () => {
  it('is told through the real ingestion, with nothing refused and its progress shown', async () => {
    expect(await test.query('select count(*)::int as n from fact where kind = 0')).toEqual([{ n: sent }]);
    expect(await test.query('select count(*)::int as n from quarantine')).toEqual([{ n: 0 }]);
    expect(progress.at(-1)).toEqual({ membersTold: 250, facts: sent });
    expect(await test.query('select count(*)::int as n from store')).toEqual([{ n: 12 }]);
  });

  it('joins who came by the web with what the browser saw before', async () => {
    expect(await test.query('select count(*)::int as n from member where status = 0')).toEqual([{ n: 250 }]);
    const [absorbed] = await test.query('select count(*)::int as n from member where status = 1');
    expect(absorbed?.['n']).toBeGreaterThan(0);
    // No story is left with two people, wherever its first facts came from.
    const torn = await test.query(
      `select split_part(f.message_id, '-', 1) as story, count(distinct coalesce(m.merged_into, m.id)) as members
         from fact f left join member m on m.shard = f.shard and m.id = f.member_id
        where f.kind = 0 group by 1 having count(distinct coalesce(m.merged_into, m.id)) <> 1`,
    );
    expect(torn).toEqual([]);
  });

  it('has every stage, lapses and comebacks', async () => {
    const stages = await test.query(
      `select stage, count(*)::int as members from stage_interval where valid_to is null group by stage order by stage`,
    );
    expect(stages.length).toBeGreaterThanOrEqual(5);
    const [comebacks] = await test.query(
      'select count(*)::int as n from stage_entry where is_reactivation and superseded_at is null',
    );
    expect(comebacks?.['n']).toBeGreaterThan(5);
  });

  it('sends two years as history, and only the last day as it happened', async () => {
    const [row] = await test.query(
      `select min(occurred_at) filter (where not is_backfill) as live, max(occurred_at) filter (where is_backfill) as history, max(occurred_at) as last from fact where kind = 0`,
    );
    expect(Number(row?.['live'] ?? recipe.endsAt)).toBeGreaterThan(recipe.endsAt - 86_400_000);
    expect(Number(row?.['history'])).toBeLessThanOrEqual(recipe.endsAt - 86_400_000);
    expect(Number(row?.['last'])).toBeLessThanOrEqual(recipe.endsAt);
  });

  it('tells the same facts again as repeats, so that one that was cut off goes on', async () => {
    expect(await fill()).toBe(sent);
    expect(await test.query('select count(*)::int as n from fact where kind = 0')).toEqual([{ n: sent }]);
  });

  it('replays to what it is', async () => {
    const { foldStore, programs, installation } = test.platform;
    const report = await verifyReplay(foldStore, programs, { shardCount: installation.shard_count });
    expect(report).toMatchObject({ differing: 0, examples: [] });
    expect(report.members).toBeGreaterThanOrEqual(250);
  });
});
