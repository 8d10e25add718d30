import { levelRow } from '@perennial/contracts/staff';
import type { LevelRow } from '@perennial/contracts/staff';
import { z } from 'zod';
import { toCsvRow } from '../../use-cases/reading/csv.ts';
import { count } from '../command/amounts.ts';
import { defineCommand } from '../command/command.ts';
import type { ExitCode } from '../command/command.ts';
import { openRowsOut } from '../openings/write-file.ts';
import { withUseCases } from '../platform/with-use-cases.ts';
import { levelColumns } from './level-rows.ts';

export const tiersExportCommand = defineCommand({
  name: 'tiers export',
  summary: 'Write the levels of all members to a file that `tiers import` takes',
  details: [
    'Each level with since when and until when it is hers as things stand: as CSV where the name of FILE ends in .csv, else a JSON object a',
    'line. Members by their ids, nothing personal; levels that everybody has are left out. It ends with the members by tier set, for',
    '--total of the import.',
  ],
  args: [],
  options: {
    out: { type: 'string', value: 'FILE', help: 'where to write; standard output, as JSON, unless given' },
    set: { type: 'string', value: 'ID', help: 'of this tier set alone' },
  },
  run: (call) =>
    withUseCases<ExitCode>(call, { name: 'tiers export', needsWork: false, mustExist: true }, async (asking) => {
      const { out, set } = call.options;
      const to = openRowsOut(out, call.out);
      if (to.isTable) await to.write(toCsvRow(levelColumns));
      const totals = new Map<string, number>();
      for await (const row of await asking.useCases.levelOpenings.export(asking.context, set)) {
        call.signal.throwIfAborted();
        await to.write(to.isTable ? cellsOf(row) : `${JSON.stringify(z.encode(levelRow, row))}\n`);
        totals.set(row.set, (totals.get(row.set) ?? 0) + 1);
      }
      await to.end();
      if (out === undefined) return 0;
      const rows = [...totals.values()].reduce((sum, members) => sum + members, 0);
      const sums = [...totals].map(([id, members]) => `--total ${id}=${members}`).join(' ');
      await call.out.result(
        { file: out, rows, totals: Object.fromEntries(totals) },
        `${count(rows)} levels in ${out}. ${sums}`,
      );
      return 0;
    }),
});

function cellsOf(row: LevelRow): string {
  const encoded: Readonly<Record<string, string | null | undefined>> = z.encode(levelRow, row);
  return toCsvRow(levelColumns.map((name) => encoded[name] ?? ''));
}
