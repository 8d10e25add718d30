import type { DecisionCause, Handler, Use } from '../../../kernel/facet.ts';
import { Missing } from '../../../kernel/rows/needs.ts';
import type { Need } from '../../../kernel/rows/needs.ts';
import { keyText } from '../../../kernel/rows/row-kind.ts';
import type { RowKey, RowKind, RowShape } from '../../../kernel/rows/row-kind.ts';
import { defaultSpendOrder } from '../documents/wallet-document.ts';
import { walletsRulesOf } from '../rules/rules.ts';
import type { WalletsView } from '../rules/rules.ts';
import type { WalletsState } from '../rules/state.ts';
import { missingOfAll, openLotsOf } from './everything.ts';
import { Ledger } from './ledger.ts';
import type { LotTerms, Reference } from './ledger.ts';
import { operationsOf } from './operations.ts';
import type { WalletOperation } from './operations.ts';
import { accountRows, holdRows, lotRows, sharesOf } from './rows.ts';
import type { LotShare } from './rows.ts';
import { anywhere, sharesToSpend, unitsOf } from './spend-order.ts';

/*
 * A decision is final, and is carried out on whatever its member is by then: where a merge was taken back, she may not have the lots any more
 * that it names. Then others give the units, and what is missing is owed.
 */

type Operations = readonly WalletOperation[];

export const onDecision: Handler<WalletsState, DecisionCause, Operations> = {
  plan(view, { cause: { part } }) {
    const operations = operationsOf(part);
    return missingOf(view, operations) ?? operations;
  },
  apply(view, operations, use) {
    const ledger = new Ledger(view, use);
    const why = { source: 'decision', sourceId: use.cause.step.decisionId, rule: '' };
    for (const operation of operations) carryOut(ledger, operation, { view, use, why });
    ledger.close();
  },
};

function lotsNamed(operation: WalletOperation): readonly LotShare[] {
  if ('lots' in operation) return operation.lots;
  return 'lot' in operation ? [[operation.lot, 0]] : [];
}

function missingOf(view: WalletsView, operations: Operations): Missing | null {
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
      operations.flatMap((operation) => [
        ...lotsNamed(operation).map(([lot]) => [operation.wallet, lot]),
        ...heldLotsOf(view, operation),
      ]),
    ),
  ];
  if (needs.length > 0) return new Missing(needs);
  return operations.every((operation) => hasNamed(view, operation)) ? null : missingOfAll(view);
}

function unknownOf<Row extends RowShape>(view: WalletsView, kind: RowKind<Row>, keys: readonly RowKey[]): Need[] {
  const known = view.rows(kind);
  const unknown = keys.filter((key) => !known.isKnown(keyText(key)));
  return unknown.length === 0 ? [] : [{ by: 'key', kind, keys: unknown }];
}

function heldLotsOf(view: WalletsView, operation: WalletOperation): readonly RowKey[] {
  if (operation.op !== 'capture' && operation.op !== 'release') return [];
  const row = view.rows(holdRows).get(keyText([operation.wallet, operation.hold]));
  return row === null ? [] : sharesOf(row.lots).map(([lot]) => [operation.wallet, lot]);
}

/** Whether the lots that it names have what it takes of them. */
function hasNamed(view: WalletsView, operation: WalletOperation): boolean {
  const lots = view.rows(lotRows);
  const has = ([lot, units]: LotShare) => {
    const row = lots.get(keyText([operation.wallet, lot]));
    return row !== null && (operation.op === 'restore' || units <= row.remaining - row.held);
  };
  if (operation.op === 'capture' || operation.op === 'release')
    return view.rows(holdRows).get(keyText([operation.wallet, operation.hold]))?.endedAt === null;
  return lotsNamed(operation).every(has);
}

interface Carrying {
  readonly view: WalletsView;
  readonly use: Use;
  readonly why: Omit<Reference, 'reason'>;
}

function carryOut(ledger: Ledger, operation: WalletOperation, carrying: Carrying): void {
  const { view, use, why } = carrying;
  const { wallet } = operation;
  switch (operation.op) {
    case 'credit':
      ledger.credit({ ...operation, ...why });
      return;
    case 'debit': {
      const { units, lots, reason } = operation;
      ledger.debit({ ...operation, ...why, reason, shares: sharesThere({ wallet, units, lots }, carrying) });
      return;
    }
    case 'restore':
      restore(ledger, operation, carrying);
      return;
    case 'hold': {
      const shares = sharesThere({ wallet, units: unitsOf(operation.lots), lots: operation.lots }, carrying);
      if (unitsOf(shares) > 0) ledger.hold({ ...operation, shares });
      return;
    }
    case 'capture':
      capture(ledger, operation, carrying);
      return;
    case 'release': {
      const row = view.rows(holdRows).get(keyText([wallet, operation.hold]));
      if (row?.endedAt === null) ledger.endHold(row, { ...why, reason: '', captured: 0, ending: 'released' });
      return;
    }
    case 'account': {
      const { op: _, wallet: __, ...change } = operation;
      ledger.changeAccount(wallet, change);
      return;
    }
    default:
      changeLot(ledger, operation, { view, use, why });
  }
}

/** The lots that were decided on, as far as they are there, and others for the rest. */
function sharesThere(
  { wallet, units, lots }: { readonly wallet: string; readonly units: number; readonly lots: readonly LotShare[] },
  { view, use }: Carrying,
): readonly LotShare[] {
  const there = lots.flatMap(([lot, share]): readonly LotShare[] => {
    const row = view.rows(lotRows).get(keyText([wallet, lot]));
    const given = row === null ? 0 : Math.min(share, row.remaining - row.held);
    return given > 0 ? [[lot, given]] : [];
  });
  const left = units - unitsOf(there);
  if (left === 0 || unitsOf(lots) < units) return there;
  const order = walletsRulesOf(use.program).wallets.get(wallet)?.document.spendOrder ?? defaultSpendOrder;
  const named = new Set(there.map(([lot]) => lot));
  const others = openLotsOf(view).filter((row) => row.wallet === wallet && !named.has(row.lot));
  return [...there, ...sharesToSpend(others, left, { at: use.recordedAt, order, place: anywhere })];
}

const plainTerms = { priority: 0, waitsFor: '', cancelsAt: null, expiresAt: null, lotClass: '', scope: '' } as const;

/** Of a lot that is not hers any more what comes back is a new one. */
function restore(
  ledger: Ledger,
  operation: Extract<WalletOperation, { op: 'restore' }>,
  { view, use, why }: Carrying,
): void {
  const { wallet, units, kind, reason, from, lots, entry } = operation;
  const isThere = lots.every(([lot]) => view.rows(lotRows).get(keyText([wallet, lot])) !== null);
  if (isThere) ledger.restore({ wallet, units, kind, from, ...why, reason, shares: lots, reverses: entry });
  else {
    const terms: LotTerms = { ...plainTerms, startsAt: use.recordedAt, costMinor: null };
    ledger.credit({ wallet, units, kind, from, ...why, reason, terms });
  }
}

function capture(ledger: Ledger, operation: Extract<WalletOperation, { op: 'capture' }>, carrying: Carrying): void {
  const { wallet, units, reason } = operation;
  const { view, why } = carrying;
  const row = view.rows(holdRows).get(keyText([wallet, operation.hold]));
  if (row?.endedAt === null && row.units >= units) {
    ledger.endHold(row, { ...why, reason, captured: units, ending: 'captured' });
    return;
  }
  const shares = sharesThere({ wallet, units, lots: [] }, carrying);
  const moved = { wallet, units, kind: 'capture', to: 'redemption', shares, reverses: null, ending: 'spent' } as const;
  ledger.debit({ ...moved, ...why, reason });
}

function changeLot(
  ledger: Ledger,
  operation: Extract<WalletOperation, { op: 'activate' | 'cancel' | 'extend' }>,
  { view, why }: Carrying,
): void {
  const { wallet, lot } = operation;
  const row = view.rows(lotRows).get(keyText([wallet, lot]));
  if (row?.endedAt !== null) return;
  if (operation.op === 'activate') ledger.activate(wallet, lot);
  else if (operation.op === 'extend') ledger.changeLot({ ...row, expiresAt: operation.expiresAt });
  else if (row.waitsFor !== '') {
    const { reason } = operation;
    const cancelled = { wallet, units: row.remaining, kind: 'cancel', to: 'issuance', reverses: null } as const;
    ledger.debit({ ...cancelled, shares: [[lot, row.remaining]], ending: 'cancelled', ...why, reason });
  }
}
