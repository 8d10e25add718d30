import type { CompiledProgram } from '@perennial/domain';

/**
 * The newest version up to `version` that members are re-evaluated for: those who were folded under an older one have still
 * to pass it. Versions after it fold to the same timelines, so they are in force at once, and members take them up with
 * their next step; to wait for that would be to wait for everybody's next purchase. 0 when no version asks for it.
 *
 * `programs` are the published ones, ascending.
 */
export function dueVersion(programs: readonly Pick<CompiledProgram, 'version' | 'foldKey'>[], version: number): number {
  let due = 0;
  for (const [index, program] of programs.entries()) {
    if (program.version > version) break;
    if (index > 0 && program.foldKey !== programs[index - 1]?.foldKey) due = program.version;
  }
  return due;
}
