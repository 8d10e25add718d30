import type { CapRow } from './cap-rows.ts';
import { periodOfCap } from './cap-names.ts';
import { startOfPeriod } from './cap-period.ts';

/** Units of a grant that count in a counter, in the period that it was granted in. */
export type CapUse = readonly [cap: string, startsOn: number, units: number];

/**
 * A member's counters while one step plans what it grants and takes back. A period that has gone is counted no more: what comes back to it
 * frees nothing.
 */
export class CapCounters {
  readonly #read: (cap: string) => CapRow | null;
  readonly #day: number;
  readonly #changed = new Map<string, CapRow>();

  /** `day` is the one of the step, in the program's zone. */
  constructor(read: (cap: string) => CapRow | null, day: number) {
    this.#read = read;
    this.#day = day;
  }

  /** What counts in the present period. */
  used(cap: string): number {
    const row = this.#rowOf(cap);
    return row !== null && row.startsOn === this.#start(cap) ? row.units : 0;
  }

  count(cap: string, units: number): CapUse {
    const startsOn = this.#start(cap);
    this.#changed.set(cap, { cap, startsOn, units: this.used(cap) + units });
    return [cap, startsOn, units];
  }

  giveBack(cap: string, startsOn: number, units: number): void {
    const row = this.#rowOf(cap);
    if (row === null || row.startsOn !== startsOn) return;
    this.#changed.set(cap, { ...row, units: Math.max(0, row.units - units) });
  }

  /** The rows that are another than they were. */
  changes(): readonly CapRow[] {
    return [...this.#changed.values()];
  }

  #start(cap: string): number {
    return startOfPeriod(periodOfCap(cap), this.#day);
  }

  #rowOf(cap: string): CapRow | null {
    return this.#changed.get(cap) ?? this.#read(cap);
  }
}
