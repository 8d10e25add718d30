import { createHash } from 'node:crypto';
import { errorTable } from '@perennial/contracts';
import type { OpeningRow, OpeningsReport, WalletAction } from '@perennial/contracts/staff';
import type { Audit } from '../../audit/audit.ts';
import type { CallContext } from '../../kernel/call-context.ts';
import { ProblemError } from '../../kernel/problem-error.ts';
import type { ReadingWorld } from '../../reading/world.ts';
import { openedBefore } from '../acting/wallet-acts.ts';
import type { ActOnWallets } from '../acting/act-on-wallets.ts';
import { checkOpenings } from './check-openings.ts';
import type { CheckDependencies, CheckedOpening } from './check-openings.ts';
import { exportLots } from './export-lots.ts';
import { groupRows, sumsOf } from './group-rows.ts';
import type { OpeningGroup, WalletSum } from './group-rows.ts';

export interface OpeningDependencies extends CheckDependencies {
  readonly audit: Audit;
  readonly world: ReadingWorld;
  readonly actOnWallets: ActOnWallets;
}

export interface OpeningsAsked {
  readonly rows: readonly OpeningRow[];
  /** Units by wallet, as the other system says. */
  readonly totals: Readonly<Record<string, number>>;
  readonly isDryRun: boolean;
}

export type Openings = ReturnType<typeof createOpenings>;

/** Balances that members bring with them from another system, and the way back. */
export function createOpenings(dependencies: OpeningDependencies) {
  const { audit, sql, shardCount, world } = dependencies;
  return {
    /**
     * All of the rows or none: a row that cannot be taken, or a wallet whose rows do not sum to its total, keeps all of them out. What came in
     * before under the same reference is not brought in again, so that an import that was cut off is simply sent again. A dry run only looks.
     * Throws `opening.total_mismatch`, `opening.rows_refused`.
     */
    take: (context: CallContext, asked: OpeningsAsked): Promise<OpeningsReport> =>
      audit.act(
        context,
        { action: 'wallet.openings_taken', subject: Object.keys(asked.totals).join(',') },
        async (note) => {
          note({ reason: `${asked.rows.length} rows${asked.isDryRun ? ', dry run' : ''}` });
          const report = await take(dependencies, context, asked);
          note({ reason: reasonOf(report) });
          return report;
        },
      ),
    /** Open lots of all living members and what they owe, as rows that `take` takes, in one order. */
    export: (context: CallContext, wallet: string | undefined): Promise<AsyncIterable<OpeningRow>> =>
      audit.act(context, { action: 'wallet.openings_exported', subject: wallet ?? '' }, async () =>
        exportLots(sql, { shardCount, wallet, now: world.now() }),
      ),
  };
}

function reasonOf({ rows, rowsNew, rowsThere, isDryRun }: OpeningsReport): string {
  return `${rows} rows${isDryRun ? ', dry run' : ''}: ${rowsNew} new, ${rowsThere} there before`;
}

async function take(
  dependencies: OpeningDependencies,
  context: CallContext,
  { rows, totals, isDryRun }: OpeningsAsked,
): Promise<OpeningsReport> {
  const { world } = dependencies;
  const now = world.now();
  const groups = groupRows(rows);
  const sums = sumsOf(groups, totals);
  const checked = await checkOpenings(dependencies, groups, { program: await world.program(), now });
  const report = (isTaken: boolean): OpeningsReport => ({
    isDryRun,
    isTaken,
    asOfAt: now,
    rows: rows.length,
    rowsNew: rowsOf(checked.filter(({ isThere }) => !isThere)),
    rowsThere: rowsOf(checked.filter(({ isThere }) => isThere)),
    ...reportOf(checked, sums),
  });
  if (isDryRun) return report(false);
  requireTotals(sums);
  const refused = checked.filter(({ code }) => code !== null);
  if (refused.length > 0)
    throw new ProblemError('opening.rows_refused', { errors: refused.slice(0, errorsMax).map(errorOf) });
  await carryOut(dependencies, context, checked);
  return report(true);
}

/** Of those that can be taken. */
function rowsOf(checked: readonly CheckedOpening[]): number {
  return checked.reduce((sum, { group, code }) => (code === null ? sum + group.rows.length : sum), 0);
}

/** As many as somebody reads; a dry run has them all. */
const errorsMax = 20;

function errorOf({ group, code }: CheckedOpening): { readonly path: string; readonly message: string } {
  return { path: `/rows/${group.row - 1}`, message: code ?? '' };
}

function requireTotals(sums: readonly WalletSum[]): void {
  const wrong = sums.filter(({ units, total }) => units !== total);
  if (wrong.length === 0) return;
  const errors = wrong.map(({ wallet, units, total }) => ({
    path: `/totals/${wallet}`,
    message: `rows sum to ${units}, ${total === null ? 'no total was given' : `the total is ${total}`}`,
  }));
  throw new ProblemError('opening.total_mismatch', { errors });
}

/** As many as one call of many commands takes. */
const actionsMax = 100;

/** Each is one command under a key of its own, so that what was cut off goes on where it was. */
async function carryOut(
  { actOnWallets }: OpeningDependencies,
  context: CallContext,
  checked: readonly CheckedOpening[],
): Promise<void> {
  const coming = checked.filter(({ isThere }) => !isThere).map(({ group }) => group);
  for (let n = 0; n < coming.length; n += actionsMax) {
    const some = coming.slice(n, n + actionsMax);
    const { answers } = await actOnWallets(context, { actions: some.map(actionOf) });
    const failed = answers.flatMap(({ outcome, code = 'server.failed' }, at) =>
      outcome === 'done' || code === openedBefore ? [] : [{ path: `/rows/${(some[at]?.row ?? 1) - 1}`, message: code }],
    );
    // What was seen before has changed meanwhile: those before it are in, and are passed over when it is sent again.
    if (failed.length > 0) throw new ProblemError('opening.rows_refused', { errors: failed.slice(0, errorsMax) });
  }
}

/** By the member as she is named, so that a merge in between does not bring it in twice. */
function actionOf({ member, wallet, reference, openedAt, rows }: OpeningGroup): WalletAction {
  const name = createHash('sha256')
    .update(JSON.stringify([member.trim(), wallet, reference]))
    .digest('hex');
  const parts = rows.map(({ member: _member, wallet: _wallet, reference: _reference, openedAt: _at, ...lot }) => lot);
  const lots = parts.filter(({ units }) => units > 0);
  const owed = parts.reduce((sum, { units }) => (units < 0 ? sum - units : sum), 0);
  const opening = { reference, openedAt, lots, ...(owed === 0 ? {} : { owed }) };
  return { action: 'open', member, wallet, key: `opening-${name}`, ...opening };
}

type Differences = Pick<OpeningsReport, 'sums' | 'differences' | 'refused'>;

function reportOf(checked: readonly CheckedOpening[], sums: readonly WalletSum[]): Differences {
  const taken = checked.filter(({ code }) => code === null);
  return {
    sums: sums.map((sum) => {
      const own = taken.filter(({ group }) => group.wallet === sum.wallet);
      const there = own.reduce((all, one) => all + one.there, 0);
      const comes = own.reduce((all, one) => all + comesOf(one), 0);
      return { ...sum, members: new Set(own.map(({ memberId }) => memberId)).size, there, comes };
    }),
    differences: taken.map((one) => ({
      memberId: one.memberId,
      wallet: one.group.wallet,
      reference: one.group.reference,
      balance: one.balance,
      there: one.there,
      comes: comesOf(one),
    })),
    refused: checked.flatMap(({ group, code }) =>
      code === null
        ? []
        : [{ row: group.row, member: group.member, wallet: group.wallet, code, title: errorTable[code].title }],
    ),
  };
}

function comesOf({ isThere, group }: CheckedOpening): number {
  return isThere ? 0 : group.units;
}
