import { factTail } from '@perennial/clickhouse';
import type { TailFact } from '@perennial/clickhouse';
import { decodeCursor, encodeCursor } from '../kernel/paging.ts';
import type { PageRequest } from '../kernel/paging.ts';
import { maskPayload, maskText } from '../personal-data/mask-text.ts';
import { readJson } from '../kernel/stored-json.ts';
import type { ReadingWorld } from '../reading/world.ts';

export interface FactTailDependencies {
  readonly world: ReadingWorld;
  /** Facts logged in all; two readings say how many come a second. */
  readonly countFacts: () => Promise<number>;
}

export interface FactTailRequest extends PageRequest {
  readonly source?: string | undefined;
  readonly type?: string | undefined;
}

export type FollowFacts = ReturnType<typeof createFollowFacts>;

/** The live tail. It follows the lens block by block, about a second behind the log. */
export function createFollowFacts({ world, countFacts }: FactTailDependencies) {
  const meter = createRateMeter(world.now);
  return async ({ cursor, limit, source, type }: FactTailRequest) => {
    const [afterBlock] = decodeCursor(cursor, [0]);
    const options = {
      afterBlock,
      limit,
      ...(source === undefined ? {} : { source }),
      ...(type === undefined ? {} : { type }),
    };
    const [tail, count] = await Promise.all([factTail(await world.lens(), options), countFacts()]);
    return {
      items: tail.facts.map(toItem),
      cursor: encodeCursor([tail.block]),
      factsPerSecond: meter(count),
    };
  };
}

function toItem(fact: TailFact) {
  const { shard, position, payload, messageId, ...rest } = fact;
  const id = `${shard}:${position}`;
  return { ...rest, id, messageId: maskText(messageId), payload: maskPayload(readJson(payload), fact.type) };
}

const meterMsMin = 1_000;

/** Facts a second between the last two readings that lie at least a second apart. */
function createRateMeter(now: () => number): (count: number) => number {
  let last: { at: number; count: number } | undefined;
  let rate = 0;
  return (count) => {
    const at = now();
    if (last === undefined) last = { at, count };
    if (at - last.at < meterMsMin) return rate;
    rate = Math.max(0, (count - last.count) / ((at - last.at) / 1000));
    last = { at, count };
    return rate;
  };
}
