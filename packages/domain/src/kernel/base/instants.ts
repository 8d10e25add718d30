/** "It has never happened": smaller than every instant, so that windows that would start there have always ended. */
export const never = Number.NEGATIVE_INFINITY;
/** "Time alone will not change it." */
export const notByTime = Number.POSITIVE_INFINITY;

export const dayMs = 86_400_000;

/** Null instead of `never`, for rows and wires. */
export function toNullableInstant(at: number): number | null {
  return Number.isFinite(at) ? at : null;
}
