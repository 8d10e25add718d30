import { z } from 'zod';
import { capabilities, roles } from '../capabilities/capabilities.ts';
import { empty, identifier, instant, name, page, paging, uuid } from './common.ts';
import { defineRoute } from './route.ts';

const email = z.email().max(254).describe('E-mail address, compared in lower case');
/** Long passwords are allowed, absurd ones are not: hashing a megabyte is an attack. */
const password = z.string().min(10).max(200).describe('At least 10 characters');
const role = z.enum(roles);

export const user = z.object({
  id: identifier,
  email: z.string(),
  name,
  role,
  /** Stores whose members store staff see; empty for other roles. */
  storeIds: z.array(identifier).max(500),
  isDisabled: z.boolean(),
  hasPassword: z.boolean(),
  createdAt: instant,
  lastSeenAt: instant.nullable(),
});
export type User = z.output<typeof user>;

const me = z.object({
  user,
  capabilities: z.array(z.enum(capabilities as [(typeof capabilities)[number]])),
  sessionExpiresAt: instant,
});

const userParams = z.object({ userId: uuid });
const userWrite = z.object({ email, name, role, storeIds: z.array(identifier).max(500).default([]) });
const link = z.object({ url: z.string(), expiresAt: instant });

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

export const userRoutes = {
  list: defineRoute({
    method: 'GET',
    path: '/v1/users',
    access: 'users.manage',
    isOpenToKeys: false,
    summary: 'Users of the console',
    query: z.object(paging),
    response: page(user),
  }),
  create: defineRoute({
    method: 'POST',
    path: '/v1/users',
    access: 'users.manage',
    isOpenToKeys: false,
    audit: 'user.created',
    summary: 'Create a user; the answer carries a one-time sign-in link to hand over',
    body: userWrite,
    response: z.object({ user, link }),
  }),
  update: defineRoute({
    method: 'PATCH',
    path: '/v1/users/{userId}',
    access: 'users.manage',
    isOpenToKeys: false,
    audit: 'user.updated',
    summary: 'Change name, role, stores, or disable; a changed role ends the sessions of the user',
    params: userParams,
    body: z.object({
      name: name.optional(),
      role: role.optional(),
      storeIds: z.array(identifier).max(500).optional(),
      isDisabled: z.boolean().optional(),
    }),
    response: user,
  }),
  createLink: defineRoute({
    method: 'POST',
    path: '/v1/users/{userId}/links',
    access: 'users.manage',
    isOpenToKeys: false,
    audit: 'user.link_created',
    summary: 'New one-time sign-in link for a user',
    params: userParams,
    response: link,
  }),
} as const;
