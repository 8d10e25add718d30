import type { RouteAnswer, Routes } from '@perennial/contracts';
import type { MemberProfile } from '@perennial/contracts/staff';
import { restore } from '@perennial/engine';
import type { Audit } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { MemberReader } from '../lifecycle/member-reader.ts';
import { identitiesOf } from '../personal-data/identities.ts';
import type { PersonalReader } from '../personal-data/personal-reader.ts';
import { asOfIn } from '../reading/world.ts';
import type { ReadingWorld } from '../reading/world.ts';
import { attributesOf } from '../registers/registers.ts';
import { keyOf } from './find-member.ts';
import type { FindMember } from './find-member.ts';
import { listTimeline } from './list-timeline.ts';
import type { TimelineDependencies, TimelineRequest } from './list-timeline.ts';

export interface RevealMemberDependencies {
  readonly audit: Audit;
  readonly world: ReadingWorld;
  readonly findMember: FindMember;
  readonly personal: PersonalReader;
  readonly reader: MemberReader;
}

/** An act on a member that has to be justified. */
export interface ReasonedRequest {
  readonly memberId: string;
  /** Goes into the audit log. */
  readonly reason: string;
}

export type RevealMember = (
  context: CallContext,
  request: ReasonedRequest,
) => Promise<Pick<MemberProfile, 'identities' | 'attributes'>>;

/** Identities and personal attributes in clear. Throws `member.not_found`, `member.erased`. */
export function createRevealMember(dependencies: RevealMemberDependencies): RevealMember {
  const { audit, world, findMember, personal, reader } = dependencies;
  return (context, { memberId, reason }) =>
    audit.act(context, { action: 'member.revealed', subject: memberId }, async (note) => {
      const member = await findMember(memberId, context.caller);
      note({ subject: member.memberId, reason });
      if (member.status === 'erased') throw new ProblemError('member.erased');
      const [{ registers }, secrets] = await Promise.all([
        reader.judge(member, asOfIn(world, undefined)),
        personal.read(keyOf(member)),
      ]);
      return { identities: identitiesOf(secrets, 'clear'), attributes: attributesOf(registers, secrets, 'clear') };
    });
}

export type RevealTimeline = (
  context: CallContext,
  request: ReasonedRequest & TimelineRequest,
) => Promise<RouteAnswer<Routes['members']['timeline']>>;

/** A page of her timeline with what stands in it as it was told, sealed values opened. Throws `member.not_found`, `member.erased`. */
export function createRevealTimeline(dependencies: RevealMemberDependencies & TimelineDependencies): RevealTimeline {
  const { audit, findMember, personal } = dependencies;
  return (context, { memberId, reason, ...page }) =>
    audit.act(context, { action: 'member.timeline_revealed', subject: memberId }, async (note) => {
      const member = await findMember(memberId, context.caller);
      note({ subject: member.memberId, reason });
      if (member.status === 'erased') throw new ProblemError('member.erased');
      const { values } = await personal.read(keyOf(member));
      const opened = new Map([...values].map(([name, { json }]) => [name, { value: json }]));
      return listTimeline(dependencies, member, { ...page, show: (payload) => restore(payload, opened) });
    });
}
