/** A backlog that is older than this is worth a look, even where a server folds. */
const oldestMsMax = 60_000;

export interface FoldState {
  readonly steps: number;
  /** When the oldest waiting step was recorded, epoch milliseconds; null when none waits. */
  readonly oldestAt: number | null;
  /** Whether another process owns the stores, and folds. */
  readonly isGuest: boolean;
  readonly now: number;
}

/** What waits to be folded, and whether it should: steps that grow old beside a running server say that its fold stands still. */
export function describeFold({ steps, oldestAt, isGuest, now }: FoldState): {
  readonly verdict: 'ok' | 'warning';
  readonly detail: string;
} {
  if (steps === 0) return { verdict: 'ok', detail: '0 steps wait' };
  const ageMs = Math.max(0, now - (oldestAt ?? now));
  const detail = `${steps} steps wait, the oldest for ${Math.round(ageMs / 1000)} s`;
  if (!isGuest) return { verdict: 'warning', detail: `${detail}; nobody folds them until a server runs` };
  if (ageMs <= oldestMsMax) return { verdict: 'ok', detail };
  return { verdict: 'warning', detail: `${detail}; ask again, and restart the server if they have not become fewer` };
}
