import type { RouteAnswer, Routes } from '@perennial/contracts';
import type { CallContext } from '../kernel/call-context.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import { joinedAtOf, mainStageOf, orderFiguresOf, placeOfLastOrder } from '../lifecycle/standing.ts';
import { labelFrom } from '../personal-data/label.ts';
import { asOfIn } from '../reading/world.ts';
import { maskTags, tagsOf } from '../registers/registers.ts';
import { storesOf } from '../kernel/caller.ts';
import type { FindByIdentity } from './finding/find-by-identity.ts';
import type { FindByName } from './finding/find-by-name.ts';
import type { FindByOrder } from './finding/find-by-order.ts';
import { keyOf } from './find-member.ts';
import type { FoundMember } from './find-member.ts';
import type { GetProfileDependencies } from './get-profile.ts';

/** What a row of a member is made from. */
type RowDependencies = Pick<GetProfileDependencies, 'world' | 'findMember' | 'personal' | 'reader' | 'storeNames'>;

export interface SearchMembersDependencies extends RowDependencies {
  readonly findByIdentity: FindByIdentity;
  readonly findByOrder: FindByOrder;
  readonly findByName: FindByName;
}

type Answer = RouteAnswer<Routes['members']['search']>;
type Item = Answer['items'][number];

export type SearchMembers = (
  context: Pick<CallContext, 'caller'>,
  request: { readonly q: string; readonly limit: number },
) => Promise<Answer>;

interface Hit extends Pick<Item, 'matched' | 'maskedName'> {
  readonly memberId: string;
}

/** Search reads members themselves, not the lens: who has just been sent is found at once. */
export function createSearchMembers(dependencies: SearchMembersDependencies): SearchMembers {
  const rowOf = createRowOf(dependencies);
  return async ({ caller }, { q, limit }) => {
    const [hits, namesWaiting] = await Promise.all([
      findHits(dependencies, { q, limit, stores: storesOf(caller) }),
      dependencies.findByName.waiting(),
    ]);
    const items = hits.slice(0, limit).map(async ({ memberId, ...found }): Promise<Item | undefined> => {
      const member = await rowOf(memberId, caller);
      return member === undefined ? undefined : { member, ...found };
    });
    return { items: (await Promise.all(items)).filter((item) => item !== undefined), namesWaiting };
  };
}

/** A member as a list shows her, read from herself; undefined for who is erased, or not theirs to see: as if there were nobody. */
export function createRowOf(
  dependencies: RowDependencies,
): (memberId: string, caller: CallContext['caller']) => Promise<Item['member'] | undefined> {
  return async (memberId, caller) => {
    try {
      const member = await dependencies.findMember(memberId, caller);
      return member.status === 'erased' ? undefined : await toRow(dependencies, member);
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'member.not_found') return undefined;
      throw error;
    }
  };
}

interface Wanted {
  readonly q: string;
  readonly limit: number;
  readonly stores: readonly string[] | undefined;
}

/** Each member once, by what says most of her: an identity, an order, a whole name, a part of one, four digits. */
async function findHits(
  { findByIdentity, findByName, findByOrder }: SearchMembersDependencies,
  { q, limit, stores }: Wanted,
): Promise<readonly Hit[]> {
  const [identities, owners, names] = await Promise.all([
    findByIdentity(q, limit),
    findByOrder(q),
    findByName.find(q, { limit, stores }),
  ]);
  const byIdentity = identities.map(({ memberId, matched }): Hit => ({ memberId, matched, maskedName: '' }));
  const hits = [
    ...byIdentity.filter(({ matched }) => matched !== 'last_four'),
    ...owners.map((memberId): Hit => ({ memberId, matched: 'order', maskedName: '' })),
    ...names,
    ...byIdentity.filter(({ matched }) => matched === 'last_four'),
  ];
  return hits.filter((hit, n) => hits.findIndex(({ memberId }) => memberId === hit.memberId) === n);
}

async function toRow(
  { world, reader, personal, storeNames }: RowDependencies,
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
