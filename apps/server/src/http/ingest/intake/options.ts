import type { Ingest } from '@perennial/engine';
import type { RateLimit } from './rate-limit.ts';
import type { AuthenticateWriteKey } from './write-key.ts';

/** How far the fold is behind the log. */
export interface FoldLag {
  readonly factsWaiting: number;
  /** Milliseconds that folding them is expected to take. */
  readonly expectedMs: number;
}

export interface IngestPluginOptions {
  readonly ingest: Ingest;
  readonly authenticateWriteKey: AuthenticateWriteKey;
  /** Asked for every request: it must answer from memory. */
  readonly foldLag: () => FoldLag;
  /** Facts that may wait for the fold before ingestion is refused; 500,000 unless given. */
  readonly factsWaitingMax?: number;
  /** Minor digits of amounts that come as decimals, by currency; the program's currency for those that name none. */
  readonly programCurrency: string;
  /** Origins of pages that may send from a browser, such as `https://shop.example`; `*` for any; none unless given. */
  readonly browserOrigins?: readonly string[];
  /** Whether nothing can be written; asked for every request, so it must answer from memory. */
  readonly isRefusingWrites?: () => boolean;
  /** What a key may send in a second; anything unless given. */
  readonly rateLimit?: RateLimit;
  readonly now: () => number;
}
