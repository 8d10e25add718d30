import type { RouteAnswer, Routes } from '@perennial/contracts';
import type { Explanation } from '@perennial/contracts/staff';
import type { CallContext } from '../kernel/call-context.ts';
import type { PageRequest } from '../kernel/paging.ts';
import { explainMember } from '../lifecycle/explain-member.ts';
import { listOrders } from '../lifecycle/list-orders.ts';
import { listStages } from '../lifecycle/list-stages.ts';
import type { StagesRequest } from '../lifecycle/list-stages.ts';
import { businessSightOf, withoutRules } from '../reading/sight.ts';
import { asOfIn, lifecycleIn } from '../reading/world.ts';
import { createEraseMember } from './erase-member.ts';
import type { EraseMember, EraseMemberDependencies } from './erase-member.ts';
import { createExportMember } from './export-member.ts';
import type { ExportMember, ExportMemberDependencies } from './export-member.ts';
import { createFindTypedMember } from './find-typed-member.ts';
import type { FindTypedMember } from './find-typed-member.ts';
import { createGetProfile } from './get-profile.ts';
import type { GetProfile, GetProfileDependencies, MemberAsOfRequest } from './get-profile.ts';
import { listMerges } from './list-merges.ts';
import type { MergesDependencies } from './list-merges.ts';
import { listTimeline } from './list-timeline.ts';
import type { TimelineDependencies, TimelineRequest } from './list-timeline.ts';
import { readAttributeLog } from './attribute-log.ts';
import type { ResolveReference } from './resolve-reference.ts';
import { createRevealMember, createRevealTimeline } from './reveal-member.ts';
import type { RevealMember, RevealMemberDependencies, RevealTimeline } from './reveal-member.ts';
import { createSearchMembers } from './search-members.ts';
import type { SearchMembers, SearchMembersDependencies } from './search-members.ts';

export type MembersDependencies = GetProfileDependencies &
  SearchMembersDependencies &
  RevealMemberDependencies &
  MergesDependencies &
  TimelineDependencies &
  Pick<EraseMemberDependencies, 'erase'> & {
    readonly resolveReference: ResolveReference;
    readonly readEverything: ExportMemberDependencies['read'];
  };

type Asked = Pick<CallContext, 'caller'>;
type AboutMember<Request> = Request & { readonly memberId: string };

/** All that can be asked about one member, and done with what is known of her. Everything throws `member.not_found` for who may not see her. */
export interface Members {
  /** Whom a path or a command means that names her by one of her identities. */
  readonly resolveReference: ResolveReference;
  readonly findTyped: FindTypedMember;
  readonly search: SearchMembers;
  readonly get: GetProfile;
  attributeLog(asked: Asked, request: AboutMember<object>): Promise<RouteAnswer<Routes['members']['attributeLog']>>;
  explain(asked: Asked, request: MemberAsOfRequest): Promise<Explanation>;
  timeline(asked: Asked, request: AboutMember<TimelineRequest>): Promise<RouteAnswer<Routes['members']['timeline']>>;
  stages(asked: Asked, request: AboutMember<StagesRequest>): Promise<RouteAnswer<Routes['members']['stages']>>;
  orders(asked: Asked, request: AboutMember<PageRequest>): Promise<RouteAnswer<Routes['members']['orders']>>;
  merges(asked: Asked, request: AboutMember<PageRequest>): Promise<RouteAnswer<Routes['members']['merges']>>;
  readonly reveal: RevealMember;
  readonly revealTimeline: RevealTimeline;
  readonly export: ExportMember;
  readonly erase: EraseMember;
}

export function createMembers(dependencies: MembersDependencies): Members {
  const { world, findMember } = dependencies;
  return {
    resolveReference: dependencies.resolveReference,
    findTyped: createFindTypedMember(dependencies.findByIdentity),
    search: createSearchMembers(dependencies),
    get: createGetProfile(dependencies),
    attributeLog: async ({ caller }, { memberId }) =>
      readAttributeLog(dependencies, await findMember(memberId, caller), caller),
    async explain({ caller }, { memberId, asOf }) {
      const explained = await explainMember(dependencies, await findMember(memberId, caller), asOfIn(world, asOf).at);
      return businessSightOf(caller).rules ? explained : withoutRules(explained);
    },
    async timeline({ caller }, { memberId, ...page }) {
      return listTimeline(dependencies, await findMember(memberId, caller), {
        ...page,
        sight: businessSightOf(caller),
      });
    },
    async stages({ caller }, { memberId, ...page }) {
      if (page.lifecycle !== undefined) await lifecycleIn(world, page.lifecycle);
      const stages = await listStages(dependencies, await findMember(memberId, caller), page);
      return businessSightOf(caller).rules ? stages : withoutRules(stages);
    },
    async orders({ caller }, { memberId, ...page }) {
      return listOrders(dependencies, await findMember(memberId, caller), page);
    },
    async merges({ caller }, { memberId, ...page }) {
      return listMerges(dependencies, await findMember(memberId, caller), page);
    },
    reveal: createRevealMember(dependencies),
    revealTimeline: createRevealTimeline(dependencies),
    export: createExportMember({ ...dependencies, read: dependencies.readEverything }),
    erase: createEraseMember(dependencies),
  };
}
