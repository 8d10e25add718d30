import { z } from 'zod';
import { identifier, localizedText } from '../../schemas/common.ts';

/** One entry of the field catalogue of conditions. */
export const field = z.object({
  field: identifier,
  /** `lens`: known to lists alone, so that nothing that is judged may use it. */
  class: z.enum(['fold', 'lens']),
  type: z.string(),
  /** `minor` amounts are minor units, `hundredths` hundredths of a star. */
  unit: z.string(),
  group: z.string(),
  label: localizedText,
  operators: z.array(z.string()),
  /** May stand in a lifecycle: its value at every past instant follows from the evidence. */
  isTimeline: z.boolean(),
  /** The list of members can be narrowed by it, as of now. */
  isListed: z.boolean(),
  /** The same as of an instant in the past. */
  isListedInPast: z.boolean(),
  windowDaysMin: z.number(),
  numberMax: z.number().nullable(),
});
