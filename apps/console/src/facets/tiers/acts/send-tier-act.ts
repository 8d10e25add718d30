import { api } from '../../../api/client.ts';
import type { TierAct } from './tier-act.ts';

/** What was typed, as the API takes it. */
export interface TierActValues {
  readonly level?: string;
  /** Absent: for good. */
  readonly until?: string;
  readonly reason?: string;
  readonly reference?: string;
}

export interface TierActSent {
  readonly memberId: string;
  readonly act: TierAct;
  readonly values: TierActValues;
  readonly idempotencyKey: string;
}

/** Does it: one command of the API, under the key of the dialog. */
export function sendTierAct({ memberId, act, values, idempotencyKey }: TierActSent): Promise<unknown> {
  const { level = '', until, reason = '', reference = '' } = values;
  const params = { memberId, tierSet: act.set.tierSet };
  const end = until === undefined ? {} : { until };
  switch (act.kind) {
    case 'assign':
      return api.tiers.assign({ params, body: { level, reason, ...end }, idempotencyKey });
    case 'endAssignment':
      return api.tiers.endAssignment({ params, body: { reason }, idempotencyKey });
    case 'freeze':
      return api.tiers.freeze({ params, body: { until: until ?? '', reason }, idempotencyKey });
    case 'unfreeze':
      return api.tiers.unfreeze({ params, body: { reason }, idempotencyKey });
    case 'invite':
      return api.tiers.invite({ params, body: { level, expiresAt: until ?? '' }, idempotencyKey });
    case 'accept':
    case 'decline':
      return api.tiers.answer({ params, body: { accept: act.kind === 'accept' }, idempotencyKey });
    case 'claim':
      return api.tiers.claim({ params: { ...params, benefit: act.benefit.id }, body: { reference }, idempotencyKey });
  }
}
