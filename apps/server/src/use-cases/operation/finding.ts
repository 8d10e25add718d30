export type Verdict = 'ok' | 'warning' | 'wrong';

/** What a check of an installation found. It holds no personal data. */
export interface Finding {
  readonly check: string;
  readonly verdict: Verdict;
  readonly detail: string;
}
