import type { Capability, ErrorCode } from '@perennial/contracts';
import type { WalletAction, WalletAnswer } from '@perennial/contracts/staff';
import type { FactPayload, FactValue } from '@perennial/domain';
import type { AuditAction } from '../../audit/audit-action.ts';
import type { Done } from '../../commands/command-call.ts';

/** What callers may have done to a wallet, by the names of the routes. */
export type WalletActName = WalletAction['action'];

/** A command of the facet, with what the audit log calls it and the right that it takes. */
export interface WalletAct {
  readonly command: string;
  readonly action: AuditAction;
  readonly capability: Capability;
}

const till: Capability = 'wallet.redeem';
const staff: Capability = 'wallet.adjust';

export const walletActs: Readonly<Record<WalletActName, WalletAct>> = {
  redeem: { command: 'redeemUnits', action: 'wallet.redeemed', capability: till },
  hold: { command: 'holdUnits', action: 'wallet.held', capability: till },
  capture: { command: 'captureHold', action: 'wallet.hold_captured', capability: till },
  release: { command: 'releaseHold', action: 'wallet.hold_released', capability: till },
  reverse: { command: 'reverseSpend', action: 'wallet.spend_reversed', capability: till },
  adjust: { command: 'adjustUnits', action: 'wallet.adjusted', capability: staff },
  voidLot: { command: 'voidLot', action: 'wallet.lot_voided', capability: staff },
  extendLot: { command: 'extendLot', action: 'wallet.lot_extended', capability: staff },
  reinstate: { command: 'reinstateUnits', action: 'wallet.reinstated', capability: staff },
  releaseLot: { command: 'releasePending', action: 'wallet.lot_released', capability: staff },
  cancelLot: { command: 'cancelPending', action: 'wallet.lot_cancelled', capability: staff },
  block: { command: 'blockWallet', action: 'wallet.blocked', capability: staff },
  unblock: { command: 'unblockWallet', action: 'wallet.unblocked', capability: staff },
  open: { command: 'openWallet', action: 'wallet.opened', capability: 'wallet.open' },
};

/** The one over two members. */
export const transferAct: WalletAct = { command: 'transferUnits', action: 'wallet.transferred', capability: till };

/** What the command that opens a wallet says of a reference that it knows. */
export const openedBefore = 'wallet.opened' satisfies ErrorCode;

class NothingPersonal extends Map<string, 'personal' | 'other'> {
  override get(): 'other' {
    return 'other';
  }
}

export const walletMeanings: ReadonlyMap<string, 'personal' | 'other'> = new NothingPersonal();

/** What a call says, as it was parsed: what is absent is undefined. */
export type Said = Readonly<Record<string, unknown>> & { readonly wallet: string };

/** The input of a command: what was said, without what was not. The schemas of the routes let nothing but JSON and instants through. */
export function inputOf(said: Said): FactPayload {
  return JSON.parse(JSON.stringify(said)) as FactPayload;
}

/** What an act is done to, for the audit log: the member, the wallet and what in it is named. */
export function subjectOf(memberId: string, { wallet, lot, hold, entry }: Said): string {
  const named = [lot, hold, entry].filter((one) => typeof one === 'string' || typeof one === 'number');
  return [memberId, wallet, ...named].join('/');
}

/** The reason that somebody gave, for the audit log. */
export function reasonOf({ reason }: Said): { readonly reason?: string } {
  return typeof reason === 'string' ? { reason } : {};
}

const numbers = ['balance', 'available', 'units', 'entry', 'lot', 'captured', 'freed', 'expiresAt'] as const;

/** What a command answered, as far as it has a place in an answer: ids, codes and numbers. */
export function answerOf({ answer, memberId }: Pick<Done, 'answer' | 'memberId'>): WalletAnswer {
  const { wallet, hold, lots, reference, isBlocked, expiresAt } = answer;
  const read = Object.fromEntries(
    numbers.flatMap((name) => (typeof answer[name] === 'number' ? [[name, answer[name]]] : [])),
  );
  return {
    memberId,
    wallet: typeof wallet === 'string' ? wallet : '',
    ...read,
    ...(typeof hold === 'string' ? { hold } : {}),
    ...(typeof isBlocked === 'boolean' ? { isBlocked } : {}),
    ...(expiresAt === null ? { expiresAt } : {}),
    ...(typeof reference === 'string' ? { reference } : {}),
    ...(Array.isArray(lots) ? { lots: lots.flatMap(shareOf) } : {}),
  };
}

function shareOf(share: FactValue): readonly [number, number][] {
  if (!Array.isArray(share)) return [];
  const [lot, units] = share;
  return typeof lot === 'number' && typeof units === 'number' ? [[lot, units]] : [];
}
