import { codecOfNumbers } from '../../../kernel/base/state-codec.ts';

export interface StreakState {
  /** Stamps of the present streak; 0: there is none. */
  length: number;
  startedAt: number;
  breaksAt: number;
  /** Streaks that are over. */
  past: number;
}

export const streakCodec = codecOfNumbers<StreakState>(1, {
  length: 'count',
  startedAt: 'count',
  breaksAt: 'due',
  past: 'count',
});
