import { logSegmentsOf } from '@perennial/engine';
import type { ErasureReport, Mention, SegmentStore } from '@perennial/engine';
import { countFamilyFacts } from '@perennial/postgres/reading';
import type { Sql } from '@perennial/postgres';
import type { Audit } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import { nameOfCaller } from '../kernel/caller.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { Said } from './export-member.ts';
import { keyOf } from './find-member.ts';
import type { FindMember, FoundMember } from './find-member.ts';
import type { ReasonedRequest } from './reveal-member.ts';

export interface EraseMemberDependencies {
  readonly audit: Audit;
  readonly sql: Sql;
  readonly findMember: FindMember;
  readonly merges: SegmentStore;
  readonly erase: (member: FoundMember, said: Said) => Promise<ErasureReport>;
}

export interface EraseRequest extends ReasonedRequest {
  /** The id of the member once more: what cannot be undone is not asked for by a slip. */
  readonly confirm: string;
}

export interface ErasedMember {
  readonly identitiesErased: number;
  readonly secretsErased: number;
  readonly factsKept: number;
  readonly quarantinedErased: number;
  readonly erasureId: string;
  readonly mentionsFound: number;
  /** The first of them; all stand on the list in quarantine. */
  readonly mentions: Mention[];
}

const mentionsShownMax = 100;

export type EraseMember = (context: CallContext, request: EraseRequest) => Promise<ErasedMember>;

/**
 * Erases a member with all whom she took in, and whoever took her in; their facts stay in the totals, without a name. Throws `member.not_found`,
 * `member.erased`, and `request.invalid` when it is not confirmed.
 */
export function createEraseMember({ audit, sql, findMember, merges, erase }: EraseMemberDependencies): EraseMember {
  return (context, { memberId, reason, confirm }) =>
    audit.act(context, { action: 'member.erased', subject: memberId }, async (note) => {
      const member = await findMember(memberId, context.caller);
      note({ reason });
      if (confirm.toLowerCase() !== member.memberId) {
        throw new ProblemError('request.invalid', {
          errors: [
            { path: '/confirm', message: { en: 'It must be the id of the member.', zh: '必须是该会员的编号。' } },
          ],
        });
      }
      if (member.status === 'erased') throw new ProblemError('member.erased');
      const { members, ...report } = await erase(member, {
        by: nameOfCaller(context.caller),
        reason,
      });
      const [head = keyOf(member)] = members;
      const factsKept = await countFamilyFacts(sql, await logSegmentsOf(merges, head), Number.MAX_SAFE_INTEGER);
      return {
        identitiesErased: report.identitiesRemoved,
        secretsErased: report.secretsRemoved,
        factsKept,
        quarantinedErased: report.quarantinedRemoved,
        erasureId: report.erasureId,
        mentionsFound: report.mentions.length,
        mentions: report.mentions.slice(0, mentionsShownMax),
      };
    });
}
