import { announceStep } from '../kernel/events.ts';
import { openView } from '../kernel/facet-view.ts';
import type { CompiledProgram, Handlers, Heard, Member, Run } from '../kernel/facet.ts';
import { dayMs, notByTime } from '../kernel/base/instants.ts';
import { invariant } from '../kernel/base/invariant.ts';
import { clearDue } from '../kernel/member.ts';
import { Missing } from '../kernel/rows/needs.ts';
import type { Need } from '../kernel/rows/needs.ts';
import { programAt } from '../kernel/program.ts';
import type { FoldContext } from '../kernel/program.ts';
import type { DecisionStep, EraseStep, FactStep, LoggedStep, MergeStep, SplitStep } from '../kernel/steps/steps.ts';
import { advanceTo } from './advance.ts';
import { goOn, startRun, takeRun } from './run.ts';
import type { RunParts } from './run.ts';

/*
 * The member fold. One pure function takes a member, one step of her log and the program, and gives her next state, the
 * rows to write and the facts that follow. It loads nothing, waits for nothing and knows no clock; and it knows no facet by
 * name: what a step means is what the facets make of it.
 *
 * Invariants, cited by tests:
 * E1 An acknowledged fact is never lost and applies once (here: a step at or before the member's position is a no-op).
 * E2 Folding the log by position from nothing gives the live state, bytes and rows, however it was cut into batches.
 * E3 Profile, metrics and lifecycle do not depend on the order in which facts arrive.
 * E4 A step applies to a member only if its position is greater than the member's.
 * E5 Every effect has a recorded cause.
 * E6 The domain reads no clock, no randomness, no environment.
 * E7 A command's answer is final: what was answered is committed, a retry under its key gets the first answer (here: a decision is
 *    a step like any other, and later folds apply it, never decide it anew).
 */

/** A till that was offline overnight is still the present; what a fact says of longer ago is history, and not acted on. */
const lateMaxMs = dayMs;

/**
 * Applies one step: first whatever fell due before it, then the step itself through the facets, then what it brought about.
 * Where something is missing the step stops and is gone on with by the next call with the same step. `absorbed` is the other
 * member of a merge, brought to date up to her tombstone.
 *
 * @throws an invariant error for a step that cannot be; the loop parks the member.
 */
export function applyStep(member: Member, step: LoggedStep, use: StepUse): Missing | null {
  if (step.position <= member.position) return null;
  // What was on its way when she was erased changes nothing of what is left of her. Her erase step itself is still to be heard:
  // the store counts her as erased from the moment that it was logged.
  if (member.status === 'erased' && step.kind !== 'erase') return null;
  const known = member.run;
  let run = known !== null && known.isUnderWay && known.step === step ? known : null;
  if (run === null) {
    const missing = begin(member, step, use.context);
    if (missing !== null) return missing;
    const begun = step.kind === 'fact' ? startFact(member, step, use.context) : startOther(member, step, use);
    if (begun instanceof Missing) return begun;
    run = begun;
  }
  const missing = goOn(member, run);
  if (missing !== null) return missing;
  end(member, step);
  return null;
}

/** Fires what is due and lets a new member enter under the version in force. */
function begin(member: Member, step: LoggedStep, context: FoldContext): Missing | null {
  if (member.status !== 'live') {
    invariant(step.kind === 'split' || step.kind === 'erase', `a ${step.kind} for a member that is ${member.status}`);
    return null;
  }
  if (member.programVersion === 0) {
    member.programVersion = programAt(context, step.recordedAt).version;
    return null;
  }
  const newest = context.programs[context.programs.length - 1];
  // A wake or a version that stopped for what was missing goes on first, though nothing else is due.
  const isMoving = member.run !== null && member.run.isUnderWay && member.run.step === null;
  if (!isMoving && member.wakeAt === null && newest?.version === member.programVersion) return null;
  return advanceTo(member, step.recordedAt, context);
}

function end(member: Member, step: LoggedStep): void {
  member.position = step.position;
  if (step.recordedAt > member.clockAt) member.clockAt = step.recordedAt;
  if (step.kind === 'fact' || step.kind === 'decision') return;
  announceStep(member, step);
  if (step.kind === 'merge') return;
  member.own = null;
  if (step.kind === 'split') return;
  member.status = step.kind === 'erase' ? 'erased' : 'absorbed';
  clearDue(member);
}

function startFact(member: Member, step: FactStep, context: FoldContext): Run {
  const program = programAt(context, step.recordedAt);
  const { dispatch } = program;
  const { recordedAt, isBackfill } = step;
  const run = takeRun(member, program);
  run.step = step;
  run.heard = dispatch.facts.get(step.type) ?? dispatch.otherFacts;
  run.cause = step;
  run.causeOf = null;
  run.causeKind = 'fact';
  run.position = step.position;
  run.recordedAt = recordedAt;
  run.until = Math.max(member.clockAt, recordedAt);
  run.actsFrom = isBackfill ? notByTime : Math.max(member.clockAt, recordedAt - lateMaxMs);
  run.isSilent = isBackfill;
  return run;
}

type OtherStep = Exclude<LoggedStep, FactStep>;
interface StepUse {
  readonly context: FoldContext;
  readonly absorbed?: Member;
}

function startOther(member: Member, step: OtherStep, use: StepUse): Run | Missing {
  const parts = partsOf(member, step, use);
  return parts instanceof Missing ? parts : startRun(member, parts);
}

function partsOf(member: Member, step: OtherStep, use: StepUse): RunParts | Missing {
  const program = programAt(use.context, step.recordedAt);
  switch (step.kind) {
    case 'decision':
      return decisionParts(member, step, program);
    case 'merge':
      return mergeParts(member, step, { program, absorbed: use.absorbed });
    case 'absorb':
      return { ...pastParts(member, step, program), heard: heardOf(member, program, 'absorb') };
    case 'erase':
      return eraseParts(member, step, program);
    case 'split':
      return splitParts(member, step, program);
  }
}

function decisionParts(member: Member, step: DecisionStep, program: CompiledProgram): RunParts {
  const parts = step.parts();
  return {
    step,
    heard: heardOf(member, program, 'decision').filter(({ facet }) => parts[facet.name] !== undefined),
    cause: step,
    causeOf: ({ facet }) => ({ step, part: parts[facet.name] }),
    program,
    causeKind: 'decision',
    position: step.position,
    recordedAt: step.recordedAt,
    until: Math.max(member.clockAt, step.recordedAt),
    actsFrom: member.clockAt,
    isSilent: false,
  };
}

/** Of steps that judge the past anew: nothing of it is acted on. */
function pastParts(member: Member, step: Exclude<OtherStep, DecisionStep>, program: CompiledProgram): RunParts {
  return {
    step,
    heard: [],
    cause: step,
    causeOf: null,
    program,
    causeKind: step.kind === 'absorb' ? 'merge' : step.kind,
    position: step.position,
    recordedAt: step.recordedAt,
    until: Math.max(member.clockAt, step.recordedAt),
    actsFrom: notByTime,
    isSilent: true,
  };
}

function mergeParts(
  member: Member,
  step: MergeStep,
  { program, absorbed }: { readonly program: CompiledProgram; readonly absorbed: Member | undefined },
): RunParts | Missing {
  invariant(absorbed !== undefined, `merge ${step.mergeId} needs the absorbed member`);
  const heard = heardOf(member, program, 'merge');
  const unknown = heard.filter(({ facet }) => !openView(absorbed, facet).isStateKnown);
  if (unknown.length > 0)
    return new Missing(
      [],
      [],
      unknown.map(({ facet }) => ({ by: 'state', facet: facet.name })),
    );
  return {
    ...pastParts(member, step, program),
    heard,
    causeOf: ({ facet }) => ({ step, absorbed: openView(absorbed, facet) }),
  };
}

function eraseParts(member: Member, step: EraseStep, program: CompiledProgram): RunParts {
  return { ...pastParts(member, step, program), heard: heardOf(member, program, 'erase'), isSilent: false };
}

/** The member becomes what her own facts and decisions say. */
function splitParts(member: Member, step: SplitStep, program: CompiledProgram): RunParts | Missing {
  const { own } = member;
  if (own === null) return new Missing([historyOf(step, program)]);
  member.status = 'live';
  member.programVersion = program.version;
  return {
    ...pastParts(member, step, program),
    heard: heardOf(member, program, 'refold'),
    causeOf: ({ facet }) => ({ step, own: openView(own, facet) }),
  };
}

function historyOf({ position, recordedAt, mergeId }: SplitStep, program: CompiledProgram): Need {
  return { by: 'history', programVersion: program.version, position, recordedAt, mergeId };
}

function heardOf(
  member: Member,
  program: CompiledProgram,
  on: Exclude<keyof Handlers<unknown>, 'fact' | 'derived'>,
): readonly Heard[] {
  return member.facets.list.flatMap((facet) => {
    const handler = program.dispatch.ofFacet[facet.index]?.[on];
    return handler === undefined ? [] : [{ facet, handler }];
  });
}
