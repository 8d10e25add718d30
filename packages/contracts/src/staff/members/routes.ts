import { z } from 'zod';
import { defineRoute } from '../../route/route.ts';
import { asOf, empty, identifier, instant, memberId, page, paging, queryInteger, uuid } from '../../schemas/common.ts';
import { identityReference, memberReference } from '../../schemas/member-reference.ts';
import { commandAnswer, memberCommand } from './command.ts';
import { explanation } from './explanation.ts';
import { memberFile } from './member-file.ts';
import { listQuery, memberFilter, memberSort } from './member-filter.ts';
import { merge, namedTimelineItem, order, stageInterval } from './member-history.ts';
import { attribute, attributeLog, maskedIdentity, memberProfile } from './member-profile.ts';
import { memberRow } from './member-row.ts';
import { listSearchAnswer, searchAnswer } from './search-answer.ts';

/** The path says `memberId` for short: every reference is taken there. */
const params = z.object({ memberId: memberReference });
const noteText = z.string().trim().min(1).max(2_000);
const tag = z.string().min(1).max(100);
const reason = z.string().trim().min(3).max(500);
/** Each by its name; null takes one away. */
const attributeValues = z.record(z.string().min(1).max(100), z.json()).refine((values) => {
  const count = Object.keys(values).length;
  return count >= 1 && count <= 200;
}, '1 to 200 attributes');
const commandsMax = 100;
/** Tills and shops send them, not people. */
const callsPerMinuteMax = 60_000;

export const membersRoutes = {
  search: defineRoute({
    method: 'GET',
    path: '/v1/members/search',
    access: 'members.read',
    summary:
      'Find members by name, order number or any identity: phone, e-mail, card, customer or member id, or the last four digits',
    query: z.object({ q: z.string().min(2).max(200), limit: queryInteger(1, 50).default(10) }),
    response: searchAnswer,
  }),
  searchList: defineRoute({
    method: 'POST',
    path: '/v1/members/list/search',
    access: 'members.reveal',
    audit: 'members.names_searched',
    callsPerMinuteMax: 30,
    summary:
      'Find by name, also by one character of it, within a list that is narrowed already; names are opened for it, so every call is audited with its reason',
    body: z.object({ filter: listQuery(memberFilter), name: z.string().trim().min(1).max(100), reason }),
    response: listSearchAnswer,
  }),
  list: defineRoute({
    method: 'GET',
    path: '/v1/members',
    access: 'members.read',
    summary: 'Members, filtered and sorted, page by page',
    query: listQuery({ ...memberFilter, ...memberSort, ...paging }),
    response: page(memberRow).extend({
      /** Leads to the page before; null on the first one. */
      previousCursor: z.string().nullable(),
      count: z.number().int(),
      asOfAt: instant,
      /** True as of a past instant: then `nextStage` and `nextChangeAt` are what did come, as known now; all else is of then. */
      isHistory: z.boolean(),
      /** Whether it lists by what was known when a figure was counted: `gone` where that can be told no more, and it lists as known now. */
      held: z.enum(['no', 'yes', 'gone']),
      lagMilliseconds: z.number(),
    }),
  }),
  download: defineRoute({
    method: 'GET',
    path: '/v1/members.csv',
    access: 'members.download',
    format: 'csv',
    audit: 'members.downloaded',
    summary: 'The filtered members as CSV, personal values masked, streamed',
    query: listQuery({ ...memberFilter, ...memberSort, ...memberFile }),
    response: undefined,
  }),
  revealDownload: defineRoute({
    method: 'POST',
    path: '/v1/members.csv',
    access: 'members.reveal',
    format: 'csv',
    audit: 'members.download_revealed',
    summary:
      'The same with telephone numbers, e-mail addresses, customer and card numbers in clear; needs the right to download as well, and is audited with its reason',
    query: listQuery({ ...memberFilter, ...memberSort, ...memberFile }),
    body: z.object({ reason }),
    response: undefined,
  }),
  get: defineRoute({
    method: 'GET',
    path: '/v1/members/{memberId}',
    access: 'members.read',
    summary: 'Profile, masked identities, stages and metrics as of an instant',
    params,
    query: z.object({ asOf: asOf.optional() }),
    response: memberProfile,
  }),
  explain: defineRoute({
    method: 'GET',
    path: '/v1/members/{memberId}/explanation',
    access: 'members.read',
    summary: 'Why the member is in her stage, clause by clause, and what changes next',
    params,
    query: z.object({ asOf: asOf.optional() }),
    response: explanation,
  }),
  timeline: defineRoute({
    method: 'GET',
    path: '/v1/members/{memberId}/timeline',
    access: 'members.read',
    summary: 'Facts and decisions, newest first, with what each caused and who decided; personal values masked',
    params,
    query: z.object({ ...paging, asOf: asOf.optional() }),
    response: page(namedTimelineItem),
  }),
  stages: defineRoute({
    method: 'GET',
    path: '/v1/members/{memberId}/stages',
    access: 'members.read',
    summary: 'The stage timeline of the member, newest first',
    params,
    query: z.object({ ...paging, lifecycle: identifier.optional() }),
    response: page(stageInterval),
  }),
  orders: defineRoute({
    method: 'GET',
    path: '/v1/members/{memberId}/orders',
    access: 'members.read',
    summary: 'Orders of the member, newest first',
    params,
    query: z.object(paging),
    response: page(order),
  }),
  merges: defineRoute({
    method: 'GET',
    path: '/v1/members/{memberId}/merges',
    access: 'members.read',
    summary: 'Merges, refused links and undone merges',
    params,
    query: z.object(paging),
    response: page(merge),
  }),
  reveal: defineRoute({
    method: 'POST',
    path: '/v1/members/{memberId}/reveal',
    access: 'members.reveal',
    audit: 'member.revealed',
    summary: 'Identities and personal attributes in clear; every call is audited with its reason',
    params,
    body: z.object({ reason }),
    response: z.object({ identities: z.array(maskedIdentity), attributes: z.array(attribute) }),
  }),
  revealTimeline: defineRoute({
    method: 'POST',
    path: '/v1/members/{memberId}/timeline/reveal',
    access: 'members.reveal',
    audit: 'member.timeline_revealed',
    summary: 'The timeline with facts and decisions in clear; every page is audited with its reason',
    params,
    query: z.object({ ...paging, asOf: asOf.optional() }),
    body: z.object({ reason }),
    response: page(namedTimelineItem),
  }),
  addTag: defineRoute({
    method: 'PUT',
    path: '/v1/members/{memberId}/tags/{tag}',
    access: 'members.tag',
    audit: 'member.tag_added',
    command: 'optional',
    callsPerMinuteMax,
    summary: 'Tag a member',
    params: params.extend({ tag: tag.trim() }),
    response: z.object({ tags: z.array(z.string()) }),
  }),
  removeTag: defineRoute({
    method: 'DELETE',
    path: '/v1/members/{memberId}/tags/{tag}',
    access: 'members.tag',
    audit: 'member.tag_removed',
    command: 'optional',
    callsPerMinuteMax,
    summary: 'Take a tag off a member',
    params: params.extend({ tag }),
    response: z.object({ tags: z.array(z.string()) }),
  }),
  setAttributes: defineRoute({
    method: 'PATCH',
    path: '/v1/members/{memberId}/attributes',
    access: 'members.tag',
    audit: 'member.attributes_changed',
    command: 'optional',
    callsPerMinuteMax,
    summary: 'Set attributes of a member, or with null take them away',
    params,
    body: z.object({ attributes: attributeValues }),
    response: z.object({ changed: z.number().int().describe('How many of them had another value') }),
  }),
  overrideAttributes: defineRoute({
    method: 'POST',
    path: '/v1/members/{memberId}/attributes/override',
    access: 'members.unlock',
    isOpenToKeys: false,
    audit: 'member.attributes_overridden',
    command: 'optional',
    summary: 'Set attributes of a member past their locks, with a reason, which stands in their log',
    params,
    body: z.object({ attributes: attributeValues, reason }),
    response: z.object({ changed: z.number().int().describe('How many of them had another value') }),
  }),
  attributeLog: defineRoute({
    method: 'GET',
    path: '/v1/members/{memberId}/attributes/log',
    access: 'members.read',
    summary: 'What became of every write to attributes that are locked, and from when on they may change',
    params,
    response: attributeLog,
  }),
  addNote: defineRoute({
    method: 'POST',
    path: '/v1/members/{memberId}/notes',
    access: 'members.tag',
    audit: 'member.note_added',
    command: 'optional',
    summary: 'Write a note on a member; it is sealed, and erased with her',
    params,
    body: z.object({ text: noteText }),
    response: z.object({ noteId: uuid }),
  }),
  removeNote: defineRoute({
    method: 'DELETE',
    path: '/v1/members/{memberId}/notes/{noteId}',
    access: 'members.tag',
    audit: 'member.note_removed',
    command: 'optional',
    summary: 'Take a note away; what it said is written over',
    params: params.extend({ noteId: uuid }),
    response: empty,
  }),
  act: defineRoute({
    method: 'POST',
    path: '/v1/members/commands',
    access: 'members.tag',
    audit: 'member.commanded',
    summary: 'Commands to many members at once; each is answered by itself, in the order in which they were sent',
    body: z.object({ commands: z.array(memberCommand).min(1).max(commandsMax) }),
    response: z.object({ answers: z.array(commandAnswer) }),
  }),
  merge: defineRoute({
    method: 'POST',
    path: '/v1/members/{memberId}/merges',
    access: 'members.merge',
    audit: 'member.merged',
    command: 'optional',
    summary: 'Make two members one; the member of the path stays',
    params,
    body: z.object({ absorb: memberReference, reason }),
    response: z.object({ mergeId: uuid, survivorId: memberId, absorbedId: memberId }),
  }),
  undoMerge: defineRoute({
    method: 'POST',
    path: '/v1/members/{memberId}/merges/{mergeId}/undo',
    access: 'members.merge',
    audit: 'member.merge_undone',
    command: 'optional',
    summary: 'Take a merge back',
    params: params.extend({ mergeId: uuid }),
    body: z.object({ reason }),
    response: z.object({ survivorId: memberId, splitId: memberId }),
  }),
  releaseIdentity: defineRoute({
    method: 'POST',
    path: '/v1/members/{memberId}/identities/release',
    access: 'members.merge',
    audit: 'member.identity_released',
    command: 'optional',
    summary: 'Take an identity off a member, such as a telephone number that was given to somebody else',
    params,
    body: z.object({ identity: identityReference, reason }),
    response: z.object({ memberId, identityType: z.string() }),
  }),
  export: defineRoute({
    method: 'POST',
    path: '/v1/members/{memberId}/export',
    access: 'members.export',
    audit: 'member.exported',
    summary: 'Everything stored about the member, personal data in clear, as NDJSON for handing over',
    params,
    body: z.object({ reason }),
    format: 'ndjson',
    response: undefined,
  }),
  erase: defineRoute({
    method: 'POST',
    path: '/v1/members/{memberId}/erase',
    access: 'members.erase',
    audit: 'member.erased',
    summary: 'Destroy the personal data of a member; pseudonymous facts stay in the totals',
    params,
    body: z.object({
      reason,
      confirm: memberId.describe('The id of the member, also where the path names her by an identity'),
    }),
    response: z.object({
      identitiesErased: z.number().int(),
      secretsErased: z.number().int(),
      factsKept: z.number().int(),
      /** Quarantined facts that were hers and nobody else's. */
      quarantinedErased: z.number().int(),
      erasureId: uuid,
      /** How many quarantined facts speak of her and wait for a decision, with the first hundred of them. */
      mentionsFound: z.number().int(),
      mentions: z.array(z.object({ quarantineId: uuid, why: z.enum(['with_others', 'mentioned']) })).max(100),
    }),
  }),
} as const;
