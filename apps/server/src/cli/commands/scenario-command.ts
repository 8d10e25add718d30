import { shardOf } from '@perennial/domain';
import type { ProgramDocuments } from '@perennial/domain';
import { createPrivacyStore } from '@perennial/postgres';
import { writeFileSync } from 'node:fs';
import { openTheatre, readStories, recordStory, runStory, StoryError } from '../../scenarios/index.ts';
import type { FiledStory, ReadStory, RecordedStory, StoryResult } from '../../scenarios/index.ts';
import { count } from '../command/amounts.ts';
import { CommandError, defineCommand, UsageError } from '../command/command.ts';
import type { Call, ExitCode, OptionSpecs } from '../command/command.ts';
import type { Output } from '../command/output.ts';
import { findOne } from '../platform/find-one.ts';
import { withUseCases } from '../platform/with-use-cases.ts';
import type { Asking } from '../platform/with-use-cases.ts';
import { readSoundProgram } from '../program/read-sound-program.ts';

export const scenarioCommand = defineCommand({
  name: 'scenario',
  summary: 'Tell stories on a scratch store and say where they end otherwise',
  details: [
    'Each runs through ingestion, commands and fold with a clock of its own, and leaves nothing. Exit code 1 when something is otherwise',
    'than a story expects. With --record nothing is told: the history of members of this installation is written as stories.',
  ],
  args: [
    { name: 'FILE', help: 'a story, a list of stories, or a folder of such files', isRepeated: true, isOptional: true },
  ],
  options: {
    program: {
      type: 'string',
      value: 'DIR',
      help: 'a folder of documents that stories without a program are told under',
    },
    explain: { type: 'boolean', help: 'print each step with what followed from it, and why' },
    record: { type: 'list', value: 'IDENTITY', help: 'a member whose history to write, personal values replaced' },
    out: { type: 'string', value: 'FILE', help: 'where --record writes to; standard output unless given' },
  },
  async run(call) {
    const { args, options } = call;
    if (options.record.length > 0) {
      if (options.program !== undefined) throw new UsageError('--program is for stories that are told, not recorded.');
      return record(call, options);
    }
    if (options.out !== undefined) throw new UsageError('--out goes with --record.');
    if (args.length === 0) throw new UsageError('Name a file or a folder of stories, or a member with --record.');
    return tellAll(call, { isExplained: options.explain, folder: options.program });
  },
});

type AnyCall = Pick<Call<OptionSpecs>, 'args' | 'config' | 'out' | 'signal'>;

interface TellOptions {
  readonly isExplained: boolean;
  /** Of a program. */
  readonly folder: string | undefined;
}

async function tellAll({ args, out, signal }: AnyCall, { isExplained, folder }: TellOptions): Promise<ExitCode> {
  const program = folder === undefined ? undefined : readSoundProgram(folder);
  const stories = read(args).map(({ file, story }) => ({ file, story: under(program, story) }));
  out.waiting('making a scratch store');
  const theatre = await openTheatre();
  try {
    const results: Ran[] = [];
    for (const [index, { file, story }] of stories.entries()) {
      signal.throwIfAborted();
      out.progress({ what: 'telling', share: index / stories.length, more: [story.name] });
      const result = { file, ...(await runStory(theatre, story, { signal, isExplained })) };
      results.push(result);
      if (!out.isJson) await tell(out, result);
    }
    out.progress(null);
    const differing = results.filter(({ differences }) => differences.length > 0).length;
    const head = `${count(results.length)} ${results.length === 1 ? 'story' : 'stories'}: `;
    const end = differing === 0 ? 'all end as they say.' : `${count(differing)} end otherwise.`;
    await out.result({ stories: results.length, differing, results }, head + end);
    return differing === 0 ? 0 : 1;
  } finally {
    await theatre.close();
  }
}

/** A story that brings a program of its own is told under that. */
function under(program: ProgramDocuments | undefined, story: ReadStory): ReadStory {
  return program === undefined || story.program !== undefined ? story : { ...story, program };
}

type Ran = StoryResult & Pick<FiledStory, 'file'>;

function read(paths: readonly string[]): readonly FiledStory[] {
  try {
    return readStories(paths);
  } catch (error) {
    if (error instanceof StoryError) throw new CommandError(error.message, { cause: error });
    throw error;
  }
}

/** What was explained, and every difference; nothing of a story that ends as it says. */
async function tell(out: Output, { file, name, differences, explained }: Ran): Promise<void> {
  if (differences.length === 0 && explained.length === 0) return;
  const lines = [
    `${differences.length === 0 ? 'ok  ' : 'FAIL'}  ${name}  (${file})`,
    ...explained.map((line) => `  ${line}`),
    ...differences.flatMap(({ step, at, path, expected, observed, hint }) => [
      `  step ${step}, ${at}${path === '' ? '' : `: ${path}`}`,
      `    expected  ${JSON.stringify(expected)}`,
      `    is        ${JSON.stringify(observed)}`,
      ...(hint === undefined ? [] : [`    ${hint}`]),
    ]),
  ];
  await out.write(`${lines.join('\n')}\n`);
}

interface RecordOptions {
  readonly record: readonly string[];
  readonly out: string | undefined;
}

function record(call: AnyCall, { record: members, out: file }: RecordOptions): Promise<ExitCode> {
  if (call.args.length > 0) throw new UsageError('--record tells no stories: leave out the files.');
  return withUseCases<ExitCode>(call, { name: 'scenario', needsWork: false, mustExist: true }, async (asking) => {
    const stories: RecordedStory[] = [];
    for (const member of members) stories.push(await recordOne(asking, member));
    const [only, ...more] = stories;
    const told = more.length === 0 ? only : stories.map((story, n) => ({ ...story, name: `${story.name} ${n + 1}` }));
    const text = `${JSON.stringify(told, null, 2)}\n`;
    if (file === undefined) await call.out.write(text);
    else {
      writeFileSync(file, text);
      await call.out.result({ stories: stories.length, file }, `Wrote ${count(stories.length)} to ${file}.`);
    }
    return 0;
  });
}

async function recordOne({ platform, useCases, context }: Asking, text: string): Promise<RecordedStory> {
  const memberId = await findOne(useCases, text);
  const { database, programs, installation, clock } = platform;
  const { documents } = await useCases.program.versions.get();
  return recordStory(
    {
      store: createPrivacyStore(database, programs.facets),
      useCases,
      context,
      installation,
      documents,
      now: clock.now(),
    },
    { shard: shardOf(memberId, installation.shard_count), id: memberId },
  );
}
