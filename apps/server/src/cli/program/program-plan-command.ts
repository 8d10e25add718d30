import { defineCommand } from '../command/command.ts';
import type { ExitCode } from '../command/command.ts';
import type { Output } from '../command/output.ts';
import { describePlan } from './describe-plan.ts';
import type { Planned } from './describe-plan.ts';
import { readMark } from './folder/mark.ts';
import { documentsOf, readWholeProgram } from './folder/read-folder.ts';
import { followPreview } from './follow-jobs.ts';
import { locateIssue } from './located.ts';
import { serverOption, withPlace } from './place/with-place.ts';
import { tellProblems } from './tell-problems.ts';

export const programPlanCommand = defineCommand({
  name: 'program plan',
  summary: 'Say what applying a folder would change, and who would move',
  details: [
    'Nothing is changed. Exit code 0 when nothing would change, 2 when something would, 1 when it would be refused, or could not be found out.',
    'A key needs the scopes program.rules and program.edit.',
  ],
  args: [{ name: 'DIR', help: 'the folder with the documents' }],
  options: serverOption,
  // 2 is an answer.
  exitCodeUsedWrongly: 1,
  async run(call) {
    const [folder = ''] = call.args;
    const { out, signal } = call;
    const read = readWholeProgram(folder);
    if (read.problems.length > 0) return tellProblems(out, read);
    const { pulled } = readMark(folder);
    const wanted = { name: 'program plan', server: call.options.server, needsWork: false };
    return withPlace<ExitCode>(call, wanted, async (place) => {
      const { previewId, issues, warnings, ...plan } = await place.plan(documentsOf(read.documents));
      const locate = (issue: (typeof issues)[number]) => locateIssue({ folder, documents: read.documents }, issue);
      const preview = previewId === null ? null : await followPreview({ place, out, signal }, previewId);
      const planned: Planned = {
        place: place.name,
        pulledVersion: pulled?.from === place.name ? pulled.version : null,
        ...plan,
        issues: issues.map(locate),
        warnings: warnings.map(locate),
        preview,
      };
      warnOfOthers(out, planned);
      await out.result(planned, [describePlan(planned), nextStep(folder, planned)].join(''));
      if (issues.length > 0) return 1;
      return plan.isUnchanged ? 0 : 2;
    });
  },
});

/** Of what somebody else published since: to the folder it looks like a change of its own. */
function warnOfOthers(out: Output, { place, currentVersion, pulledVersion, isUnchanged }: Planned): void {
  if (isUnchanged || pulledVersion === null || pulledVersion === currentVersion) return;
  out.note(
    `Version ${currentVersion} is in force at ${place}, and the folder is of version ${pulledVersion}: what was published since is among the differences, as something to take back.`,
  );
}

function nextStep(folder: string, { currentVersion, isUnchanged, issues }: Planned): string {
  if (isUnchanged || issues.length > 0) return '';
  return `\n\nApply it with \`npx perennial program apply ${folder} --note TEXT --expect-version ${currentVersion}\`.`;
}
