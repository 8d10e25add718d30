import type { Benefit, TierSet } from '../asked/queries.ts';

/** What is to be done to where a member stands. */
export type TierAct =
  | {
      readonly kind: 'assign' | 'endAssignment' | 'freeze' | 'unfreeze' | 'invite' | 'accept' | 'decline';
      readonly set: TierSet;
    }
  | { readonly kind: 'claim'; readonly set: TierSet; readonly benefit: Benefit };

export type TierActKind = TierAct['kind'];

interface TierActFields {
  readonly level?: true;
  readonly until?: 'needed' | 'orForGood';
  readonly reason?: true;
  readonly reference?: true;
}

/** What the form of an act asks for. */
export const fieldsOfTierActs: Readonly<Record<TierActKind, TierActFields>> = {
  assign: { level: true, until: 'orForGood', reason: true },
  endAssignment: { reason: true },
  freeze: { until: 'needed', reason: true },
  unfreeze: { reason: true },
  invite: { level: true, until: 'needed' },
  accept: {},
  decline: {},
  claim: { reference: true },
};

/** What can be done now, by where she stands. */
export function actsOfSet(set: TierSet): readonly Exclude<TierActKind, 'claim'>[] {
  return [
    'assign',
    ...(set.assigned === null ? [] : (['endAssignment'] as const)),
    ...(set.frozen === null ? (['freeze'] as const) : (['unfreeze'] as const)),
    ...(set.levels.some(({ isByInvitation }) => isByInvitation) ? (['invite'] as const) : []),
    ...(set.invited === null ? [] : (['accept', 'decline'] as const)),
  ];
}
