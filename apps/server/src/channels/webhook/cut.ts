import type { WebhookFailureCode } from './failure.ts';

/** Ends a call from outside: its time is over, its caller gave up, or its sender closes. The first reason is the one. */
export interface Cut {
  readonly code: WebhookFailureCode | null;
  end(code: WebhookFailureCode): void;
  /** Tells the exchange that is under way: the last one to say so. */
  whenCut(listener: (code: WebhookFailureCode) => void): void;
}

export function createCut(): Cut {
  let cutBy: WebhookFailureCode | null = null;
  let tell: (code: WebhookFailureCode) => void = () => undefined;
  return {
    get code() {
      return cutBy;
    },
    end(code) {
      if (cutBy !== null) return;
      cutBy = code;
      tell(code);
    },
    whenCut(listener) {
      tell = listener;
    },
  };
}
