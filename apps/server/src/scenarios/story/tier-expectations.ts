import { z } from 'zod';
import { strictObject } from './strict-object.ts';
import { time } from './words.ts';

/** What a step can expect of where a member stands in a set of tiers. */

const text = z.string();

const change = strictObject({
  from: text.nullish(),
  to: text.nullish(),
  at: time.nullish(),
  kind: text.nullish().describe('entered, upgrade, downgrade, kept, grace, assigned, frozen, invited, merged …'),
  because: text.nullish(),
  reason: text.nullish(),
  validUntil: time.nullish(),
  graceUntil: time.nullish(),
  cause: text.nullish(),
});

const tier = strictObject({
  level: text.nullish(),
  rank: z.int().nullish().describe('1 is the lowest, 0 is none'),
  reason: text.nullish().describe('base, qualified, grace, invited, manual, frozen or kept'),
  since: time.nullish(),
  validUntil: time.nullish().describe('As things stand; null for good'),
  graceUntil: time.nullish(),
  earnedLevel: text.nullish(),
  assignedLevel: text.nullish(),
  assignedUntil: time.nullish(),
  isCap: z.boolean().nullish(),
  frozenLevel: text.nullish(),
  frozenUntil: time.nullish(),
  invitedLevel: text.nullish(),
  invitedUntil: time.nullish(),
  changes: z.array(change).nullish().describe('Oldest first'),
  claims: z.record(z.string(), z.int().nullable()).nullish().describe('By benefit and period: "gift 2025"'),
});

export const tiersExpectation = z
  .record(z.string(), z.union([text, tier, z.null()]))
  .describe('By set: the level, or what is to be so of where she stands');
