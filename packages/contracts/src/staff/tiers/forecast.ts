import { z } from 'zod';
import { calendarDay, instant, known, localizedText, memberId } from '../../schemas/common.ts';
import { benefitKind, level, levelProgress, tierReason } from './tier.ts';

const count = z.number().int();

const lostBenefit = z.object({ id: z.string(), kind: benefitKind, name: localizedText });
const loses = z.array(lostBenefit).describe('What the level gives that the next one does not');

/** What comes by time alone before a day; each figure counts each member once. */
const forecastWindow = z.object({
  kind: z.enum(['days', 'period_end']).describe('So many days from today, or to the end of the calendar period'),
  days: count.describe('Whole days from today to the last one that is looked at'),
  until: calendarDay.describe('Behind the last day that is looked at'),
  moves: z
    .array(z.object({ from: level, to: level, isFall: z.boolean(), members: count, loses }))
    .describe('Who has another level if nothing happens'),
  grace: z.array(z.object({ level, members: count })).describe('Whose level is lost and kept in grace'),
  judged: z.array(z.object({ level, members: count })).describe('Whose level ends and is judged anew'),
});

export const tierForecast = z.object({
  asOfAt: instant,
  known: known.describe('Says of a list of members that it is to be by what this answer was counted by'),
  tierSet: z.string(),
  name: localizedText,
  levels: z.array(z.object({ id: z.string(), name: localizedText })).describe('The ladder, the lowest first'),
  windows: z.array(forecastWindow),
});

export const tierFalls = z.object({
  asOfAt: instant,
  tierSet: z.string(),
  until: calendarDay.describe('Behind the last day that is looked at'),
  items: z.array(
    z.object({
      memberId,
      label: z.string().describe('Name or masked identity'),
      from: level,
      to: level,
      because: tierReason.describe('Why the level is hers yet'),
      at: instant.describe('When she has the lower one if nothing happens'),
      graceFrom: instant.nullable().describe('When grace begins; null: she is in it, or there is none'),
      keep: levelProgress.nullable().describe('What keeps the level; null where no orders or units do'),
      loses,
    }),
  ),
});
