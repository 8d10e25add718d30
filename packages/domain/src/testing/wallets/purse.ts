import { createDefaultProgram } from '../../facets/default-program.ts';
import { facets } from '../../facets/index.ts';
import { availableOf, emptyAccount } from '../../facets/wallets/ledger/accounts.ts';
import { accountRows, entryRows, holdRows, lotRows } from '../../facets/wallets/ledger/rows.ts';
import type { AccountRow, EntryRow, HoldRow, LotRow } from '../../facets/wallets/ledger/rows.ts';
import { createDayTable } from '../../kernel/base/day-table.ts';
import { dayMs } from '../../kernel/base/instants.ts';
import type { FactPayload } from '../../kernel/base/payload.ts';
import type { Rejection } from '../../kernel/command.ts';
import { createFoldContext } from '../../kernel/program.ts';
import type { FoldContext } from '../../kernel/program.ts';
import type { LoggedStep } from '../../kernel/steps/steps.ts';
import { compileProgram } from '../../program/compile-program.ts';
import { fact, startAt, testMemberId, testZone } from '../given.ts';
import { callCommand } from '../run-command.ts';
import { createStoredMember, foldStored, rowsOf, wakeStored } from '../stored-member.ts';
import type { StoredMember } from '../stored-member.ts';
import { walletDocuments } from './wallet-documents.ts';
import type { Wallets } from './wallet-documents.ts';

export function walletContext(wallets: Wallets, zone = testZone): FoldContext {
  const days = createDayTable(zone);
  const documents = { ...createDefaultProgram(), ...walletDocuments(wallets) };
  const program = compileProgram(documents, { version: 1, effectiveAt: 0 }, { days, facets });
  return createFoldContext({ programs: [program], days });
}

type Place = Pick<LoggedStep, 'shard' | 'position' | 'recordedAt' | 'memberId'>;

/** One member and her wallets: commands are called, folded as they are logged, and time goes by. */
export interface Purse {
  readonly stored: StoredMember;
  readonly context: FoldContext;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly waitDays: (days: number) => void;
  readonly waitMs: (ms: number) => void;
  /** What is answered; the decision has been folded. */
  readonly call: (name: string, input: FactPayload) => FactPayload | Rejection;
  /** The same, of what must not be refused. */
  readonly must: (name: string, input: FactPayload) => FactPayload;
  /** Takes another step into her log. */
  readonly take: (step: (place: Place) => LoggedStep, others?: readonly Purse[]) => void;
  /** Takes a decision about her wallets into her log, as no command makes it. */
  readonly decide: (...operations: readonly FactPayload[]) => void;
  /** What time alone has done by now. */
  readonly wake: () => void;
}

export function createPurse(wallets: Wallets, { number = 1, zone = testZone } = {}): Purse {
  return purseOf(createStoredMember(facets, testMemberId(number)), walletContext(wallets, zone));
}

/** Somebody new under programs of a test's own. */
export function purseIn(context: FoldContext): Purse {
  return purseOf(createStoredMember(facets, testMemberId(1)), context);
}

function purseOf(stored: StoredMember, context: FoldContext): Purse {
  let now = startAt;
  let position = 0;
  const take: Purse['take'] = (step, others = []) => {
    position += 1;
    const use = { context, others: new Map(others.map((other) => [other.stored.id, other.stored])) };
    foldStored(stored, [step({ shard: 0, position, recordedAt: now, memberId: stored.id })], use);
  };
  const call: Purse['call'] = (name, input) => {
    const called = callCommand(stored, { name, input, position: position + 1, recordedAt: now }, { context });
    if (called.kind === 'rejection') return called;
    if (called.isLogged) take(() => called.step);
    return called.answer;
  };
  take((place) => ({ ...fact({ type: 'member.registered', at: now }), ...place }));
  return {
    stored,
    context,
    now: () => now,
    waitDays: (days) => void (now += Math.round(days * dayMs)),
    waitMs: (ms) => void (now += ms),
    call,
    must(name, input) {
      const answer = call(name, input);
      if (isRejection(answer)) throw new Error(`${name} is refused: ${JSON.stringify(answer)}`);
      return answer;
    },
    take,
    decide: (...operations) =>
      take((place) => ({
        kind: 'decision',
        ...place,
        command: 'test',
        decisionId: `d${place.position}`,
        parts: () => ({ wallets: { operations } }),
      })),
    wake: () => wakeStored(stored, now, { context }),
  };
}

function isRejection(answer: FactPayload | Rejection): answer is Rejection {
  return 'kind' in answer && answer['kind'] === 'rejection';
}

/** Makes two one, as of now: the second one's log is closed. */
export function merge(own: Purse, absorbed: Purse): void {
  let absorbedPosition = 0;
  absorbed.take((place) => {
    absorbedPosition = place.position;
    return { kind: 'absorb', ...place, survivorShard: 0, survivorId: own.stored.id, mergeId: 'm' };
  });
  const whom = { absorbedShard: 0, absorbedId: absorbed.stored.id, absorbedPosition, mergeId: 'm' };
  own.take((place) => ({ kind: 'merge', ...place, ...whom }), [absorbed]);
}

/** Takes the merge back. */
export function split(...purses: readonly Purse[]): void {
  for (const purse of purses) purse.take((place) => ({ kind: 'split', ...place, mergeId: 'm', other: null }));
}

export function accountOf({ stored }: Pick<Purse, 'stored'>, wallet = 'points'): AccountRow {
  return rowsOf(stored, accountRows).find((row) => row.wallet === wallet) ?? emptyAccount(wallet);
}

/** `posted available`, as people see it. */
export function balanceOf(purse: Purse, wallet = 'points'): string {
  purse.wake();
  const account = accountOf(purse, wallet);
  return `${account.posted} ${availableOf(account)}`;
}

export function lotsOf({ stored }: Pick<Purse, 'stored'>, wallet = 'points'): readonly LotRow[] {
  return rowsOf(stored, lotRows)
    .filter((row) => row.wallet === wallet)
    .toSorted((a, b) => a.lot - b.lot);
}

/** `lot: remaining/units ending` of each. */
export function lotTexts(purse: Purse, wallet = 'points'): readonly string[] {
  return lotsOf(purse, wallet).map(({ lot, remaining, units, ending }) =>
    `${lot}: ${remaining}/${units} ${ending}`.trim(),
  );
}

export function entriesOf({ stored }: Pick<Purse, 'stored'>, wallet = 'points'): readonly EntryRow[] {
  return rowsOf(stored, entryRows)
    .filter((row) => row.wallet === wallet)
    .toSorted((a, b) => a.sequence - b.sequence);
}

/** `kind: units from>to` of each. */
export function entryTexts(purse: Purse, wallet = 'points'): readonly string[] {
  return entriesOf(purse, wallet).map(({ kind, units, debit, credit }) => `${kind}: ${units} ${debit}>${credit}`);
}

export function holdsOf({ stored }: Pick<Purse, 'stored'>): readonly HoldRow[] {
  return rowsOf(stored, holdRows);
}
