import type { AwardRow } from './award-rows.ts';
import { trailOf, trailText } from './trail.ts';

/** Two that turn out to be of one order: the next that is heard of it takes back what is too much. */
export function joinAwards(a: AwardRow, b: AwardRow): AwardRow {
  const [one, other] = [trailOf(a.trail), trailOf(b.trail)];
  return {
    ...a,
    wanted: a.wanted + b.wanted,
    granted: a.granted + b.granted,
    takenBack: a.takenBack + b.takenBack,
    forgiven: a.forgiven + b.forgiven,
    trail: trailText({
      lots: [...one.lots, ...other.lots],
      caps: [...one.caps, ...other.caps],
      goneBefore: one.goneBefore + other.goneBefore,
      goneCounted: one.goneCounted + other.goneCounted,
      startsAt: one.startsAt ?? other.startsAt,
    }),
  };
}
