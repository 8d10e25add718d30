import { z } from 'zod';
import { roles } from '../../capabilities/capabilities.ts';
import { defineRoute } from '../../route/route.ts';
import { empty, identifier, instant, name, page, paging, uuid } from '../../schemas/common.ts';
import { openSessions } from '../../schemas/open-session.ts';
import { email, role, user } from './user.ts';

const userParams = z.object({ userId: uuid });
const userWrite = z.object({ email, name, role, storeIds: z.array(identifier).max(500).default([]) });
/** Roles whose people must have a second factor. */
const policy = z.object({ factorRoles: z.array(role).max(roles.length) });
const link = z.object({ url: z.string(), expiresAt: instant });

export const usersRoutes = {
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
  sessions: defineRoute({
    method: 'GET',
    path: '/v1/users/{userId}/sessions',
    access: 'users.manage',
    isOpenToKeys: false,
    summary: 'Open sessions of a user',
    params: userParams,
    response: openSessions,
  }),
  endSessions: defineRoute({
    method: 'DELETE',
    path: '/v1/users/{userId}/sessions',
    access: 'users.manage',
    isOpenToKeys: false,
    audit: 'user.sessions_ended',
    summary: 'End every session of a user, but for the one that asks',
    params: userParams,
    response: empty,
  }),
  endSession: defineRoute({
    method: 'DELETE',
    path: '/v1/users/{userId}/sessions/{sessionId}',
    access: 'users.manage',
    isOpenToKeys: false,
    audit: 'user.session_ended',
    summary: 'End one session of a user',
    params: userParams.extend({ sessionId: uuid }),
    response: empty,
  }),
  resetFactors: defineRoute({
    method: 'DELETE',
    path: '/v1/users/{userId}/factors',
    access: 'users.manage',
    isOpenToKeys: false,
    audit: 'user.factors_reset',
    summary: 'Take the second factors and recovery codes off a user who lost them; the user’s sessions end',
    params: userParams,
    response: empty,
  }),
  policy: defineRoute({
    method: 'GET',
    path: '/v1/sign-in-policy',
    access: 'users.manage',
    isOpenToKeys: false,
    summary: 'Which roles must have a second factor',
    response: policy,
  }),
  changePolicy: defineRoute({
    method: 'PUT',
    path: '/v1/sign-in-policy',
    access: 'users.manage',
    isOpenToKeys: false,
    audit: 'user.policy_changed',
    summary: 'Say which roles must have a second factor',
    body: policy,
    response: policy,
  }),
} as const;
