import type { CompiledProgram, Member } from '../kernel/facet.ts';
import type { ConditionSubject } from '../kernel/fields/subject.ts';
import type { LensRow, LensTablePart } from '../kernel/lens.ts';
import type { Need } from '../kernel/rows/needs.ts';
import type { MemberId } from '../kernel/steps/steps.ts';

/** Whose facts are a member's, beside those of her own log. */
export interface Holdings {
  /** Whom she has taken in and not given back, whole families of them. */
  readonly takenIn: readonly MemberId[];
  /** Facts in the logs of others that undone merges have given back to her. */
  readonly givenBack: readonly { readonly shard: number; readonly position: number }[];
}

/** A member as she is read for the lens. */
export interface SeenMember {
  readonly member: Member;
  /** The version that she was folded under; null before the first. */
  readonly program: CompiledProgram | null;
  readonly subject: ConditionSubject;
  readonly createdAt: number;
  /** Read for tables that ask for it, and then only of who was ever merged. */
  readonly holdings?: Holdings | undefined;
}

/** A table that is filled from members, as shipping and schema see it. */
export interface LensTable {
  readonly part: LensTablePart<never>;
  readonly needs: readonly Need[];
  readonly asksForHoldings: boolean;
  rows(seen: SeenMember): readonly LensRow[];
}
