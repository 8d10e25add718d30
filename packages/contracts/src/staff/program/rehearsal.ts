import { z } from 'zod';
import {
  amountMinor,
  calendarDay,
  identifier,
  instant,
  jobProgress,
  localizedText,
  memberId,
} from '../../schemas/common.ts';

/** Units may be few or many; whole they are always. */
const units = z.number().int();
const list = z.string().describe('Opens to members at `/v1/program/rehearsals/{rehearsalId}/members`');

const both = { base: units.describe('Under what the draft is held against'), draft: units };
const opens = { ...both, list, members: units.describe('Of whom it is another one under the draft') };
const money = {
  baseMinor: amountMinor.nullable().describe('What they are worth; null where the figure is not worth money'),
  draftMinor: amountMinor.nullable(),
};
const month = z.string().regex(/^\d{4}-\d{2}$/u);
/** What a figure is called: of one document of the program. */
const figure = {
  document: z.string().describe('Path within the program: `wallets/points.json`'),
  title: localizedText,
  figure: identifier.describe('`issued`, `redeemed`, `outstanding` …'),
  label: localizedText,
};

const line = z.object({
  ...figure,
  kind: z.enum(['flow', 'level']).describe('What happened within a month, or what there was at its end'),
  isGain: z.boolean().describe('What members get: its worth is what the program costs'),
  total: z.object({ ...opens, ...money }).describe('Of a flow the sum, of a level what there is at the end'),
  months: z.array(z.object({ month, ...opens, ...money })),
});

const side = z.object({ list, members: units, amount: units.describe('By how much together') });
const gain = z.object({
  line: z.object(figure).nullable().describe('Null: all that is worth money, in minor units'),
  winners: side,
  losers: side,
});

const difference = z.object({
  part: z.string().describe('A field of her header, the name of a facet for its state, or the table of a row'),
  key: z.string(),
  stored: z.string().nullable(),
  replayed: z.string().nullable(),
});

export const rehearsalAsked = {
  against: z
    .enum(['live', 'recorded'])
    .default('live')
    .describe(
      '`live`: the program in force, as if it had always been. `recorded`: history as it was, every version from when it came into force',
    ),
  from: calendarDay
    .optional()
    .describe('The draft is in force from this day on, and figures begin with it; from the first fact on when absent'),
  to: calendarDay.optional().describe('The last day that counts; until now when absent'),
  backfill: z
    .enum(['recorded', 'live'])
    .default('recorded')
    .describe(
      '`live`: what was sent as history counts as if it had come when it occurred. Not against what was recorded',
    ),
  isVerified: z
    .boolean()
    .default(false)
    .describe(
      'Also compare what the log says with what is stored, to the byte. Against what was recorded, and until now',
    ),
};

const result = z.object({
  asOfAt: instant.describe('The last instant that counts'),
  members: units,
  facts: units.describe('Steps of their logs: facts, decisions, joins'),
  membersChanged: units.describe('Of whom anything is another one; each counts once'),
  gains: z.array(gain).describe('Who wins and who loses'),
  lines: z.array(line),
  costMinor: z.object({ base: amountMinor, draft: amountMinor }).describe('The worth of what members received'),
  moves: z
    .array(z.object({ document: z.string(), from: z.string(), to: z.string(), ...opens }))
    .describe('How often members went from one standing to another'),
  standings: z
    .array(
      z.object({
        document: z.string(),
        base: z.string(),
        draft: z.string(),
        members: units,
        list: list.describe('Empty where the standing is the same'),
      }),
    )
    .describe('Who stands where at the end, and would stand under the draft; empty text for nowhere'),
  failed: z.object({
    members: units,
    examples: z.array(z.object({ memberId, side: z.enum(['base', 'draft']), error: z.string() })),
  }),
  verified: z
    .object({
      members: units,
      differing: units,
      examples: z.array(z.object({ memberId, differences: z.array(difference) })),
    })
    .nullable()
    .describe('Whether what is stored is what the log says; null where it was not asked'),
});

export const rehearsal = jobProgress.extend({
  against: z.enum(['live', 'recorded']),
  from: calendarDay.nullable(),
  to: calendarDay.nullable(),
  backfill: z.enum(['recorded', 'live']),
  result: result.nullable().describe('Null until the job has succeeded'),
});

/** The members of a line. */
export const rehearsedMember = z.object({ id: memberId, label: z.string(), ...both, difference: units });

const entry = z.object({
  kind: z.string(),
  units: units.describe('Less than none for what went out'),
  after: units.nullable().describe('What there was then'),
  rule: z.string().describe('Id of the rule that said so; empty where none did'),
  source: z.string(),
  sourceId: z.string(),
});

/** What both programs did for one reason, side by side. */
export const rehearsedEntry = z.object({
  document: z.string(),
  at: instant,
  step: z
    .object({
      kind: z.string(),
      type: z.string().describe('Of a fact its type, of a decision its command'),
      source: z.string(),
      messageId: z.string(),
      occurredAt: instant,
      recordedAt: instant,
    })
    .nullable()
    .describe('What it came of; null for what time alone did'),
  base: entry.nullable(),
  draft: entry.nullable(),
});
