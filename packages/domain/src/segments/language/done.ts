import { compareTexts } from '../../conditions/compare-texts.ts';
import type { FactPayload } from '../../kernel/base/payload.ts';
import { createSubjectPart, subjectOfPart } from '../../kernel/fields/subject.ts';
import type { ConditionSubject } from '../../kernel/fields/subject.ts';

/** Something that a member did, as behaviours ask about it. */
export type Done = DoneFact | DoneLine;

interface AnyDone {
  /** When, epoch milliseconds. */
  readonly at: number;
  readonly channel: string;
  readonly storeId: string;
}

/** A fact of her log. */
export interface DoneFact extends AnyDone {
  readonly kind: 'fact';
  readonly type: string;
  readonly recordedAt: number;
  readonly source: string;
  readonly messageId: string;
  readonly payload: FactPayload;
}

/** A line of an order that counts as a purchase, as orders and refunds have left it; `at` is the instant from which the order counts. */
export interface DoneLine extends AnyDone {
  readonly kind: 'line';
  readonly space: string;
  readonly orderId: string;
  /** Unique within the order. */
  readonly line: string;
  readonly productId: string;
  readonly category: string;
  /** Thousandths of a unit. */
  readonly quantityMilli: number;
  /** Minor units of the program's currency. */
  readonly amountMinor: number;
}

const donePart = createSubjectPart<Done>(0);

/** One thing done as conditions over properties read it. */
export function subjectOfDone(done: Done): ConditionSubject {
  return subjectOfPart(0, done);
}

export function doneOf(subject: ConditionSubject): Done {
  return donePart.of(subject);
}

/** The order of facts that everything agrees on, however they came in: by when they happened, then when they were recorded, then who sent them. */
export function compareDone(a: DoneFact, b: DoneFact): number {
  return (
    a.at - b.at ||
    a.recordedAt - b.recordedAt ||
    compareTexts(a.source, b.source) ||
    compareTexts(a.messageId, b.messageId)
  );
}
