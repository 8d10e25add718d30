import { z } from 'zod';
import { capabilities } from '../../capabilities/capabilities.ts';
import { defineRoute } from '../../route/route.ts';
import { empty, instant, name, uuid } from '../../schemas/common.ts';
import { email, user } from '../users/user.ts';
import { factorRoutes } from './factor-routes.ts';
import { openSessions } from '../../schemas/open-session.ts';
import { givenPassword, newPassword } from './password.ts';
import { secondStep, secondStepProof, totpCode } from './second-step.ts';

const me = z.object({
  user,
  capabilities: z.array(z.enum(capabilities as [(typeof capabilities)[number]])),
  sessionExpiresAt: instant,
  /** True while the role asks for a second factor that is not set up: until then only the own account is open. */
  mustAddFactor: z.boolean(),
});

/** What a first step comes to: a session, a second step, or, by the first link of an installation, naming its administrator. */
const signInStep = z.discriminatedUnion('step', [
  z.object({ step: z.literal('done'), session: me }),
  secondStep,
  z.object({ step: z.literal('first_administrator') }),
]);
const linkToken = z.string().min(20).max(200);
const own = { access: 'signed-in', isOpenToKeys: false, isOpenWithoutFactor: true } as const;

export const sessionRoutes = {
  me: defineRoute({
    ...own,
    method: 'GET',
    path: '/v1/session',
    summary: 'Who is signed in, and what they may do',
    response: me,
  }),
  signIn: defineRoute({
    method: 'POST',
    path: '/v1/session',
    access: 'public',
    callsPerMinuteMax: 20,
    summary: 'Sign in with e-mail and password',
    audit: 'session.signed_in',
    body: z.object({ email, password: givenPassword }),
    response: signInStep,
  }),
  signInByLink: defineRoute({
    method: 'POST',
    path: '/v1/session/link',
    access: 'public',
    callsPerMinuteMax: 20,
    summary: 'Sign in with a one-time link',
    audit: 'session.signed_in_by_link',
    body: z.object({ token: linkToken }),
    response: signInStep,
  }),
  secondStep: defineRoute({
    method: 'POST',
    path: '/v1/session/second-step',
    access: 'public',
    callsPerMinuteMax: 20,
    summary: 'Finish signing in by a second factor',
    audit: 'session.second_step',
    body: z.object({ token: linkToken, proof: secondStepProof }),
    response: me,
  }),
  nameFirstAdministrator: defineRoute({
    method: 'POST',
    path: '/v1/session/first-administrator',
    access: 'public',
    callsPerMinuteMax: 20,
    summary: 'Name the first administrator of a new installation, by its first sign-in link',
    audit: 'user.first_administrator',
    body: z.object({ token: linkToken, email, name, password: newPassword }),
    response: me,
  }),
  confirm: defineRoute({
    ...own,
    method: 'POST',
    path: '/v1/session/confirm',
    callsPerMinuteMax: 20,
    summary: 'Confirm who one is, before an act that asks for it',
    audit: 'session.confirmed',
    body: z.object({
      proof: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('password'), password: givenPassword }),
        z.object({ kind: z.literal('totp'), code: totpCode }),
      ]),
    }),
    response: empty,
  }),
  signOut: defineRoute({
    ...own,
    method: 'DELETE',
    path: '/v1/session',
    summary: 'Sign out',
    response: empty,
  }),
  list: defineRoute({
    ...own,
    method: 'GET',
    path: '/v1/session/all',
    summary: 'The own open sessions',
    response: openSessions,
  }),
  endOthers: defineRoute({
    ...own,
    method: 'DELETE',
    path: '/v1/session/all',
    summary: 'End the own other sessions',
    audit: 'session.others_ended',
    response: empty,
  }),
  end: defineRoute({
    ...own,
    method: 'DELETE',
    path: '/v1/session/all/{sessionId}',
    summary: 'End one of the own sessions',
    audit: 'session.ended',
    params: z.object({ sessionId: uuid }),
    response: empty,
  }),
  changePassword: defineRoute({
    ...own,
    method: 'PUT',
    path: '/v1/session/password',
    callsPerMinuteMax: 10,
    summary: 'Set or change the own password; other sessions end',
    audit: 'user.password_changed',
    body: z.object({
      /** May be absent only while no password is set. */
      currentPassword: z.string().max(200).optional(),
      newPassword,
    }),
    response: empty,
  }),
  ...factorRoutes,
} as const;
