import type { DayTable } from '../base/day-table.ts';
import type { FieldDefinition } from './field.ts';
import type { ConditionSubject } from './subject.ts';

/** Fields by name, as far as a program declares them. */
export interface FieldCatalogue {
  /** Fields that an editor can list; families such as `attribute.<name>` are found by name alone. */
  readonly fields: readonly FieldDefinition[];
  readonly find: (field: string) => FieldDefinition | undefined;
}

/** What conditions are compiled against beside their fields: the calendar, and how long "her usual" is. */
export interface ConditionWorld {
  readonly days: DayTable;
  /** The member's own rhythm, else the brand's, in milliseconds: what a `personal` window is a multiple of. */
  readonly ownGapMs: (subject: ConditionSubject) => number;
  /** Repurchase cycle, in days, of the category she last bought; null when none is known. */
  readonly cycleDays: (subject: ConditionSubject) => number | null;
  /** Which evidence moves the two. */
  readonly rhythmMask: number;
}
