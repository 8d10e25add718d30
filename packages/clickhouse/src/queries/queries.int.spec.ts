import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { facets } from '@perennial/domain';
import type { MemberId } from '@perennial/domain';
import type { LensConnection } from '../client/lens-query.ts';
import { createClickhouseLens } from '../shipping/clickhouse-lens.ts';
import {
  bucketsOf,
  changesThatCame,
  countMembers,
  membersByStage,
  stageMovements,
  stageMoves,
  stageNetFlows,
  stageSeries,
  upcomingChanges,
} from './index.ts';
import {
  dayMs,
  firstDayAt,
  lifecycle,
  nowAt,
  shippedMember,
  shippedTimelines,
  stageAt,
} from '../testing/test-members.ts';
import {
  zone,
  living,
  timelines,
  members,
  openFilledLens,
  countBy,
  asRecord,
  stagesByHand,
  movesByHand,
} from './testing/filled-lens.ts';
import type { FilledLens } from './testing/filled-lens.ts';

let lens: LensConnection;
let close: FilledLens['close'];

beforeAll(async () => {
  ({ lens, close } = await openFilledLens());
});
afterAll(() => close());

describe('members by stage', () => {
  it('at several instants agrees with counting by hand, leaves out who was taken in, and uses repaired timelines', async () => {
    const instants = [nowAt, firstDayAt + 100 * dayMs, firstDayAt - dayMs];
    const answer = await membersByStage(lens, { lifecycle, instants });
    expect(answer.map(({ stages }) => asRecord(stages))).toEqual(instants.map(stagesByHand));
  });

  it('as a series agrees with counting by hand at the end of each bucket', async () => {
    for (const size of ['day', 'week', 'month'] as const) {
      const buckets = bucketsOf({ from: '2025-03-05', to: '2025-07-20', size, zone });
      const points = await stageSeries(lens, { lifecycle, buckets });
      expect(points.map((point) => asRecord(point.stages))).toEqual(
        buckets.map((bucket) => stagesByHand(bucket.toAt - 1)),
      );
    }
  });

  it('knows nobody in a lifecycle that does not exist', async () => {
    expect(await membersByStage(lens, { lifecycle: 'other', instants: [nowAt] })).toEqual([{ at: nowAt, stages: [] }]);
  });
});

describe('flows', () => {
  const period = { fromAt: firstDayAt + 60 * dayMs, toAt: firstDayAt + 150 * dayMs };

  it('count each transition within the period', async () => {
    const moves = await stageMoves(lens, { lifecycle, ...period });
    const byHand = movesByHand(period.fromAt, period.toAt);
    expect(Object.fromEntries(moves.map((move) => [`${move.from}>${move.to}`, move.transitions]))).toEqual(
      countBy(byHand.map((move) => `${move.from}>${move.to}`)),
    );
    const firstMove = moves[0];
    const same = byHand.filter((move) => move.from === firstMove?.from && move.to === firstMove.to);
    expect(firstMove?.members).toBe(new Set(same.map((move) => move.id)).size);
  });

  it('net: each member once, from where she stood before to where she stands after', async () => {
    const flows = await stageNetFlows(lens, { lifecycle, ...period });
    const byHand = timelines
      .map((timeline) => `${stageAt(timeline, period.fromAt - 1)}>${stageAt(timeline, period.toAt - 1)}`)
      .filter((move) => move !== '>');
    expect(Object.fromEntries(flows.map((flow) => [`${flow.from}>${flow.to}`, flow.members]))).toEqual(countBy(byHand));
  });

  it('movements per month count the members who moved so', async () => {
    const buckets = bucketsOf({ from: '2025-02-01', to: '2025-06-30', size: 'month', zone });
    const roles = { cooling: ['silent', 'dormant'], lost: ['churned'] };
    const points = await stageMovements(lens, { lifecycle, buckets, roles });
    const byHand = buckets.map((bucket) => {
      const moves = movesByHand(bucket.fromAt, bucket.toAt);
      type Move = (typeof moves)[number];
      const count = (holds: (move: Move) => boolean): number => new Set(moves.filter(holds).map(({ id }) => id)).size;
      const into = (stages: readonly string[]): number =>
        count((move) => stages.includes(move.to) && move.from !== '' && !stages.includes(move.from));
      return {
        on: bucket.on,
        lastOn: bucket.lastOn,
        added: count((move) => move.from === ''),
        reactivated: count((move) => move.isReactivation),
        cooled: into(roles.cooling),
        lost: into(roles.lost),
      };
    });
    expect(points).toEqual(byHand);
  });
});

describe('who changes next', () => {
  const days = bucketsOf({ from: '2026-01-01', to: '2026-01-30', size: 'day', zone });

  it('is counted by day from what the members are', async () => {
    const answer = await upcomingChanges(lens, { lifecycle, days });
    const due = members
      .flatMap((member) => member.stages.map((stage) => stage.nextAt ?? 0))
      .filter((at) => at >= nowAt && at < nowAt + 30 * dayMs);
    expect(answer.reduce((sum, day) => sum + day.members, 0)).toBe(due.length);
    expect(answer.every((day) => day.to === 'silent' && day.on >= '2026-01-01')).toBe(true);
  });

  it('in the past is who did change, into the stages asked for', async () => {
    const past = bucketsOf({ from: '2025-06-01', to: '2025-06-30', size: 'day', zone });
    const answer = await changesThatCame(lens, { lifecycle, days: past, stages: ['silent'] });
    const start = past[0]?.fromAt ?? 0;
    const byHand = timelines.filter((timeline) => {
      const next = timeline.fromAt.findIndex((at) => at >= start);
      return next > 0 && timeline.stages[next] === 'silent' && (timeline.fromAt[next] ?? 0) < start + 30 * dayMs;
    });
    expect(answer.reduce((sum, day) => sum + day.members, 0)).toBe(byHand.length);
  });
});

// Stands last, because it adds a member.
describe('a shared card', () => {
  it('stands in no stage, now or then, whatever stages it had before it was known to be one', async () => {
    const model = living[0];
    if (model === undefined) throw new Error('a model is needed');
    const at = (model.timeline.fromAt[0] ?? 0) + 1;
    const past = { asOfAt: at, purchaseCountsWhen: 'placed', numberSpaces: { spaces: [] } } as const;
    const moved = { fromAt: firstDayAt, toAt: nowAt };
    const count = async () => [
      await membersByStage(lens, { lifecycle, instants: [at, nowAt] }),
      await countMembers(lens, { lifecycle, past }),
      await countMembers(lens, { lifecycle, moved }),
    ];
    const before = await count();
    const memberId = '00000000-0000-7000-8000-00000000ffff' as MemberId;
    const target = createClickhouseLens(lens, facets);
    await target.putRows(9, shippedTimelines([{ ...model.timeline, memberId }]));
    const metrics = { ...model.member.metrics, facts: 50_001 };
    await target.replaceMembers(9, [shippedMember({ ...model.member, memberId, metrics, stages: [] })]);
    expect(await count()).toEqual(before);
  });
});
