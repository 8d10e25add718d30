import type { ConditionSubject } from '../../kernel/fields/subject.ts';
import type { DoneFact, DoneLine } from '../language/done.ts';

/** A member with all that segments ask about, loaded whole. */
export interface SegmentPerson {
  readonly memberId: string;
  /** What is known of her now. */
  readonly subject: ConditionSubject;
  /** Every fact of her family's logs, in the order of `compareDone`. */
  readonly facts: readonly DoneFact[];
  /** Lines that she bought, in any order. */
  readonly lines: readonly DoneLine[];
}
