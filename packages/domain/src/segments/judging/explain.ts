import { notByTime } from '../../kernel/base/instants.ts';
import type { FactValue } from '../../kernel/base/payload.ts';
import type { ConditionWorld } from '../../kernel/fields/world.ts';
import { fieldValueOf } from '../../conditions/field-value.ts';
import type { Done } from '../language/done.ts';
import type { SegmentNode } from '../language/segment-node.ts';
import { compileCandidates, nextTurnAt } from './candidates.ts';
import { compileSegment } from './judge.ts';
import { compileBehaviour, measureOf } from './measure.ts';
import type { SegmentPerson } from './person.ts';

/** One clause of a segment with its verdict for one member. */
export interface ExplainedSegment {
  readonly node: SegmentNode;
  readonly isTrue: boolean;
  /** Epoch milliseconds; null when time alone never turns the verdict of who does nothing more. */
  readonly flipsAt: number | null;
  readonly clauses: readonly ExplainedSegment[];
  /** What was found: the value of a field, a count, an amount, an instant; null where nothing can be said. */
  readonly actual: FactValue;
  /** Of a behaviour: what counted, the newest last. */
  readonly evidence: readonly Done[];
}

export interface ExplainAsked {
  readonly person: SegmentPerson;
  readonly at: number;
  readonly world: ConditionWorld;
}

/** Clause by clause, why a member is in a segment or is not. */
export function explainSegment(node: SegmentNode, asked: ExplainAsked): ExplainedSegment {
  const { person, at, world } = asked;
  const judge = compileSegment(node, world);
  const turn = nextTurnAt(judge, compileCandidates(node, world), asked);
  const told = { node, isTrue: judge(person, at), flipsAt: turn === notByTime ? null : turn };
  switch (node.kind) {
    case 'group':
      return {
        ...told,
        clauses: node.nodes.map((inner) => explainSegment(inner, asked)),
        actual: null,
        evidence: [],
      };
    case 'member':
      return {
        ...told,
        clauses: [],
        actual: fieldValueOf(node.rule.definition, { subject: person.subject, at }),
        evidence: [],
      };
    case 'behaviour': {
      const found = compileBehaviour(node.behaviour, world)(person, at);
      return { ...told, clauses: [], actual: measureOf(node, found, { at, world }), evidence: byTime(found) };
    }
    case 'bucket':
      return { ...told, clauses: [], actual: null, evidence: [] };
  }
}

function byTime(found: readonly Done[]): readonly Done[] {
  return found.toSorted((a, b) => a.at - b.at);
}
