import type { DayTable } from './base/day-table.ts';
import type { CompiledProgram } from './facet.ts';
import { invariant } from './base/invariant.ts';

/** What the fold knows besides the member and the step. Time comes with the steps. */
export interface FoldContext {
  /** Published versions, ascending by version and by `effectiveAt`. */
  readonly programs: readonly CompiledProgram[];
  readonly days: DayTable;
  /**
   * The newest version under which members differ from those of the version before: members folded under an older one
   * are due without waiting for their next step. 0 when no version asks for it.
   */
  readonly eagerVersion: number;
}

export function createFoldContext(parts: {
  readonly programs: readonly CompiledProgram[];
  readonly days: DayTable;
}): FoldContext {
  const { programs, days } = parts;
  let eagerVersion = 0;
  for (const [index, program] of programs.entries()) {
    if (index > 0 && program.foldKey !== programs[index - 1]?.foldKey) eagerVersion = program.version;
  }
  return { programs, days, eagerVersion };
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
