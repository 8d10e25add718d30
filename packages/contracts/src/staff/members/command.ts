import { z } from 'zod';
import { localizedText, memberId } from '../../schemas/common.ts';
import { idempotencyKey } from '../../schemas/idempotency-key.ts';
import { memberReference } from '../../schemas/member-reference.ts';

/** One command of many sent together, with the member and the key that it would have in a call of its own. */
export const memberCommand = z.object({
  member: memberReference,
  command: z.string().min(1).max(60).describe('tag or attribute'),
  input: z.record(z.string().max(100), z.json()).describe('{ tag, action } of tag, { attributes } of attribute'),
  key: idempotencyKey.optional(),
});

/** Done and rejected are final, and what a retry under the key is told again; what was refused may be sent again. */
export const commandAnswer = z.object({
  outcome: z.enum(['done', 'rejected', 'refused']),
  key: z
    .string()
    .describe('The key that was sent, or the one that was made; empty where none was sent and nothing was begun'),
  isRepeat: z.boolean().describe('True where an earlier call under the key had this answer'),
  memberId: memberId.optional().describe('To whom it was done: the survivor, where she was merged'),
  answer: z.looseObject({}).optional(),
  code: z.string().optional().describe('Why it was not done'),
  title: localizedText.optional(),
});
