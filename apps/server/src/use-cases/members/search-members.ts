import type { RouteAnswer, Routes } from '@perennial/contracts';
import type { CallContext } from '../kernel/call-context.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import { joinedAtOf, mainStageOf, orderFiguresOf, placeOfLastOrder } from '../lifecycle/standing.ts';
import { labelFrom } from '../personal-data/label.ts';
import { asOfIn } from '../reading/world.ts';
import { maskTags, tagsOf } from '../registers/registers.ts';
import type { FindByIdentity } from './find-by-identity.ts';
import { keyOf } from './find-member.ts';
import type { FoundMember } from './find-member.ts';
import type { GetProfileDependencies } from './get-profile.ts';

export interface SearchMembersDependencies extends Omit<GetProfileDependencies, 'sql' | 'productNames'> {
  readonly findByIdentity: FindByIdentity;
}

type Answer = RouteAnswer<Routes['members']['search']>;
type Item = Answer['items'][number];

export type SearchMembers = (
  context: Pick<CallContext, 'caller'>,
  request: { readonly q: string; readonly limit: number },
) => Promise<Answer>;

/** Search reads members themselves, not the lens: who has just been sent is found at once. */
export function createSearchMembers(dependencies: SearchMembersDependencies): SearchMembers {
  return async ({ caller }, { q, limit }) => {
    const found = await dependencies.findByIdentity(q, limit);
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
  };
}

async function toRow(
  { world, reader, personal, storeNames }: SearchMembersDependencies,
  member: FoundMember,
): Promise<Item['member']> {
  const [judged, secrets] = await Promise.all([
    reader.judge(member, asOfIn(world, undefined)),
    personal.read(keyOf(member)),
  ]);
  const place = placeOfLastOrder(judged);
  const storeName = await storeNames([place.storeId]);
  return {
    id: member.memberId,
    label: labelFrom(member.memberId, secrets),
    isUnreadable: secrets.isUnreadable,
    ...mainStageOf(judged),
    joinedAt: joinedAtOf(judged, member.createdAt),
    ...orderFiguresOf(judged.activity),
    ...place,
    storeName: storeName(place.storeId),
    tags: maskTags(tagsOf(judged.registers)),
  };
}
