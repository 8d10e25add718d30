import type { RehearsalAsked, RehearsalPart } from '@perennial/engine';

/** What a thread is given to do. */
export interface Calculation {
  readonly databaseUrl: string;
  readonly zone: string;
  readonly asked: RehearsalAsked;
  readonly shards: readonly number[];
}

/** What it tells: how many of its shards are done, and in the end what they come to. */
export type Told =
  | { readonly kind: 'progress'; readonly done: number }
  | { readonly kind: 'part'; readonly part: RehearsalPart };

/** The one place where what was handed to a thread gets its type back: the room's own code hands it over. */
export function readCalculation(handed: unknown): Calculation {
  return handed as Calculation;
}
