import { restAfter, type Chance } from './backoff.ts';

/** Whether a receiver may be sent to, by what it answered lately. */
export interface ReceiverHealth {
  /** Epoch milliseconds until which it is left alone; 0 when it is not. */
  readonly restsUntil: number;
  /** It has rested and has not answered well since: one call at a time. */
  readonly isProbed: boolean;
  succeeded(): void;
  /** Says how long it is left alone from now on, milliseconds; 0: it is not. */
  failed(now: number, retryAfterMs: number | null): number;
  /** Somebody says that all is well. */
  forgive(): void;
}

export function createReceiverHealth(chance: Chance): ReceiverHealth {
  let failuresInRow = 0;
  let restsUntil = 0;
  let isProbed = false;
  const succeeded = () => {
    failuresInRow = 0;
    isProbed = false;
    restsUntil = 0;
  };
  return {
    get restsUntil() {
      return restsUntil;
    },
    get isProbed() {
      return isProbed;
    },
    succeeded,
    failed(now, retryAfterMs) {
      // Calls that were under way with the one which made it rest say nothing new.
      if (now < restsUntil) return 0;
      failuresInRow += 1;
      const restMs = Math.max(restAfter(failuresInRow, chance), retryAfterMs ?? 0);
      if (restMs === 0) return 0;
      restsUntil = now + restMs;
      isProbed = true;
      return restMs;
    },
    forgive: succeeded,
  };
}
