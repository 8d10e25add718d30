import { z } from 'zod';

/** Header of a command's key, in the request and in the answer. */
export const idempotencyKeyHeader = 'idempotency-key';

/** Keys are kept for ever: longer ones would be storage for strangers. */
const keyLengthMax = 200;

/** Visible ASCII, because headers carry nothing else unharmed. */
export const idempotencyKey = z
  .string()
  .max(keyLengthMax)
  .regex(/^[\x21-\x7e]+$/, 'letters, digits and signs without spaces')
  .describe(
    'Makes a retry harmless: the same key gives the first answer again, with another body it is refused. Random, one a command',
  );
