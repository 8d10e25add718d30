import { z } from 'zod';
import { instant, jsonValue } from '../../schemas/common.ts';

/** A rule of a stage's condition that time alone has turned, as it reads since. */
const turnedRule = z.object({
  field: z.string(),
  operator: z.string(),
  value: jsonValue,
  /** What the value came to for her: the days of a window, say. */
  resolved: jsonValue,
  /** What the field was at that instant; instants as ISO 8601 text. */
  actual: jsonValue,
  isTrue: z.boolean(),
});

/**
 * What made a move between stages. `fact`: what happened at its instant; `type` is that of the fact, null where it is not kept any
 * more. `time`: nothing did but time, by the rules that it turned.
 */
export const moveCause = z.object({
  kind: z.enum(['fact', 'time']),
  type: z.string().nullable(),
  turned: z.array(turnedRule),
});
export type MoveCause = z.output<typeof moveCause>;

/** With what a move was recorded: `wake` as it came, `program` and `merge` when the past was judged anew. */
export const recordedBy = z.object({ kind: z.string(), at: instant, programVersion: z.number().int() });
