import { defineRowKind } from '../../../kernel/rows/row-kind.ts';

/** A streak that is over, as it stood at its end. */
export type PastStreakRow = {
  readonly number: number;
  readonly length: number;
  readonly startedAt: number;
  readonly endedAt: number;
  /** Stamp cards that she had open when it ended. */
  readonly openCards: number;
  /** Lines of orders that she had bought by then. */
  readonly linesBought: number;
};

export const pastStreakRows = defineRowKind<PastStreakRow>({
  table: 'toy_past_streak',
  index: 0,
  key: ['number'],
  columns: {
    number: { type: 'int' },
    length: { type: 'int' },
    startedAt: { type: 'bigint' },
    endedAt: { type: 'bigint' },
    openCards: { type: 'int' },
    linesBought: { type: 'int' },
  },
  write: 'append',
});
