import { createDefaultProgram } from '../../../default-program.ts';
import { facets } from '../../../index.ts';
import type { FactPayload, FactValue } from '../../../../kernel/base/payload.ts';
import type { FoldContext } from '../../../../kernel/program.ts';
import type { ProgramDocuments } from '../../../../kernel/documents/document.ts';
import type { DecisionStep, FactStep } from '../../../../kernel/steps/steps.ts';
import { compileProgram, parseProgram } from '../../../../program/compile-program.ts';
import { fact, inOrder, testContext, testDays, testMemberId } from '../../../../testing/given.ts';
import type { FactParts } from '../../../../testing/given.ts';
import { createStoredMember, foldStored, rowsOf, wakeStored } from '../../../../testing/stored-member.ts';
import type { StoredMember } from '../../../../testing/stored-member.ts';
import { partOf } from '../../ledger/operations.ts';
import { accountRows, entryRows } from '../../ledger/rows.ts';
import { nameOf } from '../../ledger/lot-names.ts';
import type { LotRow, LotShare } from '../../ledger/rows.ts';
import { unitsOf } from '../../ledger/spend-order.ts';
import { awardRows, netOf } from '../awards/award-rows.ts';

const name = { en: 'Name', zh: '名称' };
const plainWallet = { name, kind: 'points' };

export type Parts = { readonly [key: string]: FactValue };

/** A point for every ten of the currency. */
export const aPointForTen = { kind: 'rate', perMinor: 1_000, units: 1 } as const;

export interface EarningParts {
  /** By id, over `points` as they are unless said otherwise. */
  readonly rules: { readonly [id: string]: Parts };
  readonly wallets?: { readonly [id: string]: Parts };
  readonly more?: ProgramDocuments;
  readonly counts?: 'placed' | 'paid';
}

export function earningDocuments({
  rules,
  wallets = {},
  more = {},
  counts = 'placed',
}: EarningParts): ProgramDocuments {
  const documents = createDefaultProgram();
  const settings = { ...(documents['settings.json'] as FactPayload), purchaseCountsWhen: counts };
  const all = { points: {}, ...wallets };
  return {
    ...documents,
    'settings.json': settings,
    ...Object.fromEntries(
      Object.entries(all).map(([id, rest]) => [`wallets/${id}.json`, { id, ...plainWallet, ...rest }]),
    ),
    ...Object.fromEntries(Object.entries(rules).map(([id, rest]) => [`earning/${id}.json`, ruleDocument(id, rest)])),
    ...more,
  };
}

function ruleDocument(id: string, rest: Parts): FactValue {
  return { id, name, on: { kind: 'order' }, wallet: 'points', award: aPointForTen, ...rest };
}

export function earningProgram(parts: EarningParts, version = 1, effectiveAt = 0) {
  return compileProgram(earningDocuments(parts), { version, effectiveAt }, { days: testDays, facets });
}

export function earningContext(parts: EarningParts): FoldContext {
  return testContext(earningProgram(parts));
}

/** `path: code` of every problem of the rules. */
export function problemsOf(parts: EarningParts): readonly string[] {
  const parsed = parseProgram(earningDocuments(parts), facets);
  return parsed.isValid ? [] : parsed.problems.map(({ document, path, code }) => `${document} ${path}: ${code}`);
}

export interface LineParts {
  readonly lineId?: string;
  readonly productId?: string;
  readonly category?: string;
  readonly quantity?: number;
  readonly amountMinor?: number;
}

/** `order.placed`, or whatever is said, of these lines. */
export function orderOf(
  orderId: string,
  lines: readonly LineParts[],
  rest: Partial<FactParts> & { readonly at: number; readonly more?: Parts },
): FactStep {
  const { more, type = 'order.placed', ...parts } = rest;
  const told = lines.map((line) => ({ productId: 'p', ...line }));
  const payload = { orderId, ...(lines.length > 0 ? { lines: told } : {}), ...more };
  return fact({ messageId: `${type} ${orderId} ${parts.at}`, type, ...parts, payload });
}

export function refundOf(
  orderId: string,
  refundId: string,
  rest: Partial<FactParts> & { readonly at: number; readonly lines?: readonly LineParts[]; readonly more?: Parts },
): FactStep {
  const { lines = [], more = {}, ...parts } = rest;
  return orderOf(orderId, lines, { ...parts, type: 'order.refunded', more: { refundId, ...more } });
}

/** What a command decided: units are spent out of these lots. */
export function spent(
  at: number,
  lots: readonly LotShare[],
  rest: { readonly wallet?: string; readonly member?: number } = {},
): DecisionStep {
  const { wallet = 'points', member = 1 } = rest;
  const units = unitsOf(lots);
  const moved = { op: 'debit', wallet, units, kind: 'spend', reason: '', to: 'redemption' } as const;
  // Without their marks they are given in the order of use.
  const named = lots.map(([lot, share]) => [lot, share, ''] as const);
  const part = partOf([{ ...moved, lots: named, ending: 'spent', reverses: null }]);
  return decided(at, { command: 'spend', part, member });
}

/** What a command decided: one lot is voided. */
export function voided(at: number, lot: LotRow): DecisionStep {
  const part = partOf([{ op: 'void', wallet: lot.wallet, ...nameOf(lot), reason: 'mistake' }]);
  return decided(at, { command: 'voidLot', part, member: 1 });
}

interface Decided {
  readonly command: string;
  readonly part: ReturnType<typeof partOf>;
  readonly member: number;
}

function decided(at: number, { command, part, member }: Decided): DecisionStep {
  return {
    kind: 'decision',
    shard: 0,
    position: 0,
    memberId: testMemberId(member),
    recordedAt: at,
    command,
    decisionId: `${command} ${at}`,
    parts: () => ({ wallets: part }),
  };
}

/** Folded in this order, each at its own instant. */
export function foldAll(
  steps: readonly (FactStep | DecisionStep)[],
  context: FoldContext,
  resources?: Map<string, number>,
): StoredMember {
  const stored = createStoredMember(facets, testMemberId(1));
  for (const [index, step] of steps.entries())
    foldStored(stored, [{ ...step, position: index + 1 }], {
      context,
      ...(resources === undefined ? {} : { resources }),
    });
  return stored;
}

/** Folded one by one, each out of what is stored. */
export function earn(facts: readonly FactStep[], context: FoldContext, until?: number): StoredMember {
  const stored = createStoredMember(facets, testMemberId(1));
  for (const step of inOrder(facts)) foldStored(stored, [step], { context });
  if (until !== undefined) wakeStored(stored, until, { context });
  return stored;
}

export function accountOf(stored: StoredMember, wallet = 'points') {
  return rowsOf(stored, accountRows).find((row) => row.wallet === wallet);
}

export function pointsOf(stored: StoredMember, wallet = 'points'): number {
  return accountOf(stored, wallet)?.posted ?? 0;
}

/** `rule: units` of every award, by rule. */
export function awardsIn(stored: StoredMember): { readonly [rule: string]: number } {
  return Object.fromEntries(rowsOf(stored, awardRows).map((row) => [row.rule, netOf(row)]));
}

/** `kind units` of every entry. */
export function entriesIn(stored: StoredMember, wallet = 'points'): readonly string[] {
  return rowsOf(stored, entryRows)
    .filter((row) => row.wallet === wallet)
    .toSorted((a, b) => a.sequence - b.sequence)
    .map(({ kind, units, credit }) => `${kind} ${credit === 'member' ? '+' : '-'}${units}`);
}
