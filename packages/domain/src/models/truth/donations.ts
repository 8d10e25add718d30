import type { DiscreteHistories } from '../discrete/discrete-history.ts';

/**
 * The 11,104 donors of a public radio station acquired in 1995, by how often and when last they
 * gave again in 1996 to 2001: (x, t_x, donors), n = 6. Published: Fader, Hardie, Shang (2010),
 * Marketing Science 29(6), the recency and frequency summary of the application.
 */
const donors: readonly (readonly [number, number, number])[] = [
  [0, 0, 3464],
  [1, 1, 1091],
  [1, 2, 277],
  [1, 3, 129],
  [1, 4, 78],
  [1, 5, 119],
  [1, 6, 129],
  [2, 2, 613],
  [2, 3, 255],
  [2, 4, 155],
  [2, 5, 173],
  [2, 6, 234],
  [3, 3, 322],
  [3, 4, 181],
  [3, 5, 225],
  [3, 6, 357],
  [4, 4, 240],
  [4, 5, 284],
  [4, 6, 512],
  [5, 5, 335],
  [5, 6, 728],
  [6, 6, 1203],
];

export const donations: DiscreteHistories = {
  frequency: Float64Array.from(donors, ([x]) => x),
  recency: Float64Array.from(donors, ([, last]) => last),
  opportunities: new Float64Array(donors.length).fill(6),
  weight: Float64Array.from(donors, ([, , count]) => count),
};
