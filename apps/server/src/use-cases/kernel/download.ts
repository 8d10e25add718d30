/** A streamed file: its name and its parts in order. */
export interface Download {
  readonly fileName: string;
  readonly parts: AsyncIterable<string>;
}
