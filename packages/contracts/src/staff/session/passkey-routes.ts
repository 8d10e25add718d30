import { z } from 'zod';
import { defineRoute } from '../../route/route.ts';
import { name } from '../../schemas/common.ts';
import { recoveryCodes } from './factor.ts';
import { assertion, attestation, creationOptions, passkeyChallenge } from './passkey.ts';
import { me, token } from './sign-in-step.ts';

const own = { access: 'signed-in', isOpenToKeys: false, isOpenWithoutFactor: true } as const;

/** Passkeys: to sign in with alone, as a second factor, and to confirm who one is. The authenticator always asks who holds it. */
export const passkeyRoutes = {
  askPasskey: defineRoute({
    method: 'POST',
    path: '/v1/session/passkey/challenge',
    access: 'public',
    callsPerMinuteMax: 20,
    summary: 'What a passkey must sign to sign in',
    response: passkeyChallenge,
  }),
  signInByPasskey: defineRoute({
    method: 'POST',
    path: '/v1/session/passkey',
    access: 'public',
    callsPerMinuteMax: 20,
    summary: 'Sign in with a passkey, without a password',
    audit: 'session.signed_in_by_passkey',
    body: z.object({ token, response: assertion }),
    response: me,
  }),
  askConfirmation: defineRoute({
    ...own,
    method: 'POST',
    path: '/v1/session/confirm/challenge',
    callsPerMinuteMax: 20,
    summary: 'What an own passkey must sign to confirm who one is',
    response: passkeyChallenge,
  }),
  addPasskey: defineRoute({
    ...own,
    method: 'POST',
    path: '/v1/session/passkeys',
    callsPerMinuteMax: 10,
    summary: 'Begin to set up a passkey',
    audit: 'factor.begun',
    body: z.object({ name }),
    response: z.object({ token: z.string(), options: creationOptions }),
  }),
  confirmPasskey: defineRoute({
    ...own,
    method: 'POST',
    path: '/v1/session/passkeys/confirm',
    callsPerMinuteMax: 10,
    summary: 'Finish setting up a passkey; the first factor brings recovery codes, and other sessions end',
    audit: 'factor.added',
    body: z.object({ token, response: attestation }),
    response: recoveryCodes,
  }),
} as const;
