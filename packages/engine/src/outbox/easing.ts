/** Of what a receiver would take, never less than this: a rush may not end. */
const leastPart = 0.05;
const lessBy = 0.7;
const moreBy = 1.15;

/** Which part of what it could do delivering does now, from 0.05 to 1. */
export type Easing = () => Promise<number>;

/**
 * Gives way while what members do waits to be folded: quickly less, slowly more again. Somewhere between all and nothing both keep up,
 * and this finds it; a switch would let deliveries pile up each time that the fold is late for a moment.
 */
export function createEasing(isRush: () => Promise<boolean>): Easing {
  let part = 1;
  return async () => {
    part = (await isRush()) ? Math.max(leastPart, part * lessBy) : Math.min(1, part * moreBy);
    return part;
  };
}
