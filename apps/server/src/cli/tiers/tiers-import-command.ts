import { resolve } from 'node:path';
import { levelsReport } from '@perennial/contracts/staff';
import type { LevelsReport } from '@perennial/contracts/staff';
import { z } from 'zod';
import { FileError } from '../../table-files/scan-file.ts';
import { inLanguage, ProblemError } from '../../use-cases/kernel/problem-error.ts';
import { count } from '../command/amounts.ts';
import { CommandError, defineCommand, UsageError } from '../command/command.ts';
import type { ExitCode } from '../command/command.ts';
import { withUseCases } from '../platform/with-use-cases.ts';
import { levelColumns, readLevels } from './level-rows.ts';
import type { ReadLevels } from './level-rows.ts';

export const tiersImportCommand = defineCommand({
  name: 'tiers import',
  summary: 'Bring in the levels that members had in another system',
  details: [
    `A CSV, or a JSON object a line: ${levelColumns.join(', ')}.`,
    'A member is an id or an identity such as phone:+8613800138000; `until` is an instant, or nothing: then the level is hers for good.',
    'She has it, or a higher one that she earns here. The same file again brings in nothing. Without a --total that the rows of each',
    'set come to, and with any row that cannot be taken, nothing comes in at all.',
  ],
  args: [{ name: 'FILE', help: 'the file, also gzipped' }],
  options: {
    'dry-run': { type: 'boolean', help: 'say what would come in, and bring in nothing' },
    total: { type: 'list', value: 'SET=N', help: 'members of a tier set, as the other system says; repeatable' },
  },
  async run(call) {
    const { 'dry-run': isDryRun, total } = call.options;
    const [file = ''] = call.args;
    const { rows, refused } = await rowsOf(file);
    if (refused.length > 0) throw new CommandError(`${file} cannot be taken:\n${firstOf(refused)}`);
    if (rows.length === 0) throw new CommandError(`${file} has no rows.`);
    if (!isDryRun && total.length === 0) throw new UsageError('--total is missing: how many members have a level.');
    const totals = Object.fromEntries(total.map(totalOf));
    return withUseCases<ExitCode>(call, { name: 'tiers import', needsWork: true, mustExist: true }, async (asking) => {
      const report = await taken(() => asking.useCases.levelOpenings.take(asking.context, { rows, totals, isDryRun }));
      await call.out.result(z.encode(levelsReport, report), describe(report));
      const isMatched = total.length === 0 || report.sums.every((sum) => sum.members === sum.total);
      return report.isTaken || (report.refused.length === 0 && isMatched) ? 0 : 1;
    });
  },
});

async function rowsOf(file: string): Promise<ReadLevels> {
  try {
    return await readLevels(resolve(file));
  } catch (error) {
    if (error instanceof FileError) throw new CommandError(`${file}: ${error.message}`, { cause: error });
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new UsageError(`There is no file ${file}.`, { cause: error });
    throw error;
  }
}

const shownMax = 20;

function firstOf(refused: ReadLevels['refused']): string {
  const lines = refused.slice(0, shownMax).map(({ line, reason }) => `  line ${line}: ${reason}`);
  const more = refused.length - lines.length;
  return [...lines, ...(more > 0 ? [`  and ${count(more)} more`] : [])].join('\n');
}

function totalOf(text: string): readonly [string, number] {
  const [, set, members] = /^([^=]+)=(\d{1,9})$/.exec(text.trim()) ?? [];
  if (set === undefined || members === undefined) throw new UsageError('--total takes SET=NUMBER.');
  return [set, Number(members)];
}

async function taken(run: () => Promise<LevelsReport>): Promise<LevelsReport> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const details = (error.facts.errors ?? []).map(({ path, message }) => `  ${path}: ${inLanguage(message, 'en')}`);
    throw new CommandError([`Nothing was brought in: ${error.code}`, ...details].join('\n'), { cause: error });
  }
}

function describe({ isTaken, rows, sums, refused }: LevelsReport): string {
  const lines = sums.map(({ set, members, total, there, comes }) => {
    const stated = total === null ? 'no total given' : total === members ? 'as stated' : `stated: ${count(total)}`;
    const [was, will] = isTaken ? ['was there', 'came in'] : ['is there', 'would come in'];
    return `  ${set}: ${count(members)} members (${stated}); ${count(there)} ${was}, ${count(comes)} ${will}`;
  });
  const bad = refused.slice(0, shownMax).map(({ row, set, code }) => `  row ${row}, ${set}: ${code}`);
  const head = isTaken ? `Brought in ${count(rows)} rows.` : `Dry run of ${count(rows)} rows: nothing was brought in.`;
  const refusals = refused.length === 0 ? [] : [`${count(refused.length)} cannot be taken:`, ...bad];
  return [head, ...lines, ...refusals].join('\n');
}
