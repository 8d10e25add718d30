import { openingRow } from '@perennial/contracts/staff';
import type { OpeningRow } from '@perennial/contracts/staff';
import { z } from 'zod';
import { toCsvRow } from '../../use-cases/reading/csv.ts';
import { count } from '../command/amounts.ts';
import { defineCommand } from '../command/command.ts';
import type { ExitCode } from '../command/command.ts';
import { openRowsOut } from '../openings/write-file.ts';
import { withUseCases } from '../platform/with-use-cases.ts';
import { never, openingColumns } from './opening-rows.ts';

export const walletsExportCommand = defineCommand({
  name: 'wallets export',
  summary: 'Write the open lots and debts of all members to a file that `wallets import` takes',
  details: [
    'What is left of each lot, with its terms: as CSV where the name of FILE ends in .csv, else a JSON object a line. Members by their ids,',
    'nothing personal. What is held is in it; what is owed is a row of units below 0. It ends with the total by wallet, for --total of the import.',
  ],
  args: [],
  options: {
    out: { type: 'string', value: 'FILE', help: 'where to write; standard output, as JSON, unless given' },
    wallet: { type: 'string', value: 'ID', help: 'of this wallet alone' },
  },
  run: (call) =>
    withUseCases<ExitCode>(call, { name: 'wallets export', needsWork: false, mustExist: true }, async (asking) => {
      const { out, wallet } = call.options;
      const to = openRowsOut(out, call.out);
      if (to.isTable) await to.write(toCsvRow(openingColumns));
      const totals = new Map<string, number>();
      let rows = 0;
      for await (const row of await asking.useCases.openings.export(asking.context, wallet)) {
        call.signal.throwIfAborted();
        await to.write(to.isTable ? cellsOf(row) : `${JSON.stringify(z.encode(openingRow, row))}\n`);
        totals.set(row.wallet, (totals.get(row.wallet) ?? 0) + row.units);
        rows += 1;
      }
      await to.end();
      if (out === undefined) return 0;
      const sums = [...totals].map(([id, units]) => `--total ${id}=${units}`).join(' ');
      await call.out.result(
        { file: out, rows, totals: Object.fromEntries(totals) },
        `${count(rows)} rows in ${out}. ${sums}`,
      );
      return 0;
    }),
});

function cellsOf(row: OpeningRow): string {
  const encoded: Readonly<Record<string, string | number | object | null | undefined>> = z.encode(openingRow, row);
  return toCsvRow(
    openingColumns.map((name) => {
      const value = encoded[name];
      if (value === undefined) return '';
      if (value === null) return never;
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
    }),
  );
}
