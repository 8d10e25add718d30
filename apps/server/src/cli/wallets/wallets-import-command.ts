import type { OpeningsReport } from '@perennial/contracts/staff';
import { openingsReport } from '@perennial/contracts/staff';
import { z } from 'zod';
import { count } from '../command/amounts.ts';
import { defineCommand, UsageError } from '../command/command.ts';
import type { ExitCode } from '../command/command.ts';
import { headOf, readWholeFile, shownMax, taken } from '../openings/take-file.ts';
import { withUseCases } from '../platform/with-use-cases.ts';
import { openingColumns, readOpenings } from './opening-rows.ts';

const options = {
  'dry-run': { type: 'boolean', help: 'say what would come in, and bring in nothing' },
  total: {
    type: 'list',
    value: 'N',
    help: 'units of the whole file, as the other system says; WALLET=N where it has several wallets; repeatable',
  },
  wallet: { type: 'string', value: 'ID', help: 'wallet of rows that name none' },
  reference: { type: 'string', value: 'TEXT', help: 'reference of rows that name none' },
  'opened-at': {
    type: 'string',
    value: 'INSTANT',
    help: 'of rows that name none: orders placed before are in the balance and earn nothing (ISO 8601)',
  },
} as const;

export const walletsImportCommand = defineCommand({
  name: 'wallets import',
  summary: 'Bring in what members had in another system',
  details: [
    `A CSV, or a JSON object a line, of lots: ${openingColumns.join(', ')}.`,
    'A member is an id or an identity such as phone:+8613800138000; costMinor is what the lot cost; expiresAt is an instant, `never`',
    '(in JSON null), or nothing: then it expires as the wallet says. Units below 0 are what the member owes, without terms of a lot.',
    'Rows of one member, wallet and reference come in together, once:',
    'the same file again brings in nothing. Without a --total that the units sum to, and with any row that cannot be taken, nothing',
    'comes in at all.',
  ],
  args: [{ name: 'FILE', help: 'the file, also gzipped' }],
  options,
  async run(call) {
    const { 'dry-run': isDryRun, total, wallet, reference, 'opened-at': openedAt } = call.options;
    const [file = ''] = call.args;
    const { rows } = await readWholeFile(file, (path) => readOpenings(path, { wallet, reference, openedAt }));
    const totals = totalsOf(total, [...new Set(rows.map((row) => row.wallet))]);
    if (!isDryRun && total.length === 0) throw new UsageError('--total is missing: what the units of the file sum to.');
    return withUseCases<ExitCode>(
      call,
      { name: 'wallets import', needsWork: true, mustExist: true },
      async (asking) => {
        const report = await taken(() => asking.useCases.openings.take(asking.context, { rows, totals, isDryRun }));
        await call.out.result(z.encode(openingsReport, report), describe(report));
        return report.isTaken || (report.refused.length === 0 && isMatched(report, total)) ? 0 : 1;
      },
    );
  },
});

/** A number alone is of the only wallet that there is. */
function totalsOf(given: readonly string[], wallets: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    given.map((text) => {
      const [, wallet, units] = /^(?:([^=]+)=)?(-?\d{1,15})$/.exec(text.trim()) ?? [];
      if (units === undefined) throw new UsageError('--total takes a whole number, or WALLET=NUMBER.');
      const [only, ...others] = wallets;
      if (wallet === undefined && (only === undefined || others.length > 0))
        throw new UsageError(`The file has several wallets (${wallets.join(', ')}): --total WALLET=N for each.`);
      return [wallet ?? only ?? '', Number(units)];
    }),
  );
}

function isMatched({ sums }: OpeningsReport, totals: readonly string[]): boolean {
  return totals.length === 0 || sums.every(({ units, total }) => units === total);
}

function describe(report: OpeningsReport): string {
  const { isTaken, sums, refused } = report;
  const lines = sums.map(({ wallet, units, total, members, there, comes }) => {
    const stated = total === null ? 'no total given' : total === units ? 'as stated' : `stated: ${count(total)}`;
    const [was, will] = isTaken ? ['was there', 'came in'] : ['is there', 'would come in'];
    return `  ${wallet}: ${count(units)} units (${stated}) of ${count(members)} members; ${count(there)} ${was}, ${count(comes)} ${will}`;
  });
  const bad = refused.slice(0, shownMax).map(({ row, wallet, code }) => `  row ${row}, ${wallet}: ${code}`);
  const head = headOf(report);
  return [head, ...lines, ...(refused.length === 0 ? [] : [`${count(refused.length)} cannot be taken:`, ...bad])].join(
    '\n',
  );
}
