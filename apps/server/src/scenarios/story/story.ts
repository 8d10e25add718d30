import type { FactPayload } from '@perennial/domain';
import { z } from 'zod';
import { isZone } from '../../config/zone.ts';
import { commandExpectation, factExpectation, looking, programExpectation } from './expectations.ts';
import { describeUnknown, strictObject } from './strict-object.ts';
import { json, jsonObject, time } from './words.ts';

/**
 * A story: what happens to members of a brand, when, and what is so then. Times are as `time.ts` reads them and never go backwards.
 */

/** Everything is taken as it is: what is wrong with a fact, ingestion says. */
const fact = z
  .object({
    type: json.optional().describe('What happened, such as order.placed'),
    messageId: json.optional().describe('That of the step unless given; a repeat is a duplicate'),
    source: json.optional().describe('story unless given'),
    occurredAt: json.optional().describe('The time of the step unless given; an earlier one makes it late'),
    identities: json.optional().describe('Of whom it is: { "phone": "+8613800138001" }'),
    channel: json.optional(),
    storeId: json.optional(),
    payload: json.optional(),
  })
  .catchall(json)
  .describe('As it is sent to /v1/facts');

const command = strictObject({
  name: z.string().min(1).max(60).describe('Such as tag, merge or redeemUnits'),
  member: z.string().min(1).max(400).describe('A reference such as phone:+8613800138001'),
  other: z.string().min(1).max(400).optional().describe('The second member, of commands over two'),
  key: z.string().min(1).max(200).optional().describe('By which a retry is recognised; a new one unless given'),
  input: jsonObject.default({}),
});

/** By what a step does. */
const kinds = {
  fact: strictObject({
    at: time,
    fact,
    backfill: z.boolean().optional().describe('The fact is history: nothing is sent to anybody for it'),
    expect: factExpectation.optional(),
  }).meta({ id: 'factStep' }),
  command: strictObject({ at: time, command, expect: commandExpectation.optional() }).meta({ id: 'commandStep' }),
  program: strictObject({
    at: time,
    program: jsonObject.describe('Documents published now, by path; null takes one away, others stay'),
    expect: programExpectation.optional(),
  }).meta({ id: 'programStep' }),
  look: strictObject({ at: time, expect: looking }).meta({ id: 'lookingStep' }),
};

const acts = ['fact', 'command', 'program'] as const;
const stepKeys = ['at', 'fact', 'backfill', 'command', 'program', 'expect'];

export interface StoryStep {
  readonly at: string;
  readonly fact?: FactPayload | undefined;
  readonly backfill?: boolean | undefined;
  readonly command?: StoryCommand | undefined;
  readonly program?: FactPayload | undefined;
  readonly expect?: FactPayload | undefined;
}

/** Read by what it does, because of a union of all kinds nobody is told what is wrong with his own. */
const step = z.record(z.string(), z.unknown()).transform((written, context): StoryStep => {
  const wrong = wrongWith(written);
  const done = acts.find((act) => written[act] !== undefined) ?? 'look';
  const read = wrong === undefined ? kinds[done].safeParse(written) : undefined;
  // JSON that was checked: what zod says of keys that may be missing is more than what there is.
  if (read?.success === true) return read.data as StoryStep;
  const issues = read?.error.issues ?? [{ message: wrong ?? '', path: [] }];
  for (const { message, path } of issues) context.addIssue({ code: 'custom', message, path: [...path] });
  return z.NEVER;
});

function wrongWith(written: Readonly<Record<string, unknown>>): string | undefined {
  const unknown = Object.keys(written).filter((key) => !stepKeys.includes(key));
  if (unknown.length > 0) return describeUnknown(unknown, stepKeys);
  const done = acts.filter((act) => written[act] !== undefined);
  if (done.length > 1) return 'has more than one of "fact", "command" and "program": make it two steps';
  if (done.length === 0 && written['expect'] === undefined)
    return 'has nothing to do: give it a "fact", "command", "program" or "expect"';
  if (written['backfill'] !== undefined && written['fact'] === undefined)
    return 'has a "backfill", which is of a fact alone';
  return undefined;
}

function storyOf<Step extends z.ZodType>(one: Step) {
  return strictObject({
    $schema: z.string().optional().describe('Where editors find this schema'),
    name: z.string().min(1).max(200),
    zone: z
      .string()
      .refine(isZone, 'is no IANA time zone')
      .default('Asia/Shanghai')
      .describe('IANA time zone of the installation'),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .default('CNY')
      .describe('ISO 4217'),
    phoneCountry: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .optional()
      .describe('Where telephone numbers without a country are dialled; as zone and currency tell unless given'),
    program: jsonObject.optional().describe('All documents by path; the default program unless given'),
    documents: jsonObject.optional().describe('By path, laid over those of the program; null takes one away'),
    steps: z.array(one).min(1).max(10_000).describe('In the order of time'),
  });
}

export const story = storyOf(step);

export type Story = z.output<typeof story>;
export type StoryCommand = z.output<typeof command>;

/** The same for editors, of whose parts the one above reads each step. */
const told = storyOf(z.union([kinds.fact, kinds.command, kinds.program, kinds.look])).meta({ id: 'story' });

/** What a file may hold, as JSON schema. */
export function describeStoryFile(): object {
  const { $schema, ...rest } = z.toJSONSchema(z.union([told, z.array(told).min(1)]), { io: 'input' });
  return { $schema, title: 'Story of Perennial, or a list of stories', ...rest };
}
