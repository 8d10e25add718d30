import { createDayTable } from '../activity/day-table.ts';
import type { DayTable } from '../activity/day-table.ts';
import { never } from '../activity/instants.ts';
import { isSharedCard } from '../activity/activity-state.ts';
import type { CompiledProgram } from '../program/compile-program.ts';
import { invariant } from './invariant.ts';
import type { MemberWork } from './member-work.ts';

/** What the fold knows besides the member and the step. Time comes with the steps. */
export interface FoldContext {
  /** Published versions, ascending by version and by `effectiveAt`. */
  readonly programs: readonly CompiledProgram[];
  readonly days: DayTable;
  /**
   * The newest version under which timelines differ from those of the version before: members folded under an older one
   * are due without waiting for their next step. 0 when no version asks for it.
   */
  readonly eagerVersion: number;
  /** Whether a version to be passed up to `instant` needs all evidence and entries of this member. */
  readonly needsEverythingToAdvance: (work: MemberWork, instant: number) => boolean;
}

/** `zone` is the IANA zone of calendar days. */
export function createFoldContext(parts: {
  readonly programs: readonly CompiledProgram[];
  readonly zone: string;
}): FoldContext {
  const { programs } = parts;
  const days = programs[0]?.world.days ?? createDayTable(parts.zone);
  let eagerVersion = 0;
  for (const [index, program] of programs.entries()) {
    if (index > 0 && program.foldKey !== programs[index - 1]?.foldKey) eagerVersion = program.version;
  }
  return {
    programs,
    days,
    eagerVersion,
    needsEverythingToAdvance: (work, instant) => passesChange(programs, work, instant),
  };
}

function passesChange(programs: readonly CompiledProgram[], work: MemberWork, instant: number): boolean {
  const newest = programs[programs.length - 1];
  if (newest === undefined || work.programVersion === newest.version || work.programVersion === 0) return false;
  if (work.activity.firstAt === never) return false;
  let known = programs.find((program) => program.version === work.programVersion);
  for (const program of programs) {
    if (program.version <= work.programVersion || program.effectiveAt > instant) continue;
    const isSame = isSharedCard(work.activity) ? countSame(known, program) : program.foldKey === known?.foldKey;
    if (!isSame) return true;
    known = program;
  }
  return false;
}

/** Whether two versions make the same counts of a shared card, which has no stages. */
export function countSame(a: CompiledProgram | undefined, b: CompiledProgram): boolean {
  return a?.settings.purchaseCountsWhen === b.settings.purchaseCountsWhen;
}

export function programOf(context: FoldContext, version: number): CompiledProgram {
  const { programs } = context;
  const last = programs[programs.length - 1];
  if (last !== undefined && last.version === version) return last;
  const found = programs.find((program) => program.version === version);
  invariant(found !== undefined, `program version ${version} is not loaded`);
  return found;
}

/** The version in force at an instant; the first one for instants before any. */
export function programAt(context: FoldContext, at: number): CompiledProgram {
  const { programs } = context;
  for (let i = programs.length - 1; i >= 0; i -= 1) {
    const program = programs[i];
    if (program !== undefined && (program.effectiveAt <= at || i === 0)) return program;
  }
  throw new Error('the fold needs a program');
}

/** The version after a member's own, or null. */
export function nextProgram(context: FoldContext, version: number): CompiledProgram | null {
  const { programs } = context;
  const last = programs[programs.length - 1];
  if (last === undefined || last.version <= version) return null;
  return programs.find((program) => program.version > version) ?? null;
}
