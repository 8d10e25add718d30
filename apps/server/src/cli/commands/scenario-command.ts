import { openTheatre, readStories, runStory, StoryError } from '../../scenarios/index.ts';
import type { FiledStory, StoryResult } from '../../scenarios/index.ts';
import { count } from '../command/amounts.ts';
import { CommandError, defineCommand } from '../command/command.ts';
import type { Output } from '../command/output.ts';
import { createCommandLineContext } from '../platform/command-line-context.ts';

export const scenarioCommand = defineCommand({
  name: 'scenario',
  summary: 'Tell stories on a scratch store and say where they end otherwise',
  details: [
    'Each runs through ingestion, commands and fold with a clock of its own, and leaves nothing. Exit code 1 when something is otherwise',
    'than a story expects.',
  ],
  args: [{ name: 'FILE', help: 'a story, a list of stories, or a folder of such files', isRepeated: true }],
  options: { explain: { type: 'boolean', help: 'print each step with what followed from it, and why' } },
  async run({ args, options, out, signal }) {
    const stories = read(args);
    out.waiting('making a scratch store');
    const theatre = await openTheatre();
    try {
      const results: Ran[] = [];
      for (const [index, { file, story }] of stories.entries()) {
        signal.throwIfAborted();
        out.progress({ what: 'telling', share: index / stories.length, more: [story.name] });
        const context = createCommandLineContext(signal);
        const result = await runStory(theatre, story, { context, isExplained: options.explain });
        results.push({ file, ...result });
        if (!out.isJson) await tell(out, { file, ...result });
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
  },
});

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
    ...differences.flatMap(({ step, at, path, expected, observed }) => [
      `  step ${step}, ${at}${path === '' ? '' : `: ${path}`}`,
      `    expected  ${JSON.stringify(expected)}`,
      `    is        ${JSON.stringify(observed)}`,
    ]),
  ];
  await out.write(`${lines.join('\n')}\n`);
}
