/** The data cannot be analysed, for a reason that whoever exported them can act on: exit code 1. */
export class DataUnusable extends Error {
  override readonly name = 'DataUnusable';
  /** Stable, for `--json`. */
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
