import { z } from 'zod';
import { defineRoute } from '../../route/route.ts';
import { counter, empty, instant, jobProgress, page, paging, uuid } from '../../schemas/common.ts';
import { listQuery, memberFilter } from '../members/member-filter.ts';

const tag = z.string().trim().min(1).max(100);
/** One that is there already may have been sent with blanks around it. */
const presentTag = z.string().min(1).max(100);
const filter = listQuery(memberFilter).describe('What the list is narrowed by, as `GET /v1/members` takes it');

/** What is to become of a tag. Whoever is meant is counted again when it begins. */
const change = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('add'), tag, filter, membersMeant: counter }),
  z.object({ kind: z.literal('remove'), tag: presentTag, filter, membersMeant: counter }),
  z.object({ kind: z.literal('rename'), tag: presentTag, to: tag, membersMeant: counter }),
  z.object({ kind: z.literal('delete'), tag: presentTag, membersMeant: counter }),
  z.object({ kind: z.literal('undo'), changeId: uuid }),
]);
const tagChange = jobProgress.extend({
  kind: z.enum(['add', 'remove', 'rename', 'delete', 'undo']),
  tag: z.string(),
  to: z.string().describe('The new name; else empty'),
  changed: z.number().int().describe('Members whose tags are others by now'),
  refused: z.number().int().describe('Members who could not be changed, as who was erased meanwhile'),
});
const changeParams = z.object({ changeId: uuid });

export const tagsRoutes = {
  list: defineRoute({
    method: 'GET',
    path: '/v1/tags',
    access: 'overview.read',
    summary: 'Tags by name, with how many members carry each now and when it was last given to one',
    query: z.object(paging),
    response: page(
      z.object({ tag: z.string(), members: z.number().int(), lastUsedAt: instant.nullable(), isMasked: z.boolean() }),
    ),
  }),
  change: defineRoute({
    method: 'POST',
    path: '/v1/tags/changes',
    access: 'members.tagMany',
    audit: 'members.tags_changed',
    summary:
      'Tag or untag all members of a list, rename or delete a tag, or take such a change back, in the background',
    body: change,
    response: tagChange,
  }),
  progress: defineRoute({
    method: 'GET',
    path: '/v1/tags/changes/{changeId}',
    access: 'members.tagMany',
    summary: 'How far a change of tags has come',
    params: changeParams,
    response: tagChange,
  }),
  cancel: defineRoute({
    method: 'DELETE',
    path: '/v1/tags/changes/{changeId}',
    access: 'members.tagMany',
    summary: 'Stop a change of tags; what was changed by then stays, and can be taken back',
    params: changeParams,
    response: empty,
  }),
} as const;
