import { levelsReport } from '@perennial/contracts/staff';
import type { LevelsReport } from '@perennial/contracts/staff';
import { z } from 'zod';
import { count } from '../command/amounts.ts';
import { defineCommand, UsageError } from '../command/command.ts';
import type { ExitCode } from '../command/command.ts';
import { headOf, readWholeFile, shownMax, taken } from '../openings/take-file.ts';
import { withUseCases } from '../platform/with-use-cases.ts';
import { levelColumns, readLevels } from './level-rows.ts';

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
    const { rows } = await readWholeFile(file, readLevels);
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

function totalOf(text: string): readonly [string, number] {
  const [, set, members] = /^([^=]+)=(\d{1,9})$/.exec(text.trim()) ?? [];
  if (set === undefined || members === undefined) throw new UsageError('--total takes SET=NUMBER.');
  return [set, Number(members)];
}

function describe(report: LevelsReport): string {
  const { isTaken, sums, refused } = report;
  const lines = sums.map(({ set, members, total, there, comes }) => {
    const stated = total === null ? 'no total given' : total === members ? 'as stated' : `stated: ${count(total)}`;
    const [was, will] = isTaken ? ['was there', 'came in'] : ['is there', 'would come in'];
    return `  ${set}: ${count(members)} members (${stated}); ${count(there)} ${was}, ${count(comes)} ${will}`;
  });
  const bad = refused.slice(0, shownMax).map(({ row, set, code }) => `  row ${row}, ${set}: ${code}`);
  const head = headOf(report);
  const refusals = refused.length === 0 ? [] : [`${count(refused.length)} cannot be taken:`, ...bad];
  return [head, ...lines, ...refusals].join('\n');
}
