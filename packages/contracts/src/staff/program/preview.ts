import { z } from 'zod';
import { calendarDay, identifier, instant, jobProgress, memberId } from '../../schemas/common.ts';

const previewMove = z.object({
  lifecycle: identifier,
  from: z.string(),
  to: z.string(),
  members: z.number().int(),
  sample: z.array(z.object({ id: memberId, label: z.string() })).max(20),
});
const pastMonth = z.object({
  /** The last day of the month; `at` is its last instant. */
  on: calendarDay,
  at: instant,
  /** Who stood in any stage then. */
  members: z.number().int(),
  membersChanged: z.number().int(),
  /** `from` as known now, `to` as it would be known; no one who stays is among them. */
  moves: z.array(previewMove.omit({ sample: true })),
});
export const historyMonthsMax = 36;

export const preview = jobProgress.extend({
  asOfAt: instant,
  /** Empty until the job has succeeded. Members whose stage stays are in the moves with equal ends. */
  moves: z.array(previewMove),
  /** Who would stand in another stage of any lifecycle; each counts once. */
  membersChanged: z.number().int(),
  /** What publishing would change of history as known now; null until the job has succeeded, or where no months were asked for. */
  history: z
    .object({
      /** Who stood in another stage at the end of any of these months; each counts once. */
      membersChanged: z.number().int(),
      /** Oldest first. */
      months: z.array(pastMonth),
    })
    .nullable(),
});
