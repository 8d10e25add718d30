import type { Entry, Hold, Lot, Wallet } from '../asked/queries.ts';

const walletActs = ['redeem', 'adjust', 'transfer', 'block', 'unblock'] as const;
const lotActs = ['voidLot', 'extendLot', 'reinstate', 'releaseLot', 'cancelLot'] as const;
const holdActs = ['captureHold', 'releaseHold'] as const;

export type LotActKind = (typeof lotActs)[number];

/** What is to be done, and to what. */
export type WalletAct =
  | { readonly kind: (typeof walletActs)[number]; readonly wallet: Wallet }
  | { readonly kind: LotActKind; readonly wallet: Wallet; readonly lot: Lot }
  | { readonly kind: (typeof holdActs)[number]; readonly wallet: Wallet; readonly hold: Hold }
  | { readonly kind: 'reverse'; readonly wallet: Wallet; readonly entry: Entry };

export type ActKind = WalletAct['kind'];

/** What the form of an act asks for. */
export interface ActFields {
  readonly units?: 'needed' | 'signed' | 'orAll';
  readonly reason?: 'needed' | 'optional';
  readonly expires?: 'needed' | 'orNever' | 'asProgram';
  readonly asksWhom?: true;
}

export const fieldsOfActs: Readonly<Record<ActKind, ActFields>> = {
  redeem: { units: 'needed', reason: 'optional' },
  adjust: { units: 'signed', reason: 'needed', expires: 'asProgram' },
  transfer: { units: 'needed', asksWhom: true },
  block: { reason: 'needed' },
  unblock: { reason: 'needed' },
  voidLot: { reason: 'needed' },
  extendLot: { reason: 'needed', expires: 'orNever' },
  reinstate: { units: 'orAll', reason: 'needed', expires: 'needed' },
  releaseLot: {},
  cancelLot: { reason: 'needed' },
  captureHold: { units: 'orAll' },
  releaseHold: {},
  reverse: { units: 'orAll', reason: 'needed' },
};

/** The number of the lot or entry, or the name of the hold, that the act is about. */
export function numberOfAct(act: WalletAct): string {
  if ('lot' in act) return String(act.lot.lot);
  if ('entry' in act) return String(act.entry.sequence);
  return 'hold' in act ? act.hold.hold : '';
}

/** The units that the act is about, as its lead says them. */
export function unitsOfAct(act: WalletAct): number {
  if ('entry' in act) return Math.abs(act.entry.units);
  if ('hold' in act) return act.hold.units;
  if ('lot' in act) return act.kind === 'reinstate' ? act.lot.lost : act.lot.remaining;
  return act.kind === 'block' || act.kind === 'unblock' ? act.wallet.balance : act.wallet.available;
}

export const isDangerous = (kind: ActKind): boolean => kind === 'voidLot' || kind === 'cancelLot' || kind === 'block';
