import { z } from 'zod';
import { instant } from '../../schemas/common.ts';

/** A code of an authenticator, as people type it: spaces are left out. */
export const totpCode = z
  .string()
  .max(20)
  .transform((text) => text.replaceAll(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'Expected the six digits that the authenticator shows'));
const recoveryCode = z.string().min(8).max(60);

/** How somebody whose password or link was right may show that it is really her; one member a kind of proof. */
export const secondStepMethod = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('totp') }),
  z.object({ kind: z.literal('recovery_code') }),
]);
export type SecondStepMethod = z.output<typeof secondStepMethod>;

/** The proof itself; one member a kind, beside the method of the same name. */
export const secondStepProof = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('totp'), code: totpCode }),
  z.object({ kind: z.literal('recovery_code'), code: recoveryCode }),
]);
export type SecondStepProof = z.output<typeof secondStepProof>;

/** What stands between the first step and a session. `token` goes back with the proof; it opens nothing by itself. */
export const secondStep = z.object({
  step: z.literal('second'),
  token: z.string(),
  expiresAt: instant,
  methods: z.array(secondStepMethod),
});
