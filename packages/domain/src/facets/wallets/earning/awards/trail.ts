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

/** Every award of an order has one: what is as usual is left out. */
export function trailText({ lots, caps, goneBefore, goneCounted, startsAt }: AwardTrail): string {
  const said: { -readonly [Key in keyof AwardTrail]?: AwardTrail[Key] } = {};
  if (lots.length > 0) said.lots = lots;
  if (caps.length > 0) said.caps = caps;
  if (goneBefore > 0) said.goneBefore = goneBefore;
  if (goneCounted > 0) said.goneCounted = goneCounted;
  if (startsAt !== null) said.startsAt = startsAt;
  const text = JSON.stringify(said);
  return text === '{}' ? '' : text;
}

/** The one place where the text of a row becomes a trail again; the fold alone writes it. */
export function trailOf(text: string): AwardTrail {
  return text === '' ? noTrail : { ...noTrail, ...(JSON.parse(text) as Partial<AwardTrail>) };
}
