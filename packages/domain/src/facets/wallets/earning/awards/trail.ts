import type { CapUse } from '../caps/cap-counters.ts';

/** Where an award went. */
export interface AwardTrail {
  /** The lots that it became, with what each was of it. */
  readonly lots: readonly (readonly [lot: number, units: number])[];
  /** Where it counts, the last grant last. */
  readonly caps: readonly CapUse[];
  /** Units of its lots that were gone when those changed their numbers, as with a merge, and are not among `lots` any more. */
  readonly goneBefore: number;
  /** Of what is gone, already set against what was to be taken back. */
  readonly goneCounted: number;
  /** When its units were first available or will be; null: nothing was granted. */
  readonly startsAt: number | null;
}

export const noTrail: AwardTrail = { lots: [], caps: [], goneBefore: 0, goneCounted: 0, startsAt: null };

const usualTrail: ReadonlyMap<string, string> = new Map(
  Object.entries(noTrail).map(([key, value]) => [key, JSON.stringify(value)]),
);

export function trailText(trail: AwardTrail): string {
  const said = Object.entries(trail).filter(([key, value]) => usualTrail.get(key) !== JSON.stringify(value));
  return said.length === 0 ? '' : JSON.stringify(Object.fromEntries(said));
}

/** The one place where the text of a row becomes a trail again; the fold alone writes it. */
export function trailOf(text: string): AwardTrail {
  return text === '' ? noTrail : { ...noTrail, ...(JSON.parse(text) as Partial<AwardTrail>) };
}
