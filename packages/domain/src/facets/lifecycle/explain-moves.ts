import { explainCondition } from '../../conditions/explain-condition.ts';
import type { ExplainedClause, ExplainedRule } from '../../conditions/explain-condition.ts';
import { openView } from '../../kernel/facet-view.ts';
import type { CompiledProgram, Member } from '../../kernel/facet.ts';
import { invariant } from '../../kernel/base/invariant.ts';
import { programAt, programOf } from '../../kernel/program.ts';
import type { FoldContext } from '../../kernel/program.ts';
import { createActivityState, isSharedCard } from './activity/activity-state.ts';
import { advance } from './activity/advance.ts';
import type { EvidenceEvent } from './activity/evidence-event.ts';
import { subjectOfActivity } from './activity/subject.ts';
import { lifecycleFacet } from './facet.ts';
import { eventsOfView } from './timeline/move-timeline.ts';
import { entriesOf } from './timeline/record-entries.ts';
import { lifecycleRulesOf } from './timeline/rules.ts';
import type { LifecycleRules, LifecycleView } from './timeline/rules.ts';
import { lifecycleById, stageAt } from './stages/compile-lifecycle.ts';
import type { CompiledLifecycle, CompiledStage } from './stages/compile-lifecycle.ts';
import type { StageEntryRow } from './stages/entry-row.ts';
import type { StagePoint } from './stages/stage-track.ts';
import { computeTimeline } from './stages/timeline.ts';

/** A rule whose verdict time alone has turned, as it reads once it is turned. */
export type TurnedRule = Omit<ExplainedRule, 'kind' | 'flipsAt'>;

/**
 * What made a move: what happened at its very instant, or time, by the rules that it turned. Time is the cause where she
 * would stand in the new stage without anything that happened at the instant.
 */
export type MoveCause =
  | { readonly kind: 'evidence' }
  | { readonly kind: 'time'; readonly turned: readonly TurnedRule[] };

/** A move between stages as known now. It is made by a fact or by time; versions and merges only have it recorded anew. */
export interface ExplainedMove extends StagePoint {
  readonly lifecycle: string;
  readonly cause: MoveCause;
  /** The entry that stands for it; null for one that is not recorded yet. */
  readonly entry: StageEntryRow | null;
}

/**
 * Every move of a member up to an instant with what made it, in the order of time, by all evidence known today and under the
 * program that she stands under. A shared card, and who is no member any more, moves nowhere.
 *
 * @throws an invariant error when evidence is not loaded.
 */
export function explainMoves(member: Member, asOfAt: number, context: FoldContext): readonly ExplainedMove[] {
  const view = openView(member, lifecycleFacet);
  if (member.status !== 'live' || isSharedCard(view.state.activity)) return [];
  const program = member.programVersion === 0 ? programAt(context, asOfAt) : programOf(context, member.programVersion);
  const rules = lifecycleRulesOf(program);
  const events = eventsOfView(view, rules).filter((event) => event.at <= asOfAt);
  const points = computeTimeline(rules, events, asOfAt).tracks.flatMap((track) =>
    track.points.map((point) => ({ ...point, lifecycle: track.lifecycle.id })),
  );
  const causeOf = causeReader(program, rules, events);
  const entryOf = entryReader(view);
  return points
    .toSorted((one, other) => one.validFrom - other.validFrom)
    .map((point) => ({ ...point, cause: causeOf(point), entry: entryOf(point) }));
}

type Placed = StagePoint & { readonly lifecycle: string };

function entryReader(view: LifecycleView): (point: Placed) => StageEntryRow | null {
  const key = ({ lifecycle, validFrom }: Pick<Placed, 'lifecycle' | 'validFrom'>) => `${lifecycle} ${validFrom}`;
  const known = new Map(entriesOf(view).map((entry) => [key(entry), entry]));
  return (point) => known.get(key(point)) ?? null;
}

/** Reads moves in the order of time: the evidence is gone through once. */
function causeReader(program: CompiledProgram, rules: LifecycleRules, events: readonly EvidenceEvent[]) {
  const activity = createActivityState();
  const subject = subjectOfActivity(activity);
  let next = 0;
  return (point: Placed): MoveCause => {
    for (let event = events[next]; event !== undefined && event.at < point.validFrom; event = events[next]) {
      advance(activity, event, rules.world.days);
      next += 1;
    }
    if (point.fromStage === '') return { kind: 'evidence' };
    const lifecycle = lifecycleById(rules.lifecycles, point.lifecycle);
    if (stageAt(lifecycle, subject, point.validFrom).id !== point.stage) return { kind: 'evidence' };
    const { node } = turnedStage(lifecycle, point);
    invariant(node !== null, 'time leaves no last resort but for a stage of more precedence');
    const explain = (at: number) => explainCondition(node, { subject, at }, program.world);
    return { kind: 'time', turned: turnedIn(explain(point.validFrom - 1), explain(point.validFrom)) };
  };
}

/** The stage whose condition moved her: one of more precedence that began to hold, else the one that she left. */
function turnedStage({ stages }: CompiledLifecycle, { fromStage, stage }: StagePoint): CompiledStage {
  const placeOf = (id: string) => stages.findIndex((one) => one.id === id);
  const place = Math.min(placeOf(fromStage), placeOf(stage));
  const turned = stages[place];
  invariant(turned !== undefined, 'both stages of a move are of its lifecycle');
  return turned;
}

/** Both explain one condition. */
function turnedIn(before: ExplainedClause, after: ExplainedClause): readonly TurnedRule[] {
  if (before.kind === 'group' && after.kind === 'group') {
    return after.clauses.flatMap((clause, index) => {
      const earlier = before.clauses[index];
      return earlier === undefined ? [] : turnedIn(earlier, clause);
    });
  }
  if (after.kind !== 'rule' || before.isTrue === after.isTrue) return [];
  const { kind: _, flipsAt: __, ...rule } = after;
  return [rule];
}
