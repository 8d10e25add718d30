import type { MovementName } from '@perennial/contracts/staff';

/** How a move counts in a figure of movements, as addresses say it. */
export const movements = ['added', 'reactivated', 'cooled', 'lost'] as const satisfies readonly MovementName[];

export function isMovement(text: string | undefined): text is MovementName {
  return movements.some((one) => one === text);
}
