import type { EventKind } from '../../../kernel/steps/cause.ts';

/** The derived fact of a level that became another. */
export const tierChanged = 'tier.changed';
/** The derived fact of a level that was to end and did not. */
export const tierReviewed = 'tier.reviewed';
/** The derived fact of a benefit that was claimed. */
export const benefitClaimed = 'benefit.claimed';

export const tierEvents: readonly EventKind[] = [
  {
    type: tierChanged,
    label: { en: 'Tier changed', zh: '等级变更' },
    describes: {
      en: 'A member moved in `set`, `from` one level (empty: none) `to` another, with why as `kind`, when as `at`, and until when the level is hers.',
      zh: '会员在 set 中由 from 等级（空表示无等级）变为 to 等级；kind 为原因，at 为时间，validUntil 为有效期。',
    },
  },
  {
    type: tierReviewed,
    label: { en: 'Tier kept', zh: '等级保留' },
    describes: {
      en: 'A level was to end: it is kept because it was earned again (`kept`), or kept for a while though it was not (`grace`). Or it stays though what was given by hand ended (`assignment_ended`, `unfrozen`), or an invitation did (`invitation_expired`).',
      zh: '等级到期评定：再次达标而保级（kept），或未达标进入宽限期（grace）；或人工指定（assignment_ended）、冻结（unfrozen）、邀请（invitation_expired）结束而等级不变。',
    },
  },
  {
    type: benefitClaimed,
    label: { en: 'Benefit claimed', zh: '权益已使用' },
    describes: {
      en: 'A member used a right of her level, with how often she did so within its period.',
      zh: '会员使用了等级权益，包含本周期内的使用次数。',
    },
  },
];
