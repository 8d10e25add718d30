import type { Condition } from '../../../conditions/condition.ts';
import type { LocalizedText } from '../../../kernel/documents/localized-text.ts';

export const recencyChoices = ['purchase', 'interaction', 'sign_in'] as const;
/** What "recent" means in a lifecycle: the field `recency.last` of its conditions. */
export type RecencyChoice = (typeof recencyChoices)[number];

export const stageRoles = ['potential', 'alive', 'cooling', 'lost'] as const;
/** What a stage means to the brand. Moving from cooling or lost to alive is a reactivation. */
export type StageRole = (typeof stageRoles)[number];

/** A lifecycle as the program holds it. Precedence is the order of the stages: the first whose condition holds. */
export interface LifecycleDocument {
  readonly id: string;
  readonly name: LocalizedText;
  readonly recencyOf: RecencyChoice;
  readonly stages: readonly StageDocument[];
}

export interface StageDocument {
  readonly id: string;
  readonly name: LocalizedText;
  readonly role: StageRole;
  /** A hint for charts; the console has a colour for each role. */
  readonly color?: string;
  /** Place in charts, when it is not the place of precedence; smaller stands first. */
  readonly order?: number;
  /** Null for the last stage alone: the last resort, which takes whoever is left. */
  readonly condition: Condition | null;
}

export const stagesMax = 12;
