import { chainDepthMax } from '../kernel/steps/cause.ts';
import type { CauseKind, DerivedFact } from '../kernel/steps/cause.ts';
import { openView } from '../kernel/facet-view.ts';
import type { CompiledProgram, Facet, Heard, Member, Run } from '../kernel/facet.ts';
import { notByTime } from '../kernel/base/instants.ts';
import { invariant } from '../kernel/base/invariant.ts';
import { noteDue } from '../kernel/member.ts';
import { Missing } from '../kernel/rows/needs.ts';
import type { LoggedStep } from '../kernel/steps/steps.ts';

/** What a cause is when it sets out. */
export interface RunParts {
  readonly step: LoggedStep | null;
  readonly heard: readonly Heard[];
  readonly cause: unknown;
  readonly causeOf: ((heard: Heard) => unknown) | null;
  readonly program: CompiledProgram;
  readonly causeKind: CauseKind;
  readonly position: number;
  readonly recordedAt: number;
  readonly until: number;
  readonly actsFrom: number;
  readonly isSilent: boolean;
}

/** Sets a cause out; the member's one run is used again, for there is one for every fact. */
export function startRun(member: Member, parts: RunParts): Run {
  const run = takeRun(member, parts.program);
  run.step = parts.step;
  run.heard = parts.heard;
  run.cause = parts.cause;
  run.causeOf = parts.causeOf;
  run.causeKind = parts.causeKind;
  run.position = parts.position;
  run.recordedAt = parts.recordedAt;
  run.until = parts.until;
  run.actsFrom = parts.actsFrom;
  run.isSilent = parts.isSilent;
  return run;
}

/** The run, for the caller to say what it is; the parts of a fact are not put together first. */
export function takeRun(member: Member, program: CompiledProgram): Run {
  const run = (member.run ??= createRun(program));
  run.program = program;
  run.isUnderWay = true;
  run.next = 0;
  run.parent = 0;
  run.derivedFrom = member.derived.length;
  run.derivedNext = run.derivedFrom;
  run.effects = 0;
  return run;
}

const nobody: readonly Heard[] = [];

function createRun(program: CompiledProgram): Run {
  return {
    step: null,
    heard: nobody,
    cause: null,
    causeOf: null,
    program,
    causeKind: 'fact',
    position: 0,
    recordedAt: 0,
    until: 0,
    actsFrom: 0,
    isSilent: false,
    isUnderWay: false,
    next: 0,
    parent: 0,
    derivedFrom: 0,
    derivedNext: 0,
    effects: 0,
  };
}

/** Derived facts that follow from one another without end: a fault of the program, with the chain that shows it. */
export class ChainTooLongError extends Error {
  override readonly name = 'ChainTooLongError';
}

/**
 * Takes the cause under way through the facets, from where it stopped: first the step itself, then what it brought about, first
 * in, first out, each passing all facets before the next. Null: it is through.
 */
export function goOn(member: Member, run: Run): Missing | null {
  for (;;) {
    const { heard } = run;
    while (run.next < heard.length) {
      const one = heard[run.next];
      const missing = one === undefined ? null : hear(member, run, one);
      if (missing !== null) return missing;
      run.next += 1;
    }
    const derived = member.derived[run.derivedNext];
    if (derived === undefined) break;
    takeDerived(member, run, derived);
  }
  run.isUnderWay = false;
  if (member.granted !== null) endShares(member);
  return null;
}

/** What was taken and not used would be lost to everybody: a fault of the facet that asked. */
function endShares(member: Member): void {
  const left = [...(member.granted?.keys() ?? [])];
  invariant(left.length === 0, `shares were taken and not used: ${left.join(', ')}`);
  member.granted = null;
}

function takeDerived(member: Member, run: Run, derived: DerivedFact): void {
  const { dispatch } = run.program;
  run.derivedNext += 1;
  run.heard = dispatch.derived.get(derived.type) ?? dispatch.otherDerived;
  run.next = 0;
  run.cause = derived;
  run.causeOf = null;
  run.parent = derived.cause.n;
  if (run.heard.length > 0) checkDepth(member, run, derived);
}

function checkDepth(member: Member, run: Run, derived: DerivedFact): void {
  const chain: string[] = [];
  for (let one: DerivedFact | undefined = derived; one !== undefined; one = parentOf(member, run, one))
    chain.unshift(`${one.cause.facet}: ${one.type}`);
  if (chain.length > chainDepthMax)
    throw new ChainTooLongError(`derived facts follow from one another without end: ${chain.join(' → ')}`);
}

function parentOf(member: Member, run: Run, { cause: { parent } }: DerivedFact): DerivedFact | undefined {
  if (parent === 0) return undefined;
  return member.derived.slice(run.derivedFrom).find(({ cause }) => cause.n === parent);
}

function hear(member: Member, run: Run, heard: Heard): Missing | null {
  const { facet, handler } = heard;
  const view = openView(member, facet);
  if (!view.isStateKnown) return stateOf(facet);
  if (run.causeOf !== null) run.cause = run.causeOf(heard);
  if (handler.concerns !== undefined && !handler.concerns(view.state, run.cause)) return null;
  const plan = handler.plan(view, run);
  if (plan instanceof Missing) return plan;
  handler.apply(view, plan, run);
  // Versions pass an absorbed member, and leave nothing due of her.
  noteDue(member, facet, member.status === 'live' ? facet.dueAt(view.state) : notByTime);
  return null;
}

function stateOf(facet: Facet): Missing {
  return new Missing([{ by: 'state', facet: facet.name }]);
}
