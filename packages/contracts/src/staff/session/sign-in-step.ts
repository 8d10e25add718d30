import { z } from 'zod';
import { capabilities } from '../../capabilities/capabilities.ts';
import { instant } from '../../schemas/common.ts';
import { user } from '../users/user.ts';
import { secondStep } from './second-step.ts';

export const me = z.object({
  user,
  capabilities: z.array(z.enum(capabilities as [(typeof capabilities)[number]])),
  sessionExpiresAt: instant,
  /** True while the role asks for a second factor that is not set up: until then only the own account is open. */
  mustAddFactor: z.boolean(),
});

/** What a first step comes to: a session, a second step, or, by the first link of an installation, naming its administrator. */
export const signInStep = z.discriminatedUnion('step', [
  z.object({ step: z.literal('done'), session: me }),
  secondStep,
  z.object({ step: z.literal('first_administrator') }),
]);
/** A random token that goes back and forth. */
export const token = z.string().min(20).max(200);
