import { z } from 'zod';
import { localizedText, memberId } from '../../schemas/common.ts';
import { idempotencyKey } from '../../schemas/idempotency-key.ts';
import { memberReference } from '../../schemas/member-reference.ts';
import {
  adjust,
  capture,
  extend,
  hold,
  holdName,
  opening,
  reasoned,
  redeem,
  reinstate,
  reverse,
  walletAnswer,
} from './action.ts';
import { sequence, walletId } from './wallet.ts';

const actionsMax = 100;
const to = { member: memberReference, wallet: walletId, key: idempotencyKey };
const lot = { lot: sequence.min(1) };

/** One of many, as it would be sent in a call of its own. */
const action = z.discriminatedUnion('action', [
  redeem.extend({ action: z.literal('redeem'), ...to }),
  hold.extend({ action: z.literal('hold'), ...to }),
  capture.extend({ action: z.literal('capture'), hold: holdName, ...to }),
  z.object({ action: z.literal('release'), hold: holdName, ...to }),
  reverse.extend({ action: z.literal('reverse'), entry: sequence.min(1), ...to }),
  adjust.extend({ action: z.literal('adjust'), ...to }),
  reasoned.extend({ action: z.literal('voidLot'), ...lot, ...to }),
  extend.extend({ action: z.literal('extendLot'), ...lot, ...to }),
  reinstate.extend({ action: z.literal('reinstate'), ...lot, ...to }),
  z.object({ action: z.literal('releaseLot'), ...lot, ...to }),
  reasoned.extend({ action: z.literal('cancelLot'), ...lot, ...to }),
  reasoned.extend({ action: z.literal('block'), ...to }),
  reasoned.extend({ action: z.literal('unblock'), ...to }),
  opening.extend({ action: z.literal('open'), ...to }),
]);
export type WalletAction = z.output<typeof action>;

export const manyActions = z.object({ actions: z.array(action).min(1).max(actionsMax) });

export const actionAnswer = z.object({
  outcome: z.enum(['done', 'rejected', 'refused']),
  key: z.string(),
  isRepeat: z.boolean().describe('True where an earlier call under the key had this answer'),
  memberId: memberId.optional(),
  answer: walletAnswer.optional(),
  code: z.string().optional().describe('Why it was not done'),
  title: localizedText.optional(),
  facts: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .optional()
    .describe('What the code speaks of'),
});
