import { z } from 'zod';

/** Words that many expectations use. */

export const time = z
  .string()
  .min(1)
  .max(40)
  .meta({ id: 'time', description: '2025-03-01, 2025-03-01T09:30 by the clocks of the story, or with an offset' });

export const json = z.json().meta({ id: 'json' });
export const jsonObject = z.record(z.string(), json).meta({ id: 'object' });
