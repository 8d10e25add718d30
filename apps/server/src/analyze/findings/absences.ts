import type { Absence, Maybe } from './analysis.ts';

export function absent(reason: Absence): Maybe<never> {
  return { is: 'absent', reason };
}

/** Models refuse what is out of their range by a RangeError; such a figure is left out and said so. */
export function attempt<T>(work: () => T): Maybe<T> {
  try {
    return { is: 'there', value: work() };
  } catch (error) {
    if (error instanceof RangeError) return absent('history-too-short');
    throw error;
  }
}
