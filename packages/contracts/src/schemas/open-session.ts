import { z } from 'zod';
import { identifier, instant } from './common.ts';

/** A session as its owner and administrators see it. */
export const openSession = z.object({
  id: identifier,
  /** Browser and system as far as the browser says; empty when it says nothing. */
  device: z.string(),
  /** Network address that it was last used from. */
  address: z.string(),
  createdAt: instant,
  lastUsedAt: instant,
  expiresAt: instant,
  /** The one that asks. */
  isCurrent: z.boolean(),
});
export type OpenSession = z.output<typeof openSession>;
/** More than anybody has; older ones than these are left out. */
export const openSessions = z.object({ items: z.array(openSession).max(200) });
