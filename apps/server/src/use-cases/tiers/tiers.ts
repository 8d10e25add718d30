import type { RouteAnswer, Routes } from '@perennial/contracts';
import { openView, progressOf, progressThen, tierChangeRows, tiersFacet, tiersRulesOf } from '@perennial/domain';
import type { TierChangeRow, TiersView } from '@perennial/domain';
import { readMember } from '@perennial/engine';
import type { FoldStore, Programs } from '@perennial/engine';
import { readTierChangesBefore } from '@perennial/postgres/tiers';
import type { Sql } from '@perennial/postgres';
import type { CallContext } from '../kernel/call-context.ts';
import { decodeCursor, toPage } from '../kernel/paging.ts';
import type { PageRequest } from '../kernel/paging.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { FindMember, FoundMember } from '../members/find-member.ts';
import { resolveAsOf } from '../reading/days.ts';
import type { ReadingWorld } from '../reading/world.ts';
import { overlaid } from '../wallets/reading/wallet-reader.ts';
import { ownerOf } from '../wallets/wallets.ts';
import { pastSet } from './past-set.ts';
import { shownSet } from './shown-set.ts';

export interface TiersDependencies {
  readonly sql: Sql;
  readonly world: ReadingWorld;
  readonly findMember: FindMember;
  readonly foldStore: FoldStore;
  readonly programs: Programs;
}

type Asked = Pick<CallContext, 'caller'>;
interface OfMember {
  readonly memberId: string;
  readonly asOf?: string | undefined;
}
type Answer<Name extends keyof Routes['tiers']> = Promise<RouteAnswer<Routes['tiers'][Name]>>;

/** Where a member stands in the tier sets of the program. Both throw `member.not_found` for who may not see her. */
export interface Tiers {
  ofMember(asked: Asked, request: OfMember): Answer<'ofMember'>;
  changes(asked: Asked, request: OfMember & PageRequest): Answer<'changes'>;
}

/** More than anybody's levels ever change. */
const lastNumber = 2_147_483_647;

export function createTiers({ sql, world, findMember, foldStore, programs }: TiersDependencies): Tiers {
  const look = async ({ caller }: Asked, { memberId }: OfMember) => {
    const member = await findMember(memberId, caller);
    const at = world.now();
    const key = { shard: member.shard, id: member.memberId };
    const [folded, program] = await Promise.all([readMember(foldStore, programs, { key, asOf: at }), world.program()]);
    if (folded === null) throw new ProblemError('member.not_found');
    return { member, at, program, view: openView(folded, tiersFacet) };
  };
  return {
    async ofMember(asked, request) {
      const { member, at, program, view } = await look(asked, request);
      const rules = tiersRulesOf(program);
      const asOf = resolveAsOf(request.asOf, world.zone, at);
      const told = { ...ownerOf(member), asOfAt: asOf.at, isHistory: !asOf.isNow };
      if (!asOf.isNow) {
        const changes = await changesOf(sql, { member, view, before: lastNumber, at: asOf.at, limit: pastChangesMax });
        const past = [...rules.sets.values()].flatMap((set) => {
          const progress = progressThen(view, rules, { set: set.document.id, at: asOf.at });
          return progress === null ? [] : [pastSet(set, { progress, changes })];
        });
        return { ...told, sets: past };
      }
      const sets = [...rules.sets.values()].flatMap((set) => {
        const progress = progressOf(view, rules, { set: set.document.id, at });
        return progress === null ? [] : [shownSet({ set, progress, view, days: rules.world.days, at })];
      });
      return { ...told, sets };
    },
    async changes(asked, request) {
      const { member, at, view } = await look(asked, request);
      const { cursor, limit } = request;
      const [before] = decodeCursor(cursor, [lastNumber]);
      const asOf = resolveAsOf(request.asOf, world.zone, at);
      const changes = await changesOf(sql, { member, view, before, at: asOf.at, limit: limit + 1 });
      return toPage(changes, limit, { item: shownChange, cursor: ({ number }) => [number] });
    },
  };
}

/** More than anybody's levels changed before a day: more than a day for nine years. */
const pastChangesMax = 3_000;

interface ChangesUse {
  readonly member: FoundMember;
  readonly view: TiersView;
  readonly before: number;
  /** What happened after it is not asked for. */
  readonly at: number;
  readonly limit: number;
}

/** The newest changes before a number, those among them that waking her has just brought about. */
async function changesOf(sql: Sql, { member, view, before, at, limit }: ChangesUse): Promise<readonly TierChangeRow[]> {
  const place = { shard: member.shard, memberId: member.memberId };
  const stored = await readTierChangesBefore(sql, { ...place, before, at, limit });
  const computed = view
    .rows(tierChangeRows)
    .rows()
    .filter((row) => row.number < before && row.at <= at);
  return overlaid(stored, computed, newestFirst).slice(0, limit);
}

const newestFirst = {
  keyOf: ({ number }: TierChangeRow) => number,
  compare: (a: TierChangeRow, b: TierChangeRow) => b.number - a.number,
};

type ShownChange = RouteAnswer<Routes['tiers']['changes']>['items'][number];

function shownChange(row: TierChangeRow): ShownChange {
  const { number, tierSet, fromLevel, toLevel, at, kind, because, validUntil, graceUntil } = row;
  return {
    number,
    tierSet,
    from: fromLevel,
    to: toLevel,
    at,
    kind,
    because,
    reason: row.reason,
    validUntil,
    graceUntil,
    measures: countedOf(row.measures),
    programVersion: row.programVersion,
    causeKind: row.causeKind,
  };
}

/** The JSON that the fold wrote. */
function countedOf(text: string): Record<string, number> {
  const counted: unknown = text === '' ? {} : JSON.parse(text);
  if (typeof counted !== 'object' || counted === null) return {};
  return Object.fromEntries(
    Object.entries(counted).filter((one): one is [string, number] => typeof one[1] === 'number'),
  );
}
