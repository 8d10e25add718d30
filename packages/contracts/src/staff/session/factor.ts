import { z } from 'zod';
import { identifier, instant, name } from '../../schemas/common.ts';

export const factorKinds = ['totp', 'passkey'] as const;

/** A second factor that somebody has set up. */
export const factor = z.object({
  id: identifier,
  kind: z.enum(factorKinds),
  name,
  createdAt: instant,
  lastUsedAt: instant.nullable(),
});
export type Factor = z.output<typeof factor>;

export const factors = z.object({
  items: z.array(factor).max(20),
  recoveryCodesLeft: z.number().int(),
});

/** Shown once, together: each signs in once instead of a code. */
export const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()).max(20) });
