import type { MentionDecision, Quarantine } from '@perennial/engine';
import type { Audit } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import { nameOfCaller } from '../kernel/caller.ts';
import { maskText, maskType } from '../personal-data/mask-text.ts';

export interface DecideMentionsRequest {
  readonly ids: readonly string[];
  readonly decision: MentionDecision;
  readonly reason: string;
}

/** What speaks of erased members, and what becomes of it. */
export function createMentions({ store }: Pick<Quarantine, 'store'>, audit: Audit) {
  return {
    /** What waits for a decision, newest first. */
    mentions: async (limit: number) =>
      (await store.listMentions(limit)).map((one) => ({
        ...one,
        source: maskText(one.source),
        type: maskType(one.type),
      })),
    /** How many were decided on; those that are no mention, or are decided already, are left alone. */
    decideMentions: (context: CallContext, { ids, decision, reason }: DecideMentionsRequest) =>
      audit.act(context, { action: 'quarantine.mention_decided' }, async (note) => {
        note({ subject: subjectOf(ids), reason: `${decision}: ${reason}` });
        return store.decideMentions(ids, { decision, by: nameOfCaller(context.caller) });
      }),
  };
}

/** One by its id; of many an entry has no room. */
function subjectOf(ids: readonly string[]): string {
  const [first = ''] = ids;
  return ids.length === 1 ? first : `${ids.length} facts`;
}
