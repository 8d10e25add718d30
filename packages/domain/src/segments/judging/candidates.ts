import { dayMs, notByTime } from '../../kernel/base/instants.ts';
import type { ConditionWorld } from '../../kernel/fields/world.ts';
import { compileCondition } from '../../conditions/compile-condition.ts';
import { edgesAfter } from '../language/behaviour-window.ts';
import type { Moment } from '../language/behaviour-window.ts';
import type { Done } from '../language/done.ts';
import type { BehaviourClause, BehaviourTest, SegmentNode } from '../language/segment-node.ts';
import { compileBehaviour } from './measure.ts';
import type { SegmentPerson } from './person.ts';
import type { Judge } from './judge.ts';

/** The first instant after `at` at which time alone may turn a clause, for what she has done by now; `notByTime` when none will. */
export type CandidateAfter = (person: SegmentPerson, at: number) => number;

export function compileCandidates(node: SegmentNode, world: ConditionWorld): CandidateAfter {
  switch (node.kind) {
    case 'group': {
      const inner = node.nodes.map((one) => compileCandidates(one, world));
      return (person, at) => Math.min(notByTime, ...inner.map((candidate) => candidate(person, at)));
    }
    case 'member': {
      const { candidateAfter } = compileCondition(node.rule, world);
      return ({ subject }, at) => candidateAfter(subject, at);
    }
    case 'behaviour':
      return behaviourCandidates(node, world);
    case 'bucket':
      return () => notByTime;
  }
}

/** Every real flip is an edge of one thing done: of the window that it stands in, or of what is asked of it. */
function behaviourCandidates({ behaviour, test }: BehaviourClause, world: ConditionWorld): CandidateAfter {
  const findEver = compileBehaviour({ ...behaviour, window: null }, world);
  return (person, at) => {
    const asked: Moment = { at, days: world.days };
    let next = notByTime;
    for (const done of findEver(person, at)) {
      for (const edge of edgesAfter(behaviour.window, done.at, asked)) next = Math.min(next, edge);
      for (const edge of edgesOf(test, done, asked)) next = Math.min(next, edge);
    }
    return next;
  };
}

function edgesOf(test: BehaviourTest, { at: doneAt }: Done, asked: Moment): readonly number[] {
  switch (test.measure) {
    case 'first':
    case 'last':
      return edgesAfter(test.span, doneAt, asked);
    case 'notFollowed':
      return [doneAt + test.withinMs + 1].filter((edge) => edge > asked.at);
    case 'rhythm': {
      const length = test.everyDays * dayMs;
      const period = Math.floor((asked.at - doneAt) / length);
      // What is older than all periods that are asked about moves no more.
      return period > test.times + test.quiet ? [] : [doneAt + (period + 1) * length];
    }
    default:
      return [];
  }
}

/** So many edges are looked at: thousands of things done in windows that no one of them ends. */
const edgesMax = 5_000;

/** When time alone turns a verdict for who does nothing more; `notByTime` when it never does. */
export function nextTurnAt(
  judge: Judge,
  candidateAfter: CandidateAfter,
  { person, at }: { readonly person: SegmentPerson; readonly at: number },
): number {
  const verdict = judge(person, at);
  let candidate = candidateAfter(person, at);
  for (let n = 0; candidate !== notByTime; n += 1) {
    if (judge(person, candidate) !== verdict) return candidate;
    if (n >= edgesMax) return notByTime;
    candidate = candidateAfter(person, candidate);
  }
  return notByTime;
}
