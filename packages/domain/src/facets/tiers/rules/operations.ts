import type { FactPayload } from '../../../kernel/base/payload.ts';

/** What a command decided about levels, as its decision keeps it. Instants are epoch milliseconds; null: for good. */
export type TierOperation =
  | (Reasoned & {
      readonly op: 'assign';
      readonly level: string;
      readonly until: number | null;
      /** She has this level and no higher one; else this one or a higher one. */
      readonly isCap: boolean;
      /** Of a level that was hers elsewhere already: since when. */
      readonly since?: number;
    })
  | (Reasoned & { readonly op: 'end_assignment' })
  | (Reasoned & { readonly op: 'freeze'; readonly level: string; readonly until: number })
  | (Reasoned & { readonly op: 'unfreeze' })
  | (Named & { readonly op: 'invite'; readonly level: string; readonly expiresAt: number })
  | (Named & { readonly op: 'accept'; readonly level: string })
  | (Named & { readonly op: 'decline' })
  | (Named & {
      readonly op: 'claim';
      readonly benefit: string;
      readonly period: string;
      readonly reference: string;
    });

interface Named {
  readonly set: string;
}
interface Reasoned extends Named {
  readonly reason: string;
}

/** A decision's part for this facet. */
export function partOf(operation: TierOperation): FactPayload {
  return { operations: [{ ...operation }] };
}

/** The one place where a part gets its type back: commands of this facet alone make them. */
export function operationsOf(part: FactPayload): readonly TierOperation[] {
  return (part['operations'] ?? []) as unknown as readonly TierOperation[];
}
