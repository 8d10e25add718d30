import { routes } from '@perennial/contracts';
import type { ProgramDocuments } from '@perennial/domain';
import { count } from '../command/amounts.ts';
import { CommandError, defineCommand, UsageError } from '../command/command.ts';
import type { ExitCode } from '../command/command.ts';
import type { Output } from '../command/output.ts';
import { hashesOf, isSameContent, readMark } from './folder/mark.ts';
import type { PulledDocuments } from './folder/mark.ts';
import { markApplied } from './folder/pull-into.ts';
import { documentsOf, readWholeProgram } from './folder/read-folder.ts';
import { followProgress } from './follow-jobs.ts';
import { describeWarnings } from './describe-plan.ts';
import { locateIssue, locatePlaceProblem } from './located.ts';
import type { Located } from './located.ts';
import { PlaceError } from './place/program-place.ts';
import type { Applied, ApplyRequest, ProgramPlace, Progress } from './place/program-place.ts';
import { serverOption, withPlace } from './place/with-place.ts';
import { tellProblems, tellRefused } from './tell-problems.ts';

export const programApplyCommand = defineCommand({
  name: 'program apply',
  summary: 'Publish the documents of a folder as the next version',
  details: [
    'As one version, and only if the program in force is still the one that the folder was pulled from or applied as, or the version that',
    '--expect-version names. Where the folder says what is in force already, nothing is published: a second run does no harm.',
    'A key needs the scopes program.read, program.rules and program.publish.',
  ],
  args: [{ name: 'DIR', help: 'the folder with the documents' }],
  options: {
    ...serverOption,
    note: { type: 'string', value: 'TEXT', help: 'why, as the list of versions shows it' },
    'expect-version': {
      type: 'integer',
      value: 'N',
      help: 'the version that is meant to be replaced, as `program plan` names it',
    },
    wait: { type: 'boolean', help: 'end when all members are under the version' },
  },
  async run(call) {
    const [folder = ''] = call.args;
    const { server, wait, 'expect-version': expected } = call.options;
    const note = noteOf(call.options.note);
    const read = readWholeProgram(folder);
    if (read.problems.length > 0) return tellProblems(call.out, read);
    const documents = documentsOf(read.documents);
    const { pulled } = readMark(folder);
    return withPlace<ExitCode>(call, { name: 'program apply', server, needsWork: wait }, async (place) => {
      const currentVersion = expected ?? (await versionToReplace(place, { folder, documents, pulled }));
      const request = { documents, note, currentVersion };
      const applied = await applyTo(place, request);
      if (applied instanceof PlaceError) {
        const problems = applied.problems.map((one) => locatePlaceProblem({ folder, documents: read.documents }, one));
        return tellRefused(call.out, applied.message, problems);
      }
      noteApplied(call.out, folder, { version: applied.version, from: place.name, documents });
      const job = wait
        ? await followProgress({ place, out: call.out, signal: call.signal }, applied.version)
        : applied.job;
      const warnings = applied.warnings.map((one) => locateIssue({ folder, documents: read.documents }, one));
      const told = { ...applied, warnings, job, place: place.name, note, progress: progressOf(applied.version) };
      await call.out.result(told, [describe(place, applied, job), ...warned(warnings)].join('\n\n'));
      return 0;
    });
  },
});

const noteLengthMax = 1000;

function noteOf(text: string | undefined): string {
  const note = text?.trim() ?? '';
  if (note === '') throw new UsageError('--note is missing: say why, for the list of versions.');
  if (note.length > noteLengthMax) throw new UsageError(`--note takes at most ${noteLengthMax} characters.`);
  return note;
}

interface Known {
  readonly folder: string;
  readonly documents: ProgramDocuments;
  readonly pulled: PulledDocuments | null;
}

/** The version in force, if it is what the folder began with. Throws CommandError where something else would be lost. */
async function versionToReplace(place: ProgramPlace, { folder, documents, pulled }: Known): Promise<number> {
  const { version, documents: inForce } = await place.current();
  const hashes = hashesOf(inForce);
  if (pulled !== null && isSameContent(pulled.documents, hashes)) return version;
  // Then nothing is published, and so nothing lost.
  if (isSameContent(hashesOf(documents), hashes)) return version;
  const ways = `See with \`program plan ${folder}\` what would change. To replace version ${version}, give --expect-version ${version}.`;
  if (pulled === null)
    throw new CommandError(
      `Nothing was pulled into ${folder}, so it is not known which version it is meant to replace. ${ways}`,
    );
  throw new CommandError(
    `Version ${version} is in force at ${place.name}, and it is not what ${folder} was made of, which is version ${pulled.version} of ${pulled.from}. ${ways} To take over what was published since, commit your changes, then \`program pull ${folder} --force\` and bring them together.`,
  );
}

/** Answers documents that are refused for what stands in them. Throws CommandError on a version that came first. */
async function applyTo(place: ProgramPlace, request: ApplyRequest): Promise<Applied | PlaceError> {
  try {
    return await place.apply(request);
  } catch (error) {
    if (!(error instanceof PlaceError)) throw error;
    if (error.problems.length > 0) return error;
    if (error.code !== 'program.conflict') throw error;
    const { version } = await place.current();
    throw new CommandError(
      `Nothing was published: version ${version} is in force at ${place.name}, and not version ${request.currentVersion}. See with \`program plan\` what would change now, then apply with --expect-version ${version}.`,
      { cause: error },
    );
  }
}

/** What was published is published, whether or not a checkout may be written to. */
function noteApplied(out: Output, folder: string, applied: Parameters<typeof markApplied>[1]): void {
  try {
    markApplied(folder, applied);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    out.note(`${error.message} The next application from here has to give --expect-version ${applied.version}.`);
  }
}

function progressOf(version: number): string {
  return routes.program.publication.path.replace('{version}', String(version));
}

function describe(place: ProgramPlace, { version, isUnchanged, overruns }: Applied, job: Progress): string {
  if (isUnchanged) return `Nothing was published: version ${version} of ${place.name} is what the folder says.`;
  const head = [`Version ${version} is in force at ${place.name}.`, ...overruns.map(describeOverrun)].join(' ');
  if (job.finishedAt !== null) return `${head} All ${count(job.total)} members are under it.`;
  const when = place.isServed ? 'The others follow in the background' : 'The others follow as soon as a server runs';
  return `${head} ${count(job.done)} of ${count(job.total)} members are under it. ${when}; ${progressOf(version)} says how far.`;
}

function warned(warnings: readonly Located[]): readonly string[] {
  const said = describeWarnings(warnings);
  return said === '' ? [] : [said];
}

function describeOverrun({ resource, units }: Applied['overruns'][number]): string {
  return `Nothing is left of ${resource}: ${count(units)} more were granted than it has now.`;
}
