/** The restore cannot be carried out. Nothing was written; the message says what to do. */
export class RestoreRefusedError extends Error {
  override readonly name = 'RestoreRefusedError';
}
