import { parseMemberReference } from '@perennial/contracts';
import { z } from 'zod';
import { strictObject } from './strict-object.ts';
import { tiersExpectation } from './tier-expectations.ts';
import { walletsExpectation } from './wallet-expectations.ts';
import { jsonObject, time } from './words.ts';

/**
 * What a step can expect. All that is asked of a member may be null, which asks that it is not there; a key that nobody knows is refused,
 * because it would hold whatever is so.
 */

const text = z.string();

const memberReference = z
  .string()
  .max(400)
  .refine((reference) => parseMemberReference(reference) !== undefined, 'is no reference such as phone:+8613800138001')
  .describe('phone:+8613800138001, email:…, external_id:<source>:…, or any other identity');

const standing = strictObject({
  stage: text.nullish(),
  since: time.nullish(),
  isReactivated: z.boolean().nullish(),
  next: strictObject({ stage: text.nullish(), at: time.nullish() }).nullish().describe('Where time alone moves her'),
});

const move = strictObject({
  lifecycle: text.nullish(),
  from: text.nullish(),
  to: text.nullish(),
  at: time.nullish(),
  cause: text.nullish().describe('The type of the fact, or decision, wake, program, merge, split'),
  isReactivation: z.boolean().nullish(),
  programVersion: z.int().nullish(),
});

const standings = z.record(z.string(), z.union([text, standing, z.null()]));
const ofMember = {
  status: z.enum(['live', 'absorbed', 'erased']).nullish(),
  mergedInto: text.nullish(),
  isSharedCard: z.boolean().nullish(),
  joinedAt: time.nullish(),
  storeIds: z.array(text).nullish(),
  tags: z.array(text).nullish().describe('All of them, in order of their names'),
  stages: standings.nullish().describe('By lifecycle: its stage, or what is to be so of where she stands'),
  metrics: jsonObject.nullish().describe('By the name of the field; amounts in minor units'),
  consents: z.record(z.string(), z.boolean().nullable()).nullish().describe('By topic'),
  attributes: jsonObject.nullish().describe('By name, in clear'),
  identities: z.record(z.string(), z.array(text).nullable()).nullish().describe('Lists by type, in clear and in order'),
  moves: z.array(move).nullish().describe('Changes of stage, oldest first'),
  wallets: walletsExpectation.nullish(),
  tiers: tiersExpectation.nullish(),
  orders: z.array(jsonObject).nullish().describe('Oldest first, as the API gives them'),
  derived: z.array(jsonObject).nullish().describe('All that the fold has told of her, in its order'),
  sameAs: text.nullish().describe('Another reference to the same member'),
};
const ofAll = {
  members: z.int().min(0).nullish().describe('How many there are who are neither absorbed nor erased'),
};

/** Of her who is named, else of everybody. */
const ofEither = {
  effects: z
    .array(jsonObject)
    .nullish()
    .describe('What was asked to be done outside since they were last looked at, in its order'),
};

export type OfMember = keyof typeof ofMember;
export type OfEither = keyof typeof ofEither;
export type OfAll = keyof typeof ofAll;

/** Of a step that only looks. */
export const looking = strictObject({ member: memberReference.optional(), ...ofMember, ...ofEither, ...ofAll }).refine(
  (expected) => Object.keys(expected).length > 0,
  'expects nothing',
);

/** Of a fact: its verdict. */
export const factExpectation = strictObject({
  outcome: z.enum(['accepted', 'duplicate', 'quarantined', 'rejected']).optional().describe('accepted unless given'),
  code: text.nullish(),
  detail: text.nullish(),
  errors: z.array(jsonObject).nullish().describe('What is wrong, each with its path and a message'),
  leftOut: z.array(jsonObject).nullish().describe('Identities that it was taken without'),
});

/** Of documents that are published. */
export const programExpectation = strictObject({
  outcome: z.enum(['published', 'refused']).optional().describe('published unless given'),
  version: z.int().nullish(),
  issues: z.array(jsonObject).nullish(),
});

export const commandExpectation = strictObject({
  answer: jsonObject.nullish(),
  rejection: z
    .union([text, jsonObject, z.null()])
    .optional()
    .describe('The code, or what is said of it; null for none'),
});
