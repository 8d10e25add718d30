import type { CauseKind } from '../../../kernel/steps/cause.ts';
import { defineRowKind } from '../../../kernel/rows/row-kind.ts';

/**
 * A point of the stage timeline: from `validFrom` the member is in `stage`. The interval ends where the next entry begins.
 * An entry that was acted on and turns out wrong is kept with `supersededAt`; one that was never acted on is replaced.
 */
export type StageEntryRow = {
  readonly lifecycle: string;
  readonly validFrom: number;
  readonly recordedAt: number;
  readonly stage: string;
  /** '' for the first entry. */
  readonly fromStage: string;
  readonly isReactivation: boolean;
  readonly programVersion: number;
  readonly causeKind: CauseKind;
  readonly causePosition: number;
  readonly causeAt: number;
  readonly isActed: boolean;
  readonly supersededAt: number | null;
};

export const stageEntryRows = defineRowKind<StageEntryRow>({
  table: 'stage_entry',
  index: 4,
  key: ['lifecycle', 'validFrom', 'recordedAt'],
  columns: {
    lifecycle: { type: 'text' },
    validFrom: { type: 'bigint' },
    recordedAt: { type: 'bigint' },
    stage: { type: 'text' },
    fromStage: { type: 'text' },
    isReactivation: { type: 'boolean' },
    programVersion: { type: 'int' },
    causeKind: { type: 'text' },
    causePosition: { type: 'bigint' },
    causeAt: { type: 'bigint' },
    isActed: { type: 'boolean' },
    supersededAt: { type: 'bigint', isNullable: true },
  },
  write: 'replace',
  live: 'supersededAt',
  isSameKey: (a, b) => a.validFrom === b.validFrom && a.recordedAt === b.recordedAt && a.lifecycle === b.lifecycle,
});

export function compareEntries(a: StageEntryRow, b: StageEntryRow): number {
  if (a.lifecycle !== b.lifecycle) return a.lifecycle < b.lifecycle ? -1 : 1;
  return a.validFrom - b.validFrom;
}
