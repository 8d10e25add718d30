import { openView } from '../kernel/facet-view.ts';
import type { CompiledProgram, Facet, Heard, Member } from '../kernel/facet.ts';
import { never, notByTime } from '../kernel/base/instants.ts';
import { invariant } from '../kernel/base/invariant.ts';
import { Missing } from '../kernel/rows/needs.ts';
import type { Need } from '../kernel/rows/needs.ts';
import { nextProgram, programOf } from '../kernel/program.ts';
import type { FoldContext } from '../kernel/program.ts';
import { goOn, startRun } from './run.ts';

/** What falls due again and again at one instant is a fault: no real member comes near. */
const wakesAtOnceMax = 10_000;

/**
 * Fires wakes and passes program versions up to and at `instant`, each at its own due instant, however late the caller
 * is; a version due with a wake goes first, and what is due at one instant fires in the order of `dueRank`. The member's clock
 * comes to stand at the last of them, not at `instant`: when a worker looked must leave no trace (invariant E2). Where
 * something is missing it stops, and the next call goes on. Nothing is due of an absorbed member, but versions pass her too.
 */
export function advanceTo(member: Member, instant: number, context: FoldContext): Missing | null {
  if (member.status === 'erased' || member.programVersion === 0) return null;
  const { run } = member;
  if (run !== null && run.isUnderWay && run.step === null) {
    const missing = goOn(member, run);
    if (missing !== null) return missing;
  }
  for (let fired = 0; ; fired += 1) {
    invariant(fired < wakesAtOnceMax, 'time alone moves this member without end');
    const wakeAt = member.wakeAt ?? notByTime;
    const version = nextProgram(context, member.programVersion);
    const versionAt = version?.effectiveAt ?? notByTime;
    if (Math.min(wakeAt, versionAt) > instant) return null;
    const missing =
      version !== null && versionAt <= wakeAt
        ? passVersion(member, version, context)
        : fireWake(member, wakeAt, programOf(context, member.programVersion));
    if (missing !== null) return missing;
  }
}

/** When time alone moves her next, a wake or a version that she has not passed; `notByTime` when nothing does. */
export function dueByTimeAt(member: Member, context: FoldContext): number {
  if (member.status !== 'live' || member.programVersion === 0) return notByTime;
  const version = nextProgram(context, member.programVersion);
  return Math.min(member.wakeAt ?? notByTime, version?.effectiveAt ?? notByTime);
}

function fireWake(member: Member, at: number, program: CompiledProgram): Missing | null {
  let due: Facet | null = null;
  for (const facet of member.facets.list) {
    if ((member.dueAt[facet.index] ?? notByTime) <= at && (due === null || facet.dueRank < due.dueRank)) due = facet;
  }
  invariant(due !== null, 'nobody is due');
  const handler = program.dispatch.ofFacet[due.index]?.wake;
  invariant(handler !== undefined, `${due.name} falls due and does not wake`);
  // What a merge, its undoing or a version has brought back from the past is history: nothing of it is acted on.
  const isPast = at < member.clockAt;
  member.clockAt = Math.max(member.clockAt, at);
  const run = startRun(member, {
    step: null,
    heard: [{ facet: due, handler }],
    cause: { at },
    causeOf: null,
    program,
    causeKind: 'wake',
    position: 0,
    recordedAt: at,
    until: member.clockAt,
    actsFrom: isPast ? notByTime : never,
    isSilent: isPast,
  });
  return goOn(member, run);
}

/** Judges anew what folds otherwise under a version; who is not concerned passes it unchanged. Nothing of it is acted on. */
function passVersion(member: Member, version: CompiledProgram, context: FoldContext): Missing | null {
  const from = programOf(context, member.programVersion);
  // Of an absorbed member her evidence is read anew with the others', and nothing is judged.
  const changes = changesBetween(member, from, version).filter(({ isRefold }) => isRefold || member.status === 'live');
  const { own } = member;
  const isRefolded = changes.some(({ isRefold }) => isRefold);
  if (isRefolded && own === null) return new Missing([historyOf(member, version)]);
  const concerned: { readonly heard: Heard; readonly cause: unknown }[] = [];
  for (const { facet, handler, isRefold } of changes) {
    const view = openView(member, facet);
    if (!view.isStateKnown) return new Missing([{ by: 'state', facet: facet.name }]);
    const cause = isRefold && own !== null ? { step: null, own: openView(own, facet) } : { from, to: version };
    if (handler.concerns?.(view.state, cause) !== false) concerned.push({ heard: { facet, handler }, cause });
  }
  member.programVersion = version.version;
  member.own = null;
  if (concerned.length === 0) return null;
  member.clockAt = Math.max(member.clockAt, version.effectiveAt);
  const run = startRun(member, {
    step: null,
    heard: concerned.map(({ heard }) => heard),
    cause: null,
    causeOf: ({ facet }) => concerned.find(({ heard }) => heard.facet === facet)?.cause,
    program: version,
    causeKind: isRefolded ? 'refold' : 'program',
    position: 0,
    recordedAt: version.effectiveAt,
    until: member.clockAt,
    actsFrom: notByTime,
    isSilent: true,
  });
  return goOn(member, run);
}

function historyOf(member: Member, { version, effectiveAt }: CompiledProgram): Need {
  const { position } = member;
  return { by: 'history', programVersion: version, position, recordedAt: effectiveAt, mergeId: null };
}

interface FacetChange extends Heard {
  /** Facts are read otherwise: the facet is folded anew, not only judged anew. */
  readonly isRefold: boolean;
}

/** What each facet has to do about a version; one that folds everybody to the same has nothing to do. */
function changesBetween({ facets }: Member, from: CompiledProgram, to: CompiledProgram): readonly FacetChange[] {
  return facets.list.flatMap((facet) => {
    const { index } = facet;
    const isRefold = from.evidenceKeys[index] !== to.evidenceKeys[index];
    if (!isRefold && from.foldKeys[index] === to.foldKeys[index]) return [];
    const handler = to.dispatch.ofFacet[index]?.[isRefold ? 'refold' : 'version'];
    return handler === undefined ? [] : [{ facet, handler, isRefold }];
  });
}
