import { z } from 'zod';
import { capabilities } from '../../capabilities/capabilities.ts';
import { defineRoute } from '../../route/route.ts';
import { empty, instant } from '../../schemas/common.ts';
import { email, user } from '../users/user.ts';

/** Long passwords are allowed, absurd ones are not: hashing a megabyte is an attack. */
const password = z.string().min(10).max(200).describe('At least 10 characters');

const me = z.object({
  user,
  capabilities: z.array(z.enum(capabilities as [(typeof capabilities)[number]])),
  sessionExpiresAt: instant,
});

export const sessionRoutes = {
  me: defineRoute({
    method: 'GET',
    path: '/v1/session',
    access: 'signed-in',
    isOpenToKeys: false,
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
    body: z.object({ email, password: z.string().min(1).max(200) }),
    response: me,
  }),
  signInByLink: defineRoute({
    method: 'POST',
    path: '/v1/session/link',
    access: 'public',
    callsPerMinuteMax: 20,
    summary: 'Sign in with a one-time link',
    audit: 'session.signed_in_by_link',
    body: z.object({ token: z.string().min(20).max(200) }),
    response: me,
  }),
  signOut: defineRoute({
    method: 'DELETE',
    path: '/v1/session',
    access: 'signed-in',
    isOpenToKeys: false,
    summary: 'Sign out',
    response: empty,
  }),
  changePassword: defineRoute({
    method: 'PUT',
    path: '/v1/session/password',
    access: 'signed-in',
    isOpenToKeys: false,
    callsPerMinuteMax: 10,
    summary: 'Set or change the own password; other sessions end',
    audit: 'user.password_changed',
    body: z.object({
      /** May be absent only while no password is set. */
      currentPassword: z.string().max(200).optional(),
      newPassword: password,
    }),
    response: empty,
  }),
} as const;
