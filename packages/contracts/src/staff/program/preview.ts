import { z } from 'zod';
import { identifier, instant, jobProgress, memberId } from '../../schemas/common.ts';

const previewMove = z.object({
  lifecycle: identifier,
  from: z.string(),
  to: z.string(),
  members: z.number().int(),
  sample: z.array(z.object({ id: memberId, label: z.string() })).max(20),
});
export const preview = jobProgress.extend({
  asOfAt: instant,
  /** Empty until the job has succeeded. Members whose stage stays are in the moves with equal ends. */
  moves: z.array(previewMove),
  membersChanged: z.number().int(),
});
