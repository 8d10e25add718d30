import { z } from 'zod';
import { isZone } from '../../config/zone.ts';

/**
 * A story: what happens to members of a brand, when, and what is so then. Times are as `time.ts` reads them and never go backwards.
 */

const time = z
  .string()
  .min(1)
  .max(40)
  .describe('2025-03-01, 2025-03-01T09:30 in the zone of the story, or with an offset');
const jsonObject = z.record(z.string(), z.json());
const memberReference = z
  .string()
  .min(1)
  .max(400)
  .describe('phone:+8613800138001, email:…, external_id:<source>:…, or any other identity');

const command = z.strictObject({
  name: z.string().min(1).max(60),
  member: memberReference,
  key: z.string().min(1).max(200).optional().describe('By which a retry is recognised; a new one unless given'),
  input: jsonObject.default({}),
});

const commandExpectation = z.strictObject({
  answer: jsonObject.optional(),
  rejection: z
    .union([z.string(), jsonObject, z.null()])
    .optional()
    .describe('The code, or what is said of it; null for none'),
});

const step = z
  .strictObject({
    at: time,
    fact: jsonObject
      .optional()
      .describe('As it is sent to /v1/facts; it occurs at the time of the step unless it says otherwise'),
    backfill: z.boolean().optional().describe('The fact is history: nothing is sent to anybody for it'),
    command: command.optional(),
    program: jsonObject.optional().describe('Documents published now, by path; null takes one away, others stay'),
    expect: jsonObject.optional(),
  })
  .superRefine((one, context) => {
    const acts = [one.fact, one.command, one.program].filter((act) => act !== undefined);
    const say = (message: string, path: string[] = []) => context.addIssue({ code: 'custom', message, path });
    if (acts.length > 1) say('has more than one of "fact", "command" and "program": make it two steps');
    if (acts.length === 0 && one.expect === undefined)
      say('has nothing to do: give it a "fact", "command", "program" or "expect"');
    if (acts.length === 0 && one.expect !== undefined && Object.keys(one.expect).length === 0)
      say('expects nothing', ['expect']);
    if (one.backfill !== undefined && one.fact === undefined) say('is of a fact alone', ['backfill']);
    if (one.command !== undefined && one.expect !== undefined)
      for (const issue of commandExpectation.safeParse(one.expect).error?.issues ?? [])
        say(issue.message, ['expect', ...issue.path.map(String)]);
  });

export const story = z.strictObject({
  $schema: z.string().optional(),
  name: z.string().min(1).max(200),
  zone: z.string().refine(isZone, 'is no IANA time zone').default('Asia/Shanghai'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .default('CNY'),
  phoneCountry: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional()
    .describe('Where telephone numbers without a country are dialled; as zone and currency tell unless given'),
  program: jsonObject.optional().describe('All documents by path; the default program unless given'),
  steps: z.array(step).min(1).max(10_000),
});

export type Story = z.output<typeof story>;
export type StoryStep = Story['steps'][number];
export type StoryCommand = z.output<typeof command>;
