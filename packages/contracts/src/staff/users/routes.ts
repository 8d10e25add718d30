import { z } from 'zod';
import { defineRoute } from '../../route/route.ts';
import { identifier, instant, name, page, paging, uuid } from '../../schemas/common.ts';
import { email, role, user } from './user.ts';

const userParams = z.object({ userId: uuid });
const userWrite = z.object({ email, name, role, storeIds: z.array(identifier).max(500).default([]) });
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
} as const;
