import type { DocumentProblem, FactPayload, MemberId } from '@perennial/domain';

/** What a command was answered for good: kept, and given again to every retry. Ids, codes and numbers; personal text of commands that say so alone. */
export type Answer =
  | {
      readonly kind: 'done';
      /** Whom it was done to: the survivor, where the member named had been absorbed. */
      readonly memberId: MemberId;
      /** Of the decision in her log; null when what was asked for held already. */
      readonly decisionId: string | null;
      readonly answer: FactPayload;
    }
  | { readonly kind: 'rejected'; readonly code: string; readonly facts: FactPayload };

/** Nothing was done, and nothing is kept: the same key may be sent again. */
export interface Refusal {
  readonly kind: 'refused';
  readonly code:
    | 'command.busy'
    | 'command.key_required'
    | 'command.key_reused'
    | 'command.queue_full'
    /** Of this one alone it is not known whether it was carried out: a retry tells. */
    | 'command.timed_out'
    | 'member.not_found'
    | 'member.parked'
    | 'request.invalid';
  /** Of `request.invalid`. */
  readonly problems?: readonly DocumentProblem[];
}

export type Verdict = Answer | Refusal;

export type CommandOutcome = Verdict & {
  /** The caller's, or the one that was made for him. */
  readonly key: string;
  /** It is the answer of an earlier call. */
  readonly isRepeat: boolean;
};

export function rejected(code: string, facts: FactPayload = {}): Answer {
  return { kind: 'rejected', code, facts };
}

export function refused(code: Refusal['code']): Refusal {
  return { kind: 'refused', code };
}
