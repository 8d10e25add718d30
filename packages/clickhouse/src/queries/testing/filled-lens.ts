import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { facets } from '@perennial/domain';
import { openEmbeddedLens } from '../../client/connect.ts';
import type { LensConnection } from '../../client/lens-query.ts';
import { createClickhouseLens } from '../../shipping/clickhouse-lens.ts';
import {
  createTestMembers,
  firstDayAt,
  shippedMember,
  shippedPlaces,
  shippedTimelines,
  stageAt,
} from '../../testing/test-members.ts';

export const zone = 'Asia/Shanghai';
const everybody = createTestMembers(400);
export const living = everybody.filter(({ member }) => member.status === 'live');
export const timelines = living.map(({ timeline }) => timeline);
export const members = living.map(({ member }) => member);
export const storeOf = new Map(living.map(({ member, storeId }) => [member.memberId, storeId]));

export interface FilledLens {
  readonly lens: LensConnection;
  readonly close: () => Promise<void>;
}

/** A lens of its own with all of them in it, their timelines and places as they came and were corrected. */
export async function openFilledLens(): Promise<FilledLens> {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-queries-'));
  const lens = await openEmbeddedLens({ folder });
  const target = createClickhouseLens(lens, facets);
  await target.prepare();
  const stale = everybody.map(({ timeline }) => ({ ...timeline, fromAt: [firstDayAt], stages: ['wrong'] }));
  await target.putRows(1, shippedTimelines(stale));
  await target.putRows(2, shippedTimelines(everybody.map(({ timeline }) => timeline)));
  await target.replaceMembers(
    2,
    everybody.map(({ member }) => shippedMember(member)),
  );
  const places = everybody.map(({ member: { shard, memberId }, storeId }) => ({
    shard,
    memberId,
    storeId,
    channel: 'shop',
  }));
  const seen = (kind: 'purchase' | 'registration', at: number) => places.map((place) => ({ ...place, kind, at }));
  await target.putRows(2, shippedPlaces(seen('purchase', 20)));
  await target.putRows(3, shippedPlaces(seen('purchase', 10).map((place) => ({ ...place, storeId: 'older' }))));
  await target.putRows(
    4,
    shippedPlaces(seen('purchase', 30).map((place) => ({ ...place, storeId: '', channel: 'web' }))),
  );
  await target.putRows(
    5,
    shippedPlaces(seen('registration', 40).map((place) => ({ ...place, storeId: 'registered', channel: 'app' }))),
  );
  const close = async () => {
    await lens.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { lens, close };
}

export function countBy(values: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(values, (value) => value)].map(([value, all]) => [value, all.length]));
}

export function asRecord(stages: readonly { stage: string; count: number }[]): Record<string, number> {
  return Object.fromEntries(stages.map(({ stage, count }) => [stage, count]));
}

export function stagesByHand(at: number): Record<string, number> {
  return countBy(timelines.map((timeline) => stageAt(timeline, at)).filter((stage) => stage !== ''));
}

/** Transitions of the living within [from, to): from, to, instant. */
export function movesByHand(
  from: number,
  to: number,
): { from: string; to: string; id: string; isReactivation: boolean }[] {
  return timelines.flatMap((timeline) =>
    timeline.fromAt.flatMap((at, index) =>
      at >= from && at < to
        ? [
            {
              from: timeline.stages[index - 1] ?? '',
              to: timeline.stages[index] ?? '',
              id: timeline.memberId,
              isReactivation: timeline.isReactivation[index] ?? false,
            },
          ]
        : [],
    ),
  );
}
