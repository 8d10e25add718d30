import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeCommand } from './command/help.ts';
import { commands } from './commands.ts';

const page = join(import.meta.dirname, '../../../../docs/reference/command-line.md');

const introduction = `# Command line

\`npx perennial COMMAND [options]\`. This page is what \`--help\` says, kept equal to it by a test (\`npx vitest run reference-page -u\`
writes it anew).

Results go to standard output, everything else to standard error, so that results can be piped; \`--json\` gives them for
programs. **Exit codes**: 0 done, 1 failed or differences found, 2 used wrongly.

The data folder owns the stores, not the command: beside a running server a command uses that server's stores, and starts
them only when nobody does. SIGINT and SIGTERM end what is under way within ten seconds.

\`analyze\` has a [page of its own](analyze.md).
`;

it('tells every command as its help does', async () => {
  const parts = [introduction];
  for (const { name, load } of commands.filter((one) => one.name !== 'analyze')) {
    parts.push(`## ${name}\n\n\`\`\`text\n${describeCommand(await load())}\`\`\`\n`);
  }
  await expect(parts.join('\n')).toMatchFileSnapshot(page);
});
