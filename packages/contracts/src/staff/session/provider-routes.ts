import { z } from 'zod';
import { defineRoute } from '../../route/route.ts';
import { empty, identifier, instant, uuid } from '../../schemas/common.ts';
import { signInStep } from './sign-in-step.ts';

const own = { access: 'signed-in', isOpenToKeys: false, isOpenWithoutFactor: true } as const;
const visit = z.object({ url: z.string() });

/** A path of the console, never another site: what begins with two slashes names one, and browsers take a backslash for a slash. */
const ownPath = z
  .string()
  .max(1_000)
  .regex(/^\/(?![/\\])[^\\\p{Cc}]*$/u, 'Expected a path of the console');

const identity = z.object({
  id: identifier,
  issuer: z.string(),
  createdAt: instant,
  lastUsedAt: instant.nullable(),
});
export type Identity = z.output<typeof identity>;

/** The ways in that this installation has, for the page to show. */
const ways = z.object({
  /** False where people come by the provider alone; accounts for emergencies come in all the same. */
  isOwnOpen: z.boolean(),
  /** Where passkeys work: the origin of the public address; null where that has no name. */
  passkeyOrigin: z.string().nullable(),
  provider: z.object({ name: z.string() }).nullable(),
});

/** Sign-in by a company's provider (OpenID Connect), and what it is linked to. */
export const providerRoutes = {
  ways: defineRoute({
    method: 'GET',
    path: '/v1/session/ways',
    access: 'public',
    summary: 'How people sign in to this installation',
    response: ways,
  }),
  visitProvider: defineRoute({
    method: 'POST',
    path: '/v1/session/provider',
    access: 'public',
    callsPerMinuteMax: 20,
    summary: 'Where to go to sign in by the provider; a cookie binds the way back to this browser',
    body: z.object({ next: ownPath.default('/') }),
    response: visit,
  }),
  visitProviderAgain: defineRoute({
    ...own,
    method: 'POST',
    path: '/v1/session/provider/again',
    callsPerMinuteMax: 20,
    summary: 'Where to go to confirm who one is by the provider, or to link the own account to it',
    body: z.object({ intent: z.enum(['confirm', 'link']), next: ownPath }),
    response: visit,
  }),
  returnFromProvider: defineRoute({
    method: 'POST',
    path: '/v1/session/provider/return',
    access: 'public',
    callsPerMinuteMax: 20,
    summary: 'Come back from the provider with the query that it added to the address',
    audit: 'session.returned_from_provider',
    body: z.object({ query: z.string().max(8_000) }),
    response: z.object({
      next: z.string(),
      /** Null where the visit confirmed or linked the account of the session that there is. */
      signIn: signInStep.nullable(),
    }),
  }),
  identities: defineRoute({
    ...own,
    method: 'GET',
    path: '/v1/session/identities',
    summary: 'What the own account is linked to at the provider',
    response: z.object({ items: z.array(identity).max(100) }),
  }),
  unlinkProvider: defineRoute({
    ...own,
    method: 'DELETE',
    path: '/v1/session/identities/{identityId}',
    summary: 'Unlink the own account from the provider; sessions that began by it end, but for this one',
    audit: 'session.provider_unlinked',
    params: z.object({ identityId: uuid }),
    response: empty,
  }),
} as const;
