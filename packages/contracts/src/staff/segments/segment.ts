import type { FactValue } from '@perennial/domain';
import { z } from 'zod';
import { counter, instant, jsonValue, nameLengthMax, uuid } from '../../schemas/common.ts';

/** So many segments an installation may keep. */
export const segmentsMax = 500;
/** Longest condition of a segment, characters of its JSON. */
export const segmentConditionMax = 20_000;

/** Who is in a segment, as JSON: groups of rules about what is known of a member, what she did, and chance. */
export const segmentCondition = jsonValue.refine(
  (value) => JSON.stringify(value).length <= segmentConditionMax,
  `A condition has at most ${segmentConditionMax} characters`,
);

/** `fold`: known with every step of a member; `lens`: asked of all that she did. */
export const segmentClass = z.enum(['fold', 'lens']);

export const segmentSaid = z.strictObject({
  name: z.string().trim().min(1).max(nameLengthMax),
  description: z.string().max(2_000).default(''),
  condition: segmentCondition,
});
export type SegmentSaid = z.output<typeof segmentSaid>;

export const segment = z.object({
  id: uuid,
  name: z.string(),
  description: z.string(),
  condition: jsonValue,
  class: segmentClass,
  /** Counts up with every change; every version stays readable. */
  version: counter,
  createdAt: instant,
  createdBy: z.string(),
  changedAt: instant,
  changedBy: z.string(),
  isArchived: z.boolean(),
});
export type Segment = z.output<typeof segment>;

export const segmentVersion = segment
  .pick({ version: true, name: true, description: true, condition: true, changedAt: true, changedBy: true })
  .describe('A version as it was saved');

/** One clause of a segment with its verdict. `did`, `bucket` and `field` clauses stand as the condition has them. */
export interface SegmentClause {
  readonly isTrue: boolean;
  /** When time alone turns the verdict; null: never, as far as is known today. */
  readonly flipsAt: number | null;
  readonly combinator?: 'and' | 'or' | undefined;
  readonly isNegated?: boolean | undefined;
  readonly clauses?: readonly SegmentClause[] | undefined;
  /** The rule as the condition has it. */
  readonly rule?: FactValue | undefined;
  /** What was found: the value of a field, a count or an amount, an instant. */
  readonly actual?: FactValue | undefined;
  /** Of a behaviour: the newest of what counted, at most ten. */
  readonly evidence?: readonly SegmentEvidence[] | undefined;
}
export interface SegmentEvidence {
  readonly at: number;
  readonly text: string;
}
export interface SegmentClauseOnWire extends Omit<SegmentClause, 'flipsAt' | 'clauses' | 'evidence'> {
  readonly flipsAt: string | null;
  readonly clauses?: readonly SegmentClauseOnWire[] | undefined;
  readonly evidence?: readonly { readonly at: string; readonly text: string }[] | undefined;
}

export const segmentClause: z.ZodType<SegmentClause, SegmentClauseOnWire> = z.object({
  isTrue: z.boolean(),
  flipsAt: instant.nullable(),
  combinator: z.enum(['and', 'or']).optional(),
  isNegated: z.boolean().optional(),
  get clauses() {
    return z.array(segmentClause).optional();
  },
  rule: jsonValue.optional(),
  actual: jsonValue.optional(),
  evidence: z.array(z.object({ at: instant, text: z.string() })).optional(),
});

export const segmentExplanation = z.object({
  memberId: uuid,
  isIn: z.boolean(),
  /** When time alone turns the verdict; null: never. */
  until: instant.nullable(),
  asOfAt: instant,
  clause: segmentClause,
});
export type SegmentExplanation = z.output<typeof segmentExplanation>;
