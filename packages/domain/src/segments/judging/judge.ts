import { sha256 } from '../../kernel/base/sha256.ts';
import type { ConditionWorld } from '../../kernel/fields/world.ts';
import { compileCondition } from '../../conditions/compile-condition.ts';
import { bucketsCount } from '../language/segment-node.ts';
import type { BucketClause, SegmentNode } from '../language/segment-node.ts';
import { testBehaviour } from './measure.ts';
import type { SegmentPerson } from './person.ts';

/**
 * Whether a member is in a segment at an instant: the interpreter in memory, over all that she did. It says what the statement over the lens
 * says (`segmentSql` of the lens's adapter); the two share windows and checked trees, and nothing of how a verdict is reached.
 */
export type Judge = (person: SegmentPerson, at: number) => boolean;

export function compileSegment(node: SegmentNode, world: ConditionWorld): Judge {
  switch (node.kind) {
    case 'group': {
      const judges = node.nodes.map((inner) => compileSegment(inner, world));
      const { combinator, isNegated } = node;
      return (person, at) => {
        const holds = (judge: Judge): boolean => judge(person, at);
        return (combinator === 'and' ? judges.every(holds) : judges.some(holds)) !== isNegated;
      };
    }
    case 'member': {
      const { test } = compileCondition(node.rule, world);
      return ({ subject }, at) => test(subject, at);
    }
    case 'behaviour': {
      const test = testBehaviour(node, world);
      return (person, at) => test(person, at);
    }
    case 'bucket':
      return ({ memberId }) => isInBucket(node, memberId);
  }
}

/** By the first four bytes of a digest of salt and id, as a whole number. */
export function isInBucket({ salt, from, to }: BucketClause, memberId: string): boolean {
  const place = Number.parseInt(sha256(`${salt} ${memberId}`).slice(0, 8), 16) % bucketsCount;
  return place >= from && place < to;
}
