import { z } from 'zod';
import { defineRoute } from '../../route/route.ts';
import { counter, empty, identifier, instant, page, paging, uuid } from '../../schemas/common.ts';
import { memberRow } from '../members/member-row.ts';
import { segment, segmentClass, segmentCondition, segmentExplanation, segmentSaid, segmentVersion } from './segment.ts';

const segmentParams = z.object({ segmentId: uuid });

/** How many are meant by a condition that need not be saved. */
const preview = z.object({
  class: segmentClass,
  members: counter.describe('Exactly so many now'),
  everybody: counter.describe('Members that it was asked of'),
  sample: z.array(memberRow).describe('Some of them, those who bought last first'),
  /** The rules that ask for properties nobody declared, which are read out of each fact. */
  isSlow: z.boolean(),
  asOfAt: instant,
  lagMilliseconds: z.number().int(),
  tookMilliseconds: z.number().int(),
});

export const segmentsRoutes = {
  list: defineRoute({
    method: 'GET',
    path: '/v1/segments',
    access: 'segments.read',
    summary: 'Segments by name',
    query: z.object({ ...paging, archived: z.enum(['true', 'false']).default('false') }),
    response: page(segment),
  }),
  get: defineRoute({
    method: 'GET',
    path: '/v1/segments/{segmentId}',
    access: 'segments.read',
    summary: 'One segment',
    params: segmentParams,
    response: segment,
  }),
  create: defineRoute({
    method: 'POST',
    path: '/v1/segments',
    access: 'segments.manage',
    audit: 'segment.created',
    summary: 'Save a segment',
    body: segmentSaid,
    response: segment,
  }),
  update: defineRoute({
    method: 'PUT',
    path: '/v1/segments/{segmentId}',
    access: 'segments.manage',
    audit: 'segment.changed',
    summary: 'Save a further version of a segment; `version` is the one that was changed',
    params: segmentParams,
    body: segmentSaid.extend({ version: counter }),
    response: segment,
  }),
  archive: defineRoute({
    method: 'POST',
    path: '/v1/segments/{segmentId}/archive',
    access: 'segments.manage',
    audit: 'segment.archived',
    summary: 'Take a segment off the list; it stays readable',
    params: segmentParams,
    response: segment,
  }),
  restore: defineRoute({
    method: 'POST',
    path: '/v1/segments/{segmentId}/restore',
    access: 'segments.manage',
    audit: 'segment.restored',
    summary: 'Put an archived segment back on the list',
    params: segmentParams,
    response: segment,
  }),
  versions: defineRoute({
    method: 'GET',
    path: '/v1/segments/{segmentId}/versions',
    access: 'segments.read',
    summary: 'All versions of a segment, newest first',
    params: segmentParams,
    query: z.object(paging),
    response: page(segmentVersion),
  }),
  preview: defineRoute({
    method: 'POST',
    path: '/v1/segments/preview',
    access: 'segments.read',
    callsPerMinuteMax: 240,
    summary: 'How many members a condition means now, and some of them; nothing is saved',
    body: z.strictObject({ condition: segmentCondition }),
    response: preview,
  }),
  compare: defineRoute({
    method: 'POST',
    path: '/v1/segments/{segmentId}/compare',
    access: 'segments.read',
    callsPerMinuteMax: 60,
    summary: 'Who would join and who would leave a segment with another condition; nothing is saved',
    params: segmentParams,
    body: z.strictObject({ condition: segmentCondition }),
    response: z.object({
      stay: counter,
      join: counter,
      leave: counter,
      asOfAt: instant,
    }),
  }),
  explain: defineRoute({
    method: 'POST',
    path: '/v1/segments/explain',
    access: 'segments.read',
    callsPerMinuteMax: 240,
    summary: 'Why a member is or is not in a segment, clause by clause, by her facts in the log, and until when',
    body: z.strictObject({
      memberId: identifier,
      segmentId: uuid.optional(),
      condition: segmentCondition.optional(),
    }),
    response: segmentExplanation,
  }),
  remove: defineRoute({
    method: 'DELETE',
    path: '/v1/segments/{segmentId}',
    access: 'segments.manage',
    audit: 'segment.removed',
    summary: 'Remove an archived segment with all its versions',
    params: segmentParams,
    response: empty,
  }),
} as const;
