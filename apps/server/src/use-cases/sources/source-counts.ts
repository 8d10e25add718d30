import { factsBySource } from '@perennial/clickhouse';
import type { ReadingWorld } from '../reading/world.ts';
import type { SourceCount } from './known-sources.ts';

const dayMs = 86_400_000;

/** Facts of the last 24 hours and the last one, by source, as far as they reached the lens. */
export async function countSources(world: ReadingWorld): Promise<ReadonlyMap<string, SourceCount>> {
  const sources = await factsBySource(await world.lens(), world.now() - dayMs);
  return new Map(sources.map((one) => [one.source, { factsLastDay: one.facts, lastFactAt: one.lastRecordedAt }]));
}
