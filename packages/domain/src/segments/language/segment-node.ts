import type { ConditionNode, RuleNode } from '../../conditions/condition.ts';
import type { BehaviourWindow } from './behaviour-window.ts';

/*
 * Who is in a segment: the checked tree. Its leaves ask what is known of a member now, what she did, which other segments she is in, or
 * chance. A segment whose leaves all ask what is known of her is computed by the fold; any other one by the lens.
 */

export type SegmentNode = SegmentGroup | MemberClause | BehaviourClause | BucketClause;

export interface SegmentGroup {
  readonly kind: 'group';
  readonly combinator: 'and' | 'or';
  readonly isNegated: boolean;
  readonly nodes: readonly SegmentNode[];
}

/** What is known of her: any field of lists. */
export interface MemberClause {
  readonly kind: 'member';
  readonly rule: RuleNode;
}

/** What she did. */
export interface BehaviourClause {
  readonly kind: 'behaviour';
  readonly behaviour: Behaviour;
  readonly test: BehaviourTest;
}

/** A share of everybody that a hash chooses: the same members each time, others under another salt. */
export interface BucketClause {
  readonly kind: 'bucket';
  readonly salt: string;
  /** Of ten thousand: from this one, up to and without that one. */
  readonly from: number;
  readonly to: number;
}

/** `bought`: lines of orders that count as purchases, without those that were free or given back whole. */
export type BehaviourSource = { readonly kind: 'fact'; readonly type: string } | { readonly kind: 'bought' };

/** Facts, or bought lines, of a window that some properties narrow. */
export interface Behaviour {
  readonly source: BehaviourSource;
  /** Over the properties of one fact or line; null: any. */
  readonly where: ConditionNode | null;
  /** Null: ever, up to the instant that is asked about. */
  readonly window: BehaviourWindow | null;
}

export const numberOperators = ['=', '!=', '<', '<=', '>', '>='] as const;
export type NumberOperator = (typeof numberOperators)[number];

export type BehaviourTest = CountTest | AmountTest | MomentTest | FollowedTest | RhythmTest;

/** `count`: how many facts or lines; `days`: on how many calendar days; `orders`: how many orders, of bought lines. */
export interface CountTest {
  readonly measure: 'count' | 'days' | 'orders';
  readonly operator: NumberOperator;
  readonly value: number;
}

/** Over a property that holds numbers (of `distinct`: any values); who has none is in no answer but that of `distinct` and `sum`, which are 0. */
export interface AmountTest {
  readonly measure: 'sum' | 'average' | 'least' | 'greatest' | 'distinct';
  readonly property: string;
  readonly operator: NumberOperator;
  readonly value: number;
}

/** When the first, or the last one was. */
export interface MomentTest {
  readonly measure: 'first' | 'last';
  /** Whether it lies in the window, or not; who has none is in neither. */
  readonly is: 'in' | 'notIn';
  readonly span: BehaviourWindow;
}

/**
 * One of them was followed by another behaviour within a time, counted from it; or by none, once that time is over. Of one instant, the later
 * recorded follows.
 */
export interface FollowedTest {
  readonly measure: 'followed' | 'notFollowed';
  readonly by: Omit<Behaviour, 'window'>;
  readonly withinMs: number;
}

/**
 * Periods of so many days of 24 hours, counted back from the instant that is asked about. `regular`: some in each of the last `times`;
 * `stopped`: none in the last `quiet`, some in each of the `times` before; `again`: some in the last one, none in the `quiet` before it, some
 * earlier.
 */
export interface RhythmTest {
  readonly measure: 'rhythm';
  readonly is: 'regular' | 'stopped' | 'again';
  readonly everyDays: number;
  readonly times: number;
  readonly quiet: number;
}

/** Properties are summed in ten-thousandths, so that sums are whole and the same in whatever order. */
export const sumDigits = 4;
export const sumScale = 10_000;
/** Greater numbers, and those below its opposite, are in no sum. */
export const summedMax = 1e12;
export const bucketsCount = 10_000;
export const rhythmPeriodsMax = 60;

export function behavioursOf(node: SegmentNode): readonly BehaviourClause[] {
  if (node.kind === 'group') return node.nodes.flatMap(behavioursOf);
  return node.kind === 'behaviour' ? [node] : [];
}

export function memberRulesOf(node: SegmentNode): readonly RuleNode[] {
  if (node.kind === 'group') return node.nodes.flatMap(memberRulesOf);
  return node.kind === 'member' ? [node.rule] : [];
}
