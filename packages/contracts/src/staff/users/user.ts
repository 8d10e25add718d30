import { z } from 'zod';
import { roles } from '../../capabilities/capabilities.ts';
import { identifier, instant, name } from '../../schemas/common.ts';

export const email = z.email().max(254).describe('E-mail address, compared in lower case');
export const role = z.enum(roles);

export const user = z.object({
  id: identifier,
  email: z.string(),
  name,
  role,
  /** Stores whose members store staff see; empty for other roles. */
  storeIds: z.array(identifier).max(500),
  isDisabled: z.boolean(),
  hasPassword: z.boolean(),
  /** Whether a second factor is set up. */
  hasFactor: z.boolean(),
  createdAt: instant,
  lastSeenAt: instant.nullable(),
});
export type User = z.output<typeof user>;
