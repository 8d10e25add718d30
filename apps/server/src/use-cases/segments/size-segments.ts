import { countMembers, LensQueryError } from '@perennial/clickhouse';
import type { MemberFilter } from '@perennial/clickhouse';
import type { RouteAnswer, Routes } from '@perennial/contracts';
import { behavioursOf } from '@perennial/domain';
import type { FactValue, SegmentNode } from '@perennial/domain';
import type { Sql } from '@perennial/postgres';
import type { CallContext } from '../kernel/call-context.ts';
import type { Caller } from '../kernel/caller.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import { readJson } from '../kernel/stored-json.ts';
import type { ListMembers } from '../member-list/list-members.ts';
import { toSortedFilter } from '../member-list/member-filter.ts';
import type { FilterDependencies } from '../member-list/member-filter.ts';
import { asOfIn } from '../reading/world.ts';
import { checkedSegment, classOf } from './meaning/check-segment.ts';
import { foundSegment } from './meaning/read-segments.ts';

export interface SizeDependencies extends FilterDependencies {
  readonly sql: Sql;
  readonly list: ListMembers;
}

type Asked = Pick<CallContext, 'caller'>;

export interface SizeSegments {
  /** Throws `segment.invalid`, `segment.too_slow`. */
  preview(asked: Asked, condition: FactValue): Promise<RouteAnswer<Routes['segments']['preview']>>;
  /** Throws `segment.not_found`, `segment.invalid`, `segment.too_slow`. */
  compare(asked: Asked, id: string, condition: FactValue): Promise<RouteAnswer<Routes['segments']['compare']>>;
}

const sampleSize = 8;

/** How many a condition means: by the one filter that lists, downloads and bulk changes of members go by. */
export function createSizeSegments(dependencies: SizeDependencies): SizeSegments {
  const { world, list, sql } = dependencies;
  return {
    async preview({ caller }, condition) {
      const began = performance.now();
      const node = checkedSegment(await world.program(), { value: condition, caller });
      const [found, everybody] = await inTime(() =>
        Promise.all([
          list({ caller }, { who: condition, limit: sampleSize, direction: 'desc' }),
          countOf(dependencies, { caller, who: [] }),
        ]),
      );
      return {
        class: classOf(node),
        members: found.count,
        everybody,
        sample: found.items,
        isSlow: readsPayloads(node),
        asOfAt: found.asOfAt,
        lagMilliseconds: found.lagMilliseconds,
        tookMilliseconds: Math.round(performance.now() - began),
      };
    },
    async compare({ caller }, id, condition) {
      const before = readJson((await foundSegment(sql, id)).condition);
      checkedSegment(await world.program(), { value: condition, caller });
      const asOfAt = world.now();
      const count = (...who: readonly FactValue[]) => countOf(dependencies, { caller, who: [allOf(who)] });
      const [stay, join, leave] = await inTime(() =>
        Promise.all([count(before, condition), count(condition, not(before)), count(before, not(condition))]),
      );
      return { stay, join, leave, asOfAt };
    },
  };
}

function allOf(rules: readonly FactValue[]): FactValue {
  return { combinator: 'and', rules };
}

function not(rule: FactValue): FactValue {
  return { combinator: 'and', not: true, rules: [rule] };
}

interface Counted {
  readonly caller: Caller;
  readonly who: readonly FactValue[];
}

async function countOf(dependencies: SizeDependencies, { caller, who: [who] }: Counted): Promise<number> {
  const { world } = dependencies;
  const request = { direction: 'desc', sort: 'joinedAt', ...(who === undefined ? {} : { who }) } as const;
  const filter: MemberFilter = await toSortedFilter(dependencies, { request, asOf: asOfIn(world, undefined), caller });
  return countMembers(await world.lens(), filter);
}

const timedOut = '159';

async function inTime<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LensQueryError && error.code === timedOut)
      throw new ProblemError('segment.too_slow', { cause: error });
    throw error;
  }
}

/** Whether it asks for what stands in payloads, which are texts to be read one by one. */
function readsPayloads(node: SegmentNode): boolean {
  return behavioursOf(node).some(({ behaviour, test }) =>
    JSON.stringify(
      [behaviour.where, 'property' in test ? test.property : '', 'by' in test ? test.by.where : null],
      (key, value: unknown) => (key === 'reader' ? undefined : value),
    ).includes('property.'),
  );
}
