import type { ExitCode } from '../command/command.ts';
import type { Output } from '../command/output.ts';
import type { ProgramFolder } from './folder/read-folder.ts';
import { describeLocated, locateProblems } from './located.ts';
import type { Located } from './located.ts';

/** Of files that cannot be read as documents: nothing was asked of anybody yet. */
export function tellProblems(out: Output, folder: ProgramFolder): Promise<ExitCode> {
  return tellRefused(out, 'These files are no documents:', locateProblems(folder));
}

/** The places that are wrong: on standard output for programs, and beside the results for people. */
export async function tellRefused(out: Output, title: string, problems: readonly Located[]): Promise<ExitCode> {
  const text = [title, ...problems.map((problem) => `  ${describeLocated(problem)}`)].join('\n');
  if (out.isJson) await out.result({ problems }, text);
  else out.note(text);
  return 1;
}
