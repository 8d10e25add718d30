import { ProblemError } from '../../../use-cases/kernel/problem-error.ts';

/** What one key may send in a second; 0 for no bound. */
export interface IngestRates {
  readonly bytes: number;
  readonly facts: number;
  readonly requests: number;
}

type Kind = keyof IngestRates;

export interface RateLimit {
  /** Takes what a request costs. Throws `request.rate_limited` where the key has used up what it has, with when it will have it again. */
  take(key: string, kind: Kind, amount: number): void;
}

/** A key that was silent may send what it saved in so many seconds at once. */
const burstSeconds = 5;
/** Keys that are known here are few; more would be those of somebody who makes them. */
const bucketsMax = 10_000;

interface Bucket {
  /** May fall below nothing: a request is taken whole or not, and a large one is paid for afterwards. */
  left: number;
  at: number;
}

/**
 * A bucket for each key and kind that fills up by its rate. A key whose bucket holds anything is let in, and what it sends is taken out,
 * so that no single request is too large to ever be taken; one whose bucket is empty waits until it is not.
 */
export function createRateLimit(rates: IngestRates, now: () => number): RateLimit {
  const buckets = new Map<string, Bucket>();
  return {
    take(key, kind, amount) {
      const rate = rates[kind];
      if (rate === 0) return;
      const name = `${kind} ${key}`;
      const at = now();
      const bucket = buckets.get(name) ?? { left: rate * burstSeconds, at };
      bucket.left = Math.min(rate * burstSeconds, bucket.left + (Math.max(0, at - bucket.at) / 1000) * rate);
      bucket.at = at;
      if (buckets.size >= bucketsMax && !buckets.has(name)) buckets.clear();
      buckets.set(name, bucket);
      if (bucket.left <= 0) throw exceeded(kind, rate, -bucket.left / rate);
      bucket.left -= amount;
    },
  };
}

function exceeded(kind: Kind, rate: number, missingSeconds: number): ProblemError {
  return new ProblemError('request.rate_limited', {
    retryAfterSeconds: Math.max(1, missingSeconds),
    detail: `a write key may send ${rate} ${kind} a second`,
    context: { limit: rate, of: kind },
  });
}
