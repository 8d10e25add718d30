import type { RouteAnswer, Routes } from '@perennial/contracts';
import { explainStage, lastPurchaseAt, memberAsOf, toNullableInstant } from '@perennial/domain';
import type { MemberWork } from '@perennial/domain';
import type { FindByIdentity } from './find-by-identity.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { GroupHandlers } from '../../http/routing/handlers.ts';
import type { FoundMember } from './find-member.ts';
import type { MemberProfileDependencies } from './get-profile.ts';
import { labelFrom, registersOf } from '../lifecycle/member-view.ts';

export interface MemberSearchDependencies extends MemberProfileDependencies {
  readonly findByIdentity: FindByIdentity;
}

type Item = RouteAnswer<Routes['members']['search']>['items'][number];

/** Search reads members themselves, not the lens: who has just been sent is found at once. */
export function createMemberSearchHandlers(
  dependencies: MemberSearchDependencies,
): Pick<GroupHandlers<'members'>, 'search'> {
  return {
    search: async ({ query, caller }) => {
      const found = await dependencies.findByIdentity(query.q, query.limit);
      const items = found.map(async ({ memberId, matched }): Promise<Item | undefined> => {
        try {
          const member = await dependencies.findMember(memberId, caller);
          return member.status === 'erased' ? undefined : { member: await toRow(dependencies, member), matched };
        } catch (error) {
          // Not theirs to see: as if there were nobody.
          if (error instanceof ProblemError && error.code === 'member.not_found') return undefined;
          throw error;
        }
      });
      return { items: (await Promise.all(items)).filter((item) => item !== undefined) };
    },
  };
}

async function toRow(dependencies: MemberSearchDependencies, member: FoundMember): Promise<Item['member']> {
  const now = dependencies.world.now();
  const [work, secrets] = await Promise.all([
    dependencies.readMember(member, now),
    dependencies.personal.read({ shard: member.shard, member_id: member.memberId }),
  ]);
  if (work === null) throw new ProblemError('member.not_found');
  const context = dependencies.foldContext();
  const { activity } = memberAsOf(work, now, context);
  const [main] = explainStage(work, now, context);
  return {
    id: member.memberId,
    label: labelFrom(member.memberId, secrets),
    stage: main?.stage ?? '',
    stageSince: main?.since ?? null,
    nextStage: main?.next?.stage ?? null,
    nextChangeAt: main?.next?.at ?? null,
    joinedAt: toNullableInstant(activity.registeredAt) ?? toNullableInstant(activity.firstAt) ?? member.createdAt,
    firstOrderAt: toNullableInstant(activity.firstPurchaseAt),
    lastOrderAt: toNullableInstant(lastPurchaseAt(activity)),
    orders: activity.purchaseCount,
    spendMinor: activity.grossMinor - activity.refundedMinor,
    ...placeOfLastOrder(work),
    tags: registersOf(work.rows.attributes).tags,
  };
}

function placeOfLastOrder(work: MemberWork): { storeId: string; channel: string } {
  const instantOf = (order: { placedAt: number | null; paidAt: number | null }) => order.placedAt ?? order.paidAt ?? 0;
  const last = [...work.rows.orders.values()].toSorted((a, b) => instantOf(a) - instantOf(b)).at(-1);
  return { storeId: last?.storeId ?? '', channel: last?.channel ?? '' };
}
