import type { BenefitKind, BenefitPeriod, MeasureKind, TierChangeKind, TierReason } from '@perennial/domain';
import { z } from 'zod';
import { instant, localizedText, memberId } from '../../schemas/common.ts';

/*
 * Where a member stands. Levels are ids, ranks count from 1 for the lowest; amounts are minor units, orders, months or units of a wallet.
 */

const measureKinds = ['net_spend', 'orders', 'months_active', 'wallet'] as const satisfies readonly MeasureKind[];
const benefitKinds = [
  'multiplier',
  'grant',
  'free_shipping',
  'priority',
  'early_access',
  'service',
  'event',
  'lifted_limit',
] as const satisfies readonly BenefitKind[];
const benefitPeriods = ['month', 'year', 'level'] as const satisfies readonly BenefitPeriod[];
const reasons = [
  '',
  'base',
  'qualified',
  'grace',
  'invited',
  'manual',
  'frozen',
  'kept',
] as const satisfies readonly TierReason[];
const changeKinds = [
  'entered',
  'upgrade',
  'downgrade',
  'kept',
  'grace',
  'assigned',
  'assignment_ended',
  'frozen',
  'unfrozen',
  'invited',
  'accepted',
  'declined',
  'invitation_expired',
  'version',
  'merged',
  'unmerged',
] as const satisfies readonly TierChangeKind[];

export const level = z.string().describe('Id of a level; empty for none');
export const tierReason = z.enum(reasons);
export const benefitKind = z.enum(benefitKinds);
const until = instant.nullable().describe('Null: for good');

const measureProgress = z.object({
  measure: z.string(),
  kind: z.enum(measureKinds),
  wallet: z.string().nullable(),
  have: z.number().describe('What counts now'),
  counts: z.number().describe('Of it, what will count yet when it is judged'),
  need: z.number(),
  left: z.number().describe('What is missing; 0: nothing'),
  leaves: z
    .array(z.object({ amount: z.number(), at: instant }))
    .describe('What leaves the window of the last so many days, the first first'),
});

export const levelProgress = z.object({
  level,
  combinator: z.enum(['and', 'or']).describe('Whether all of the measures are asked, or one of them'),
  measures: z.array(measureProgress),
  who: z.boolean().nullable().describe('Whether what else has to hold of her does; null: nothing has to'),
  opensAt: instant.nullable().describe('When what counts begins, where that lies ahead'),
  by: instant.nullable().describe('When it is judged, or begins anew'),
  isReached: z.boolean(),
});

const tierBenefit = z.object({
  id: z.string(),
  kind: benefitKind,
  name: localizedText,
  hours: z.number().int().nullable(),
  limit: z.object({ per: z.enum(benefitPeriods), count: z.number().int() }).nullable(),
  claims: z.number().int().describe('Within the period of the limit; ever where there is none'),
  left: z.number().int().nullable().describe('Null: as often as she likes'),
});

export const memberTierSet = z.object({
  tierSet: z.string(),
  name: localizedText,
  levels: z
    .array(
      z.object({
        id: z.string(),
        name: localizedText,
        color: z.string().nullable(),
        isByInvitation: z.boolean(),
      }),
    )
    .describe('The ladder, the lowest first'),
  level,
  rank: z.number().int(),
  since: instant.nullable(),
  because: tierReason,
  validUntil: until,
  graceUntil: instant.nullable(),
  earnedLevel: level,
  assigned: z.object({ level, until, isCap: z.boolean() }).nullable(),
  frozen: z.object({ level, until }).nullable(),
  invited: z.object({ level, until }).nullable(),
  next: levelProgress.nullable().describe('The next level that can be earned'),
  keep: levelProgress.nullable().describe('The level that she has earned, where it ends'),
  benefits: z.array(tierBenefit),
});
export type MemberTierSet = z.output<typeof memberTierSet>;

export const tierChange = z.object({
  number: z.number().int(),
  tierSet: z.string(),
  from: level,
  to: level,
  at: instant,
  kind: z.enum(changeKinds),
  because: tierReason,
  reason: z.string().describe('The code that a person gave for it; empty elsewhere'),
  validUntil: instant.nullable(),
  graceUntil: instant.nullable(),
  measures: z.record(z.string(), z.number()).describe('What was counted of each measure'),
  programVersion: z.number().int(),
  causeKind: z.string(),
});

/** What a command answers; what it does not speak of is absent. */
export const tierAnswer = z.object({
  memberId: memberId.describe('To whom it was done: the survivor, where she was merged'),
  tierSet: z.string(),
  level: level.optional(),
  until: until.optional(),
  isCap: z.boolean().optional().describe('Whether she does not exceed the level'),
  accept: z.boolean().optional(),
  benefit: z.string().optional(),
  claims: z.number().int().optional(),
  left: z.number().int().nullable().optional(),
});
export type TierAnswer = z.output<typeof tierAnswer>;
