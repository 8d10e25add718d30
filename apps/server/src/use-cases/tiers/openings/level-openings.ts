import { createHash } from 'node:crypto';
import { errorTable } from '@perennial/contracts';
import type { ErrorCode } from '@perennial/contracts';
import type { LevelRow, LevelsReport } from '@perennial/contracts/staff';
import type { Commands } from '@perennial/engine';
import type { Audit } from '../../audit/audit.ts';
import { codeOf, commandCallOf } from '../../commands/command-call.ts';
import type { FindPlace } from '../../commands/find-living.ts';
import { entryOf } from '../../commands/carry-out.ts';
import { nameOfCaller } from '../../kernel/caller.ts';
import type { CallContext } from '../../kernel/call-context.ts';
import { ProblemError } from '../../kernel/problem-error.ts';
import type { ReadingWorld } from '../../reading/world.ts';
import { checkLevels } from './check-levels.ts';
import type { CheckDependencies, CheckedLevel } from './check-levels.ts';
import { exportLevels } from './export-levels.ts';

export interface LevelOpeningDependencies extends CheckDependencies {
  readonly audit: Audit;
  readonly world: ReadingWorld;
  readonly commands: Pick<Commands, 'act'>;
  readonly findPlace: FindPlace;
}

export interface LevelsAsked {
  readonly rows: readonly LevelRow[];
  /** Members by tier set, as the other system says. */
  readonly totals: Readonly<Record<string, number>>;
  readonly isDryRun: boolean;
}

export type LevelOpenings = ReturnType<typeof createLevelOpenings>;

/** Levels that members bring with them from another system, and the way back. */
export function createLevelOpenings(dependencies: LevelOpeningDependencies) {
  const { audit, sql, shardCount } = dependencies;
  return {
    /**
     * All of the rows or none, as balances. Who has the level from an import of before is passed over, so that one that was cut off is simply
     * sent again. A dry run only looks. Throws `opening.total_mismatch`, `opening.rows_refused`.
     */
    take: (context: CallContext, asked: LevelsAsked): Promise<LevelsReport> =>
      audit.act(
        context,
        { action: 'tier.openings_taken', subject: Object.keys(asked.totals).join(',') },
        async (note) => {
          note({ reason: `${asked.rows.length} rows${asked.isDryRun ? ', dry run' : ''}` });
          const report = await take(dependencies, context, asked);
          note({ reason: reasonOf(report) });
          return report;
        },
      ),
    /** Levels of all living members as rows that `take` takes, in one order; without those that everybody has. */
    export: (context: CallContext, set: string | undefined): Promise<AsyncIterable<LevelRow>> =>
      audit.act(context, { action: 'tier.openings_exported', subject: set ?? '' }, async () =>
        exportLevels(sql, { shardCount, set }),
      ),
  };
}

type Sums = LevelsReport['sums'];

function reasonOf({ rows, rowsNew, rowsThere, isDryRun }: LevelsReport): string {
  return `${rows} rows${isDryRun ? ', dry run' : ''}: ${rowsNew} new, ${rowsThere} there before`;
}

async function take(
  dependencies: LevelOpeningDependencies,
  context: CallContext,
  { rows, totals, isDryRun }: LevelsAsked,
): Promise<LevelsReport> {
  const { world } = dependencies;
  const now = world.now();
  const checked = await checkLevels(dependencies, rows, { program: await world.program(), now });
  const sums = sumsOf(checked, totals);
  const report = (isTaken: boolean): LevelsReport => ({
    isDryRun,
    isTaken,
    asOfAt: now,
    rows: rows.length,
    rowsNew: sums.reduce((sum, { comes }) => sum + comes, 0),
    rowsThere: sums.reduce((sum, { there }) => sum + there, 0),
    sums,
    ...foundIn(checked),
  });
  if (isDryRun) return report(false);
  requireTotals(sums);
  const refused = checked.flatMap(({ number, code }) => (code === null ? [] : [errorOf(number, code)]));
  if (refused.length > 0) throw new ProblemError('opening.rows_refused', { errors: refused.slice(0, errorsMax) });
  await carryOut(dependencies, context, checked);
  return report(true);
}

/** As many as somebody reads; a dry run has them all. */
const errorsMax = 20;

function errorOf(number: number, code: string): { readonly path: string; readonly message: string } {
  return { path: `/rows/${number - 1}`, message: code };
}

function requireTotals(sums: Sums): void {
  const wrong = sums.filter(({ members, total }) => members !== total);
  if (wrong.length === 0) return;
  const errors = wrong.map(({ set, members, total }) => ({
    path: `/totals/${set}`,
    message: `there are ${members} rows, ${total === null ? 'no total was given' : `the total is ${total}`}`,
  }));
  throw new ProblemError('opening.total_mismatch', { errors });
}

function sumsOf(checked: readonly CheckedLevel[], totals: Readonly<Record<string, number>>): Sums {
  const sets = new Set([...Object.keys(totals), ...checked.map(({ row }) => row.set)]);
  return [...sets].map((set) => {
    const own = checked.filter(({ row }) => row.set === set);
    const good = own.filter(({ code }) => code === null);
    const there = good.filter(({ isThere }) => isThere).length;
    return { set, members: own.length, total: totals[set] ?? null, there, comes: good.length - there };
  });
}

function foundIn(checked: readonly CheckedLevel[]): Pick<LevelsReport, 'differences' | 'refused'> {
  return {
    differences: checked.flatMap(({ code, memberId, row: { set, level }, before, isThere }) =>
      code === null ? [{ memberId, set, before, level, isThere }] : [],
    ),
    refused: checked.flatMap(({ number, code, row: { member, set } }) =>
      code === null ? [] : [{ row: number, member, set, code, title: errorTable[code].title }],
    ),
  };
}

/** Commands that are under way at the same time. */
const atOnce = 50;

/** Each is one command under a key of its own, so that what was cut off goes on where it was. */
async function carryOut(
  dependencies: LevelOpeningDependencies,
  context: CallContext,
  checked: readonly CheckedLevel[],
): Promise<void> {
  const coming = checked.filter(({ isThere }) => !isThere);
  for (let n = 0; n < coming.length; n += atOnce) {
    const some = coming.slice(n, n + atOnce);
    const codes = await Promise.all(some.map((one) => openOne(dependencies, context, one)));
    const failed = codes.flatMap((code, at) => (code === null ? [] : [errorOf(some[at]?.number ?? 1, code)]));
    // What was seen before has changed meanwhile: those before it are in, and are passed over when it is sent again.
    if (failed.length > 0) throw new ProblemError('opening.rows_refused', { errors: failed.slice(0, errorsMax) });
  }
}

/** Why it was not carried out; null: it was, or had been. */
async function openOne(
  { audit, commands, findPlace }: LevelOpeningDependencies,
  context: CallContext,
  { memberId, row: { member: reference, set, level, since, until } }: CheckedLevel,
): Promise<ErrorCode | null> {
  const entry = audit.entry(context, { action: 'tier.openings_taken', subject: `${memberId}/${set}` });
  entry.note({ reason: 'opening' });
  const input = { set, level, since, until };
  const said = { command: 'openTier', member: reference, input };
  // By the member as she is named, so that a merge in between does not bring it in twice.
  const name = createHash('sha256')
    .update(JSON.stringify([reference.trim(), input]))
    .digest('hex');
  const member = await findPlace(memberId, context.caller);
  const call = { ...commandCallOf(context, said), key: `tier-opening-${name}`, said, entryOf: entryOf(entry) };
  const by = nameOfCaller(context.caller);
  const outcome = await commands.act({ ...call, hidesErased: true, command: 'openTier', member, input, by });
  if (outcome.kind === 'refused') await audit.write([entry.ended('refused')]).catch(() => undefined);
  if (outcome.kind === 'done') return null;
  const code = codeOf(outcome);
  return code === 'tier.opened' ? null : code;
}
