import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyReplay } from '@perennial/engine';
import { waitUntilFolded } from '../platform/platform.ts';
import { startTestPlatform } from '../platform/testing/test-platform.ts';
import type { TestPlatform } from '../platform/testing/test-platform.ts';
import { publishDemoProgram } from './demo-program.ts';
import { fillDemo } from './fill-demo.ts';
import type { DemoFilled, DemoProgress } from './fill-demo.ts';
import { redeemPoints } from './redeem-points.ts';

const recipe = { seed: 7, members: 250, locale: 'zh', endsAt: Date.now() } as const;
let test: TestPlatform;
const progress: DemoProgress[] = [];
let filled: DemoFilled;
let sent = 0;
let redeemed = 0;

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
  await publishDemoProgram(test.platform, recipe.locale);
  filled = await fill();
  sent = filled.facts;
  await waitUntilFolded(test.platform.database);
  redeemed = await redeemPoints(test.platform, filled.redemptions, new AbortController().signal);
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

  it('gives points and growth value for two years of purchases, and levels that members rise to and lose', async () => {
    const [sums] = await test.query(
      `select count(*) filter (where wallet = 'points')::int as points, count(*) filter (where wallet = 'growth')::int as growth,
              sum(expired)::int as expired, count(*) filter (where posted <> 0 and wallet = 'points')::int as with_points from wallet_account`,
    );
    expect(sums?.['points']).toBeGreaterThan(200);
    expect(sums?.['growth']).toBeGreaterThan(150);
    expect(sums?.['with_points']).toBeGreaterThan(100);
    expect(sums?.['expired']).toBeGreaterThan(0);
    const levels = await test.query(
      'select level, count(*)::int as n from tier_standing group by level order by level',
    );
    expect(levels.map(({ level }) => level)).toEqual(expect.arrayContaining(['v1', 'v2', 'v3', 'v4']));
  });

  it('spends points as a till does, once however often it is told', async () => {
    expect(redeemed).toBeGreaterThan(2);
    const again = await redeemPoints(test.platform, filled.redemptions, new AbortController().signal);
    expect(again).toBe(redeemed);
    expect(await test.query(`select count(*)::int as n from wallet_entry where kind = 'spend'`)).toEqual([
      { n: redeemed },
    ]);
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
    expect(await fill()).toEqual(filled);
    await publishDemoProgram(test.platform, recipe.locale);
    expect(await test.query('select count(*)::int as n from program_version')).toEqual([{ n: 2 }]);
    expect(await test.query('select count(*)::int as n from fact where kind = 0')).toEqual([{ n: sent }]);
  });

  it('replays to what it is', async () => {
    const { foldStore, programs, installation } = test.platform;
    const report = await verifyReplay(foldStore, programs, { shardCount: installation.shard_count });
    expect(report).toMatchObject({ differing: 0, examples: [] });
    expect(report.members).toBeGreaterThanOrEqual(250);
  });
});
