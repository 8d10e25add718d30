/** Which order a fact is about: the same for all facts of one order, whichever of the sources that share numbers sent them. */
export interface OrderNumber {
  readonly number: string;
  /** In which the number counts: the source, unless it shares numbers with others. */
  readonly space: string;
  /** The sources whose numbers count in the space, the fact's own first. */
  readonly sources: readonly [string, ...string[]];
}
