import type { FactValue } from '@perennial/domain';
import { z } from 'zod';

/** Greatest number of rows that one page of a list may hold. */
export const pageSizeMax = 200;
/** Longest identifier, name or code that any route takes. */
export const nameLengthMax = 200;

/** Days that anybody may name: of a year with four digits, and far enough from both ends that a period or a zone more stays within. */
const earliestOn = '1900-01-01';
const latestOn = '9999-12-29';
const earliestAt = Date.parse(`${earliestOn}T00:00:00Z`);
const latestAt = Date.parse(`${latestOn}T00:00:00Z`);
const outOfCalendar = `Expected a time between ${earliestOn} and ${latestOn}`;

function isWithinCalendar(text: string): boolean {
  const at = Date.parse(text);
  return at >= earliestAt && at <= latestAt;
}

/** On the wire ISO 8601 text; inside the server epoch milliseconds. What comes in is bounded; what is told was let in before. */
export const instant = z.codec(z.iso.datetime({ offset: true }), z.number(), {
  decode(text, context) {
    if (isWithinCalendar(text)) return Date.parse(text);
    context.issues.push({ code: 'custom', input: text, message: outOfCalendar });
    return z.NEVER;
  },
  encode: (milliseconds) => new Date(milliseconds).toISOString(),
});

/** A calendar day in the program's zone: `2011-12-09`. */
export const calendarDay = z.iso.date().refine(isWithinCalendar, outOfCalendar);

/** As of when: an instant, or a calendar day, which means the end of that day in the program's zone. */
export const asOf = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], {
    error: 'Expected a day such as 2026-01-31, or an instant with its offset',
  })
  .refine(isWithinCalendar, outOfCalendar)
  .describe('Instant (ISO 8601), or calendar day: the end of that day in the zone of the program. Now when absent.');

/** What was known when a figure was counted: a version of the lens and an instant. The text is the server's own. */
export const known = z.string().regex(/^\d{1,15}-\d{1,15}$/u, 'Expected `known` of an answer');

export const name = z.string().min(1).max(nameLengthMax);
export const identifier = z.string().min(1).max(nameLengthMax);
export const memberId = z.uuid().describe('Member id');
export const uuid = z.uuid();
export const localizedText = z.object({ en: z.string(), zh: z.string() });
export type LocalizedText = z.output<typeof localizedText>;

/** Integer in the minor unit of the program's currency (fen, cent). */
export const amountMinor = z.number().int();

/** Any JSON value; the size is bounded by the body limit of its route. */
export const jsonValue: z.ZodType<FactValue, FactValue> = z.json();

/** Any JSON value, as text in a query string of at most so many characters. */
export function queryJson(lengthMax: number) {
  return z.codec(z.string().min(1).max(lengthMax), jsonValue, {
    decode(text, context) {
      try {
        return JSON.parse(text) as FactValue;
      } catch {
        context.issues.push({ code: 'custom', input: text, message: 'Expected JSON' });
        return z.NEVER;
      }
    },
    encode: (value) => JSON.stringify(value),
  });
}

/** Greatest number of a version, or of saves: what their columns hold. */
export const counterMax = 2_147_483_647;

/** Counts versions and saves. */
export const counter = z.number().int().min(0).max(counterMax);

/** A whole number in a query string. */
export function queryInteger(min: number, max: number) {
  return z.coerce.number<number | string>().int().min(min).max(max);
}

/** A list in a query string: the parameter repeated, or once. */
export function queryList<Item extends z.ZodType<string, string>>(item: Item, itemsMax = 50) {
  return z.union([z.array(item).max(itemsMax), item.transform((value) => [value])]);
}

export const cursor = z.string().min(1).max(1024).describe('`nextCursor` of the page before');

/** The two parameters of every paged list. */
export const paging = {
  cursor: cursor.optional(),
  limit: queryInteger(1, pageSizeMax).default(50),
};

/** One page; `nextCursor` is null on the last one. */
export function page<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

/** How a file is written: for people in their language, or for programs. */
export const fileForm = {
  language: z
    .enum(['en', 'zh'])
    .optional()
    .describe('Language of headers and known values; that of Accept-Language when absent'),
  form: z
    .enum(['words', 'raw'])
    .default('words')
    .describe(
      '`words`, when absent: for people, with amounts in the unit of the currency and days in the zone of the program, both named in the header. `raw`: for programs, with fixed names of columns, codes, minor units and ISO 8601',
    ),
};

export const empty = z.object({});
/** A body that says nothing: whatever is sent in it was meant for something else. */
export const nothing = z.strictObject({});

/** How a long-running job stands. `total` is 0 until it is known. */
export const jobProgress = z.object({
  id: identifier,
  status: z.enum(['waiting', 'running', 'succeeded', 'failed', 'cancelled']),
  done: z.number().int(),
  total: z.number().int(),
  startedAt: instant,
  finishedAt: instant.nullable(),
  /** Why it failed, for the operator; null otherwise. */
  error: z.string().nullable(),
});
export type JobProgress = z.output<typeof jobProgress>;
