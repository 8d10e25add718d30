import type { EventKind } from '../../kernel/steps/cause.ts';

/** Moves that were acted on; what late facts make of the past is no event. */
export const lifecycleEvents: readonly EventKind[] = [
  {
    type: 'stage.changed',
    label: { en: 'Stage changed', zh: '阶段变更' },
    describes: {
      en: 'A member moved in `lifecycle`, `from` one stage (empty: she is new) `to` another.',
      zh: '会员在 lifecycle 中由 from 阶段（空表示新会员）进入 to 阶段。',
    },
  },
  {
    type: 'member.reactivated',
    label: { en: 'Member won back', zh: '会员已唤回' },
    describes: {
      en: 'A member came back to a lively stage; told besides the change of stage, with the same `lifecycle`, `from` and `to`.',
      zh: '会员重新回到活跃阶段；与阶段变更一并通知，lifecycle、from、to 相同。',
    },
  },
];
