import type { Use } from '../../../kernel/facet.ts';
import { Missing } from '../../../kernel/rows/needs.ts';
import type { Need } from '../../../kernel/rows/needs.ts';
import { keyText } from '../../../kernel/rows/row-kind.ts';
import type { RowKey, RowKind, RowShape } from '../../../kernel/rows/row-kind.ts';
import { defaultSpendOrder } from '../documents/wallet-document.ts';
import { activateAward } from '../earning/awards/award-lots.ts';
import { termsOf } from '../earning/documents/award-terms.ts';
import { awardOf, missingToReclaim, reclaim } from '../earning/awards/reclaim.ts';
import { walletsRulesOf } from '../rules/rules.ts';
import type { WalletsView } from '../rules/rules.ts';
import { missingOfAll, openLotsOf } from '../ledger/everything.ts';
import { expiryOf } from '../ledger/expiry.ts';
import { Ledger } from '../ledger/ledger.ts';
import type { LotTerms, Reference } from '../ledger/ledger.ts';
import { lotNamed } from '../ledger/lot-names.ts';
import type { NamedShare } from '../ledger/lot-names.ts';
import type { LotOperation, WalletOperation } from '../ledger/operations.ts';
import { accountRows, holdRows, lotRows, openingRows, sharesOf } from '../ledger/rows.ts';
import type { HoldRow, LotRow, LotShare } from '../ledger/rows.ts';
import { sharesToSpend, unitsOf } from '../ledger/spend-order.ts';

/*
 * A decision is final, and is carried out on whatever its member is by then: where a merge was taken back, she may not have the lots any more
 * that it names. Then others give the units, and what is missing is owed; what was to become of a lot that is not hers becomes of none.
 */

type Operations = readonly WalletOperation[];

/** What carrying these out takes and is not in memory; null: all of it is. */
export function missingFor(view: WalletsView, operations: Operations, use: Pick<Use, 'program'>): Missing | null {
  const needs = [
    ...unknownOf(
      view,
      accountRows,
      operations.map(({ wallet }) => [wallet]),
    ),
    ...unknownOf(
      view,
      holdRows,
      operations.flatMap((operation) => ('hold' in operation ? [[operation.wallet, operation.hold]] : [])),
    ),
    ...unknownOf(
      view,
      lotRows,
      operations.flatMap((operation) => lotsOf(view, operation).map((lot) => [operation.wallet, lot])),
    ),
    ...unknownOf(
      view,
      openingRows,
      operations.flatMap((operation) =>
        operation.op === 'account' && operation.openedAt !== undefined ? [[operation.wallet, operation.reason]] : [],
      ),
    ),
  ];
  if (needs.length > 0) return new Missing(needs);
  if (operations.some((operation) => !hasNamed(view, operation))) {
    const missing = missingOfAll(view);
    if (missing !== null) return missing;
  }
  return missingToReclaim(view, freedBy(view, operations), use);
}

/** Lots of which units become free that were spent, held or waiting: what refunds could not take of them is taken back now. */
function freedBy(view: WalletsView, operations: Operations): readonly LotRow[] {
  return operations.flatMap((operation) => {
    const { wallet } = operation;
    if (operation.op === 'restore')
      return operation.lots.flatMap(([lot, , mark]) => lotNamed(view, wallet, { lot, mark }) ?? []);
    if (operation.op === 'activate') return lotNamed(view, wallet, operation) ?? [];
    if (operation.op !== 'capture' && operation.op !== 'release') return [];
    const row = holdOf(view, operation);
    return row?.endedAt === null ? lotsHeld(view, row) : [];
  });
}

export function lotsHeld(view: WalletsView, { wallet, lots }: HoldRow): readonly LotRow[] {
  return sharesOf(lots).flatMap(([lot]) => view.rows(lotRows).get(keyText([wallet, lot])) ?? []);
}

function unknownOf<Row extends RowShape>(view: WalletsView, kind: RowKind<Row>, keys: readonly RowKey[]): Need[] {
  const known = view.rows(kind);
  const unknown = keys.filter((key) => !known.isKnown(keyText(key)));
  return unknown.length === 0 ? [] : [{ by: 'key', kind, keys: unknown }];
}

function lotsOf(view: WalletsView, operation: WalletOperation): readonly number[] {
  if ('lots' in operation) return operation.lots.map(([lot]) => lot);
  if ('lot' in operation) return [operation.lot];
  if (operation.op === 'credit') return operation.reinstates === undefined ? [] : [operation.reinstates.lot];
  if (operation.op !== 'capture' && operation.op !== 'release') return [];
  const row = holdOf(view, operation);
  return row === null ? [] : sharesOf(row.lots).map(([lot]) => lot);
}

function holdOf(view: WalletsView, { wallet, hold }: { readonly wallet: string; readonly hold: string }) {
  return view.rows(holdRows).get(keyText([wallet, hold]));
}

/** Whether what it names has what it takes; where not, others give it, and all of them are asked. */
function hasNamed(view: WalletsView, operation: WalletOperation): boolean {
  switch (operation.op) {
    case 'debit':
      return unitsOf(operation.lots) === operation.units && areFree(view, operation);
    case 'hold':
      return areFree(view, operation);
    case 'capture': {
      const row = holdOf(view, operation);
      return row?.endedAt === null && operation.units <= row.units;
    }
    default:
      return true;
  }
}

function areFree(view: WalletsView, { wallet, lots }: Pick<Wanted, 'wallet' | 'lots'>): boolean {
  return lots.every(([lot, units, mark]) => units <= freeOf(lotNamed(view, wallet, { lot, mark })));
}

function freeOf(row: LotRow | null): number {
  return row === null ? 0 : row.remaining - row.held;
}

/** Who carries out, and under which name of the decision. */
interface Carrying {
  readonly view: WalletsView;
  readonly use: Use;
  readonly why: Omit<Reference, 'reason'>;
}

/** Carries out what was decided under an id; nothing is missing for it. */
export function carryOutAll(operations: Operations, decisionId: string, place: Omit<Carrying, 'why'>): void {
  const ledger = new Ledger(place.view, place.use);
  const carrying = { ...place, why: { source: 'decision', sourceId: decisionId, rule: '' } };
  const freed = freedBy(place.view, operations);
  for (const operation of operations) carryOut(ledger, operation, carrying);
  reclaim(ledger, freed, place);
  ledger.close();
}

function carryOut(ledger: Ledger, operation: WalletOperation, carrying: Carrying): void {
  const { view, why } = carrying;
  const { wallet } = operation;
  switch (operation.op) {
    case 'credit':
      ledger.credit({ ...why, ...operation });
      if (operation.reinstates !== undefined)
        findAgain(ledger, lotNamed(view, wallet, operation.reinstates), operation.units);
      return;
    case 'debit':
      ledger.debit({ ...why, ...operation, shares: sharesThere(operation, carrying) });
      return;
    case 'restore':
      restore(ledger, operation, carrying);
      return;
    case 'hold': {
      const shares = sharesThere({ ...operation, units: unitsOf(operation.lots) }, carrying);
      if (shares.length > 0) ledger.hold({ ...operation, shares });
      return;
    }
    case 'capture':
      capture(ledger, operation, carrying);
      return;
    case 'release': {
      const row = holdOf(view, operation);
      if (row?.endedAt === null) ledger.endHold(row, { ...why, reason: '', captured: 0, ending: 'released' });
      return;
    }
    case 'account': {
      const { isBlocked, openedAt } = operation;
      if (isBlocked !== undefined) ledger.changeAccount(wallet, { isBlocked });
      if (openedAt === undefined) return;
      ledger.changeAccount(wallet, { openedAt });
      ledger.noteOpening(wallet, operation.reason);
      return;
    }
    default:
      changeLot(ledger, operation, carrying);
  }
}

/** What was lost of a lot and came back as another one is not lost any more. */
function findAgain(ledger: Ledger, lot: LotRow | null, units: number): void {
  if (lot !== null) ledger.changeLot({ ...lot, lost: Math.max(0, lot.lost - units) });
}

interface Wanted {
  readonly wallet: string;
  readonly units: number;
  readonly lots: readonly NamedShare[];
}

/** The lots that were decided on, as far as they are there. */
function sharesNamed(view: WalletsView, { wallet, lots }: Pick<Wanted, 'wallet' | 'lots'>): readonly LotShare[] {
  return lots.flatMap(([lot, share, mark]): readonly LotShare[] => {
    const row = lotNamed(view, wallet, { lot, mark });
    const given = Math.min(share, freeOf(row));
    return row !== null && given > 0 ? [[row.lot, given]] : [];
  });
}

/** And others for the rest. */
function sharesThere(wanted: Wanted, { view, use }: Carrying): readonly LotShare[] {
  const { wallet, units } = wanted;
  const there = sharesNamed(view, wanted);
  const left = units - unitsOf(there);
  if (left === 0) return there;
  const order = walletsRulesOf(use.program).wallets.get(wallet)?.document.spendOrder ?? defaultSpendOrder;
  const named = new Map(there);
  const others = openLotsOf(view).flatMap((row) => {
    const taken = named.get(row.lot) ?? 0;
    return row.wallet === wallet ? [{ ...row, remaining: row.remaining - taken }] : [];
  });
  const more = sharesToSpend(others, left, { at: use.recordedAt, order, place: null });
  return [...together([...there, ...more])];
}

/** One share a lot. */
function together(shares: readonly LotShare[]): ReadonlyMap<number, number> {
  const units = new Map<number, number>();
  for (const [lot, share] of shares) units.set(lot, (units.get(lot) ?? 0) + share);
  return units;
}

/** What lots have no room for, because they are not hers any more or never gave it, comes back as a new one. */
function restore(
  ledger: Ledger,
  operation: Extract<WalletOperation, { op: 'restore' }>,
  { view, use, why }: Carrying,
): void {
  const { wallet, units, entry } = operation;
  const shares = operation.lots.flatMap(([lot, share, mark]): readonly LotShare[] => {
    const row = lotNamed(view, wallet, { lot, mark });
    const back = row === null ? 0 : Math.min(share, row.units - row.remaining);
    return row !== null && back > 0 ? [[row.lot, back]] : [];
  });
  const back = unitsOf(shares);
  if (back > 0) ledger.restore({ ...why, ...operation, units: back, shares, reverses: entry });
  if (back === units) return;
  const { wallets, world } = walletsRulesOf(use.program);
  const policy = wallets.get(wallet)?.document.expiry ?? { kind: 'never' };
  const expiresAt = expiryOf(policy, use.recordedAt, world.days.zone);
  const terms: LotTerms = { ...plainTerms, startsAt: use.recordedAt, expiresAt };
  ledger.credit({ ...why, ...operation, units: units - back, terms, reverses: entry });
}

const plainTerms = {
  priority: 0,
  waitsFor: '',
  cancelsAt: null,
  lotClass: '',
  scope: '',
  costMinor: null,
} as const;

/** What is not held any more is taken from what is there. */
function capture(ledger: Ledger, operation: Extract<WalletOperation, { op: 'capture' }>, carrying: Carrying): void {
  const { wallet, units, reason } = operation;
  const { why } = carrying;
  const row = holdOf(carrying.view, operation);
  const open = row?.endedAt === null ? row : null;
  const held = Math.min(units, open?.units ?? 0);
  if (open !== null) ledger.endHold(open, { ...why, reason, captured: held, ending: 'captured' });
  if (held === units) return;
  const shares = sharesThere({ wallet, units: units - held, lots: [] }, carrying);
  const moved = { units: units - held, kind: 'capture', to: 'redemption', shares, reverses: null } as const;
  ledger.debit({ ...why, wallet, reason, ...moved, ending: 'spent' });
}

function changeLot(ledger: Ledger, operation: LotOperation, { view, use, why }: Carrying): void {
  const { wallet, reason } = operation;
  const row = lotNamed(view, wallet, operation);
  if (row === null || row.endedAt !== null) return;
  const { lot } = row;
  if (operation.op === 'activate') activate(ledger, row, { view, use });
  else if (operation.op === 'extend') ledger.extend({ ...why, ...operation, lot });
  else if (operation.op === 'void' || row.waitsFor !== '') {
    const units = freeOf(row);
    const kind = operation.op;
    const ending = kind === 'void' ? 'voided' : 'cancelled';
    const out = { kind, to: 'issuance', reverses: null, ending } as const;
    if (units > 0) ledger.debit({ ...why, wallet, units, reason, ...out, shares: [[lot, units]] });
  }
}

/** The time until units of an order expire begins with the units, whoever lets them begin. */
function activate(ledger: Ledger, lot: LotRow, { view, use }: Omit<Carrying, 'why'>): void {
  const award = lot.waitsFor === 'time' ? null : awardOf(view, lot, use);
  if (award === null) ledger.activate(lot.wallet, lot.lot);
  else {
    const { zone } = walletsRulesOf(use.program).world.days;
    activateAward(ledger, lot, { terms: termsOf(award.terms), now: use.recordedAt, zone });
  }
}
