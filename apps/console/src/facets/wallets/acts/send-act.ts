import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import type { WalletAct } from './act.ts';

/** What was typed, in the units and instants that the API takes. */
export interface ActValues {
  readonly units?: number;
  readonly reason?: string;
  /** Null: never. */
  readonly expiresAt?: string | null;
  /** The other member. */
  readonly to?: string;
}

export interface ActSent {
  readonly memberId: string;
  readonly act: WalletAct;
  readonly values: ActValues;
  /** Of this act alone, and kept when it is tried again. */
  readonly idempotencyKey: string;
}

export type ActAnswer = Result<'wallets', 'redeem'>;

/** Does it: one command of the API, under the key of the dialog. */
export function sendAct({ memberId, act, values, idempotencyKey }: ActSent): Promise<ActAnswer> {
  const { wallet } = act.wallet;
  const { units = 0, reason = '', to = '' } = values;
  const params = { memberId, wallet };
  const some = values.units === undefined ? {} : { units };
  if ('lot' in act) return sendLotAct({ memberId, act, values, idempotencyKey });
  switch (act.kind) {
    case 'redeem':
      return api.wallets.redeem({ params, body: { units, ...(reason === '' ? {} : { reason }) }, idempotencyKey });
    case 'adjust':
      return api.wallets.adjust({ params, body: adjustmentOf(values), idempotencyKey });
    case 'transfer':
      return api.wallets.transfer({ params, body: { to, units }, idempotencyKey });
    case 'block':
      return api.wallets.block({ params, body: { reason }, idempotencyKey });
    case 'unblock':
      return api.wallets.unblock({ params, body: { reason }, idempotencyKey });
    case 'captureHold':
      return api.wallets.capture({ params: { ...params, hold: act.hold.hold }, body: some, idempotencyKey });
    case 'releaseHold':
      return api.wallets.release({ params: { ...params, hold: act.hold.hold }, idempotencyKey });
    case 'reverse':
      return api.wallets.reverse({
        params: { ...params, entry: act.entry.sequence },
        body: { ...some, reason },
        idempotencyKey,
      });
  }
}

type LotAct = Extract<WalletAct, { readonly lot: unknown }>;

function sendLotAct({ memberId, act, values, idempotencyKey }: ActSent & { readonly act: LotAct }): Promise<ActAnswer> {
  const { units, reason = '', expiresAt = null } = values;
  const params = { memberId, wallet: act.wallet.wallet, lot: act.lot.lot };
  const some = units === undefined ? {} : { units };
  switch (act.kind) {
    case 'voidLot':
      return api.wallets.voidLot({ params, body: { reason }, idempotencyKey });
    case 'extendLot':
      return api.wallets.extendLot({ params, body: { expiresAt, reason }, idempotencyKey });
    case 'reinstate':
      return api.wallets.reinstate({ params, body: { ...some, expiresAt: expiresAt ?? '', reason }, idempotencyKey });
    case 'releaseLot':
      return api.wallets.releaseLot({ params, idempotencyKey });
    case 'cancelLot':
      return api.wallets.cancelLot({ params, body: { reason }, idempotencyKey });
  }
}

/** The same that one person may not do alone, for another to decide. */
export function proposeAdjustment({ memberId, act, values, idempotencyKey }: ActSent) {
  const params = { memberId, wallet: act.wallet.wallet };
  return api.wallets.propose({ params, body: adjustmentOf(values), idempotencyKey });
}

function adjustmentOf({ units = 0, reason = '', expiresAt }: ActValues) {
  return { units, reason, ...(expiresAt === undefined ? {} : { expiresAt }) };
}
