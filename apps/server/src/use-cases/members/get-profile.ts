import type { MemberProfile } from '@perennial/contracts/staff';
import { readMemberStores } from '@perennial/postgres/reading';
import type { Sql } from '@perennial/postgres';
import type { CallContext } from '../kernel/call-context.ts';
import type { MemberReader } from '../lifecycle/member-reader.ts';
import { isSharedCardOf, joinedAtOf, metricsOf, stagesOf } from '../lifecycle/standing.ts';
import { identitiesOf } from '../personal-data/identities.ts';
import { labelFrom } from '../personal-data/label.ts';
import type { PersonalReader } from '../personal-data/personal-reader.ts';
import { businessSightOf, namesCost } from '../reading/sight.ts';
import { asOfIn } from '../reading/world.ts';
import type { ReadingWorld } from '../reading/world.ts';
import { attributesOf, consentsOf, maskTags, notesOf, tagsOf } from '../registers/registers.ts';
import { keyOf } from './find-member.ts';
import type { FindMember } from './find-member.ts';

export interface GetProfileDependencies {
  readonly sql: Sql;
  readonly world: ReadingWorld;
  readonly findMember: FindMember;
  readonly personal: PersonalReader;
  readonly reader: MemberReader;
}

export interface MemberAsOfRequest {
  readonly memberId: string;
  /** A calendar day or an instant; now unless given. */
  readonly asOf?: string | undefined;
}

export type GetProfile = (context: Pick<CallContext, 'caller'>, request: MemberAsOfRequest) => Promise<MemberProfile>;

/** One member: who she is, where she stands and what she amounts to. Throws `member.not_found`. */
export function createGetProfile({ sql, world, findMember, personal, reader }: GetProfileDependencies): GetProfile {
  return async ({ caller }, { memberId, asOf: text }) => {
    const member = await findMember(memberId, caller);
    const asOf = asOfIn(world, text);
    const [judged, secrets, storeIds] = await Promise.all([
      reader.judge(member, asOf),
      personal.read(keyOf(member)),
      readMemberStores(sql, member.shard, member.memberId),
    ]);
    const attributes = attributesOf(judged.registers, secrets, 'masked');
    return {
      id: member.memberId,
      label: labelFrom(member.memberId, secrets),
      isUnreadable: secrets.isUnreadable,
      status: member.status,
      mergedInto: member.mergedInto,
      asOfAt: asOf.at,
      isHistory: !asOf.isNow,
      storeIds,
      identities: identitiesOf(secrets, 'masked'),
      attributes: businessSightOf(caller).costs ? attributes : attributes.filter(({ name }) => !namesCost(name)),
      stages: stagesOf(judged),
      isSharedCard: isSharedCardOf(judged),
      joinedAt: joinedAtOf(judged, member.createdAt),
      metrics: metricsOf(judged),
      tags: maskTags(tagsOf(judged.registers)),
      consents: consentsOf(judged.registers),
      notes: notesOf(judged.registers, secrets),
    };
  };
}
