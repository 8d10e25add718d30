import { notByTime } from '../kernel/base/instants.ts';
import type { ConditionSubject } from '../kernel/fields/subject.ts';
import type { ConditionWorld } from '../kernel/fields/world.ts';
import type { Need } from '../kernel/rows/needs.ts';
import { compileRule } from './compile-rule.ts';
import type { ConditionNode, GroupNode } from './condition.ts';
import { neverFlips } from './predicate.ts';
import type { Predicate } from './predicate.ts';

export function compileCondition(node: ConditionNode, world: ConditionWorld): Predicate {
  return node.kind === 'rule' ? compileRule(node, world) : compileGroup(node, world);
}

function compileGroup(node: GroupNode, world: ConditionWorld): Predicate {
  const members = node.nodes.map((member) => compileCondition(member, world));
  const tests = members.map((member) => member.test);
  const timed = members.map((member) => member.candidateAfter).filter((candidate) => candidate !== neverFlips);
  const verdictWhenFound = (node.combinator === 'or') !== node.isNegated;
  const looksFor = node.combinator === 'or';
  return {
    test: (subject, at) => {
      for (const test of tests) if (test(subject, at) === looksFor) return verdictWhenFound;
      return !verdictWhenFound;
    },
    candidateAfter:
      timed.length === 0
        ? neverFlips
        : (subject, at) => {
            let next = notByTime;
            for (const candidate of timed) next = Math.min(next, candidate(subject, at));
            return next;
          },
    mask: members.reduce((mask, member) => mask | member.mask, 0),
  };
}

/** What has to be loaded of a member before a condition can be asked of her. */
export function needsOfCondition(node: ConditionNode): readonly Need[] {
  return node.kind === 'rule' ? node.definition.needs : node.nodes.flatMap(needsOfCondition);
}

/**
 * When time alone turns the verdict; `notByTime` when it never does. Exact: between candidates no clause changes. Ends
 * because each clause has finitely many candidates (one a window, seventeen a trailing count).
 */
export function nextFlipAt(predicate: Predicate, subject: ConditionSubject, at: number): number {
  const verdict = predicate.test(subject, at);
  let candidate = predicate.candidateAfter(subject, at);
  while (candidate !== notByTime && predicate.test(subject, candidate) === verdict) {
    candidate = predicate.candidateAfter(subject, candidate);
  }
  return candidate;
}
