import { z } from 'zod';
import { defineRoute } from '../../route/route.ts';
import { empty, identifier, memberId, page, paging, uuid } from '../../schemas/common.ts';
import { documents } from './documents.ts';
import { rehearsal, rehearsalAsked, rehearsedEntry, rehearsedMember } from './rehearsal.ts';

const jobParams = z.object({ rehearsalId: identifier });
/** One runs at a time; what is refused costs little. */
const startsPerMinuteMax = 60;
const bodyBytesMax = 2_000_000;

/** What would have been different, had a draft been in force: the log folded anew under both programs, in memory. */
export const rehearsalRoutes = {
  startRehearsal: defineRoute({
    method: 'POST',
    path: '/v1/program/rehearsals',
    access: 'program.edit',
    audit: 'program.rehearsed',
    summary: 'Fold the log in the background under a draft and beside it under the program it is held against',
    callsPerMinuteMax: startsPerMinuteMax,
    bodyBytesMax,
    body: z.strictObject({
      documents: documents.optional().describe('Either these, or `draftId`'),
      draftId: uuid.optional(),
      ...rehearsalAsked,
    }),
    response: rehearsal,
  }),
  rehearsal: defineRoute({
    method: 'GET',
    path: '/v1/program/rehearsals/{rehearsalId}',
    access: 'program.rules',
    summary: 'Progress and result of a rehearsal',
    params: jobParams,
    response: rehearsal,
  }),
  cancelRehearsal: defineRoute({
    method: 'DELETE',
    path: '/v1/program/rehearsals/{rehearsalId}',
    access: 'program.edit',
    summary: 'Stop a rehearsal',
    params: jobParams,
    response: empty,
  }),
  rehearsalMembers: defineRoute({
    method: 'GET',
    path: '/v1/program/rehearsals/{rehearsalId}/members',
    access: 'program.edit',
    summary: 'The members of a line of a rehearsal, greatest difference first, as far as they are kept',
    params: jobParams,
    query: z.object({ list: identifier.describe('As the line names it'), ...paging }),
    response: page(rehearsedMember).extend({
      members: z.number().int().describe('All of whom it is another one, whether or not they are kept'),
    }),
  }),
  rehearsalMember: defineRoute({
    method: 'GET',
    path: '/v1/program/rehearsals/{rehearsalId}/members/{memberId}',
    access: 'program.edit',
    summary: 'Why a member has another figure: what both programs did to her, side by side, with rule and fact',
    params: z.object({ rehearsalId: identifier, memberId }),
    query: z.object(paging),
    response: page(rehearsedEntry),
  }),
} as const;
