/** A mutant that no test can catch, because nothing that anybody can see changes; the lines as the tool prints them. */
export interface Equivalent {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly why: string;
}

/** Looked at one by one. A mutant belongs here when it changes nothing, not when it is hard to catch. */
export const equivalents: readonly Equivalent[] = [];
