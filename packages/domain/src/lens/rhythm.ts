import type { LensColumn } from '../kernel/lens.ts';
import type { CompiledProgram } from '../kernel/facet.ts';
import type { ConditionSubject } from '../kernel/fields/subject.ts';

/** What windows of conditions are multiples of, for each member: what `ConditionWorld` says in memory. */
export const ownGapColumn = 'own_gap_ms';
export const cycleColumn = 'cycle_days';

interface Judged {
  readonly program: CompiledProgram | null;
  readonly subject: ConditionSubject;
}

export const rhythmColumns: readonly LensColumn<Judged>[] = [
  {
    name: ownGapColumn,
    type: 'nullable number',
    read: ({ program, subject }) => finite(program?.world.ownGapMs(subject)),
  },
  {
    name: cycleColumn,
    type: 'nullable number',
    read: ({ program, subject }) => program?.world.cycleDays(subject) ?? null,
  },
];

/** Where nobody brings a rhythm there is none. */
function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
