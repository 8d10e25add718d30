import { z } from 'zod';
import { calendarDay, page, paging } from '../../schemas/common.ts';
import { referenceRowsMax, versioned, written } from '../reference/reference-row.ts';
import { defineRoute } from '../../route/route.ts';

/** Up to nine digits before the point, up to twelve after it, and more than nothing. Text, because `7.1` has no exact double. */
export const rateText = z.string().regex(/^(?=.*[1-9])\d{1,9}(\.\d{1,12})?$/, 'a decimal above 0, such as 7.1234');

const knownCurrencies = new Set(Intl.supportedValuesOf('currency'));
export const currencyCode = z
  .string()
  .regex(/^[A-Z]{3}$/, 'a currency is three capital letters of ISO 4217')
  .refine((code) => knownCurrencies.has(code), 'no currency of ISO 4217');

const fromOnMin = '1970-01-01';
const fromOnMax = '2199-12-31';
const fromOn = calendarDay
  .refine((day) => day >= fromOnMin && day <= fromOnMax, `between ${fromOnMin} and ${fromOnMax}`)
  .describe('First day, in the zone of the program, on which the rate holds; it holds until the next one begins');

const rate = z.object({
  currency: currencyCode,
  fromOn,
  rate: rateText
    .nullable()
    .describe('Units of the currency of the program for one unit of this one: 7.1234 for USD means 1 USD = 7.1234 CNY'),
});
const published = rate.extend({ rate: z.string().nullable().describe('Null: withdrawn'), ...versioned });
const search = { q: z.string().max(3).optional().describe('Beginning of the code of the currency') };

export const ratesRoutes = {
  list: defineRoute({
    method: 'GET',
    path: '/v1/rates',
    access: 'reference.read',
    summary: 'Published rates by currency, the newest day first',
    query: z.object({ ...paging, ...search }),
    response: page(published).extend({ programCurrency: z.string() }),
  }),
  versions: defineRoute({
    method: 'GET',
    path: '/v1/rates/versions',
    access: 'reference.read',
    summary: 'Versions of the rate of one currency and day, newest first',
    query: z.object({ ...paging, currency: currencyCode, fromOn }),
    response: page(published),
  }),
  csv: defineRoute({
    method: 'GET',
    path: '/v1/rates.csv',
    access: 'reference.read',
    format: 'csv',
    summary: 'Published rates as CSV, which the import takes back',
    query: z.object(search),
    response: undefined,
  }),
  publish: defineRoute({
    method: 'PUT',
    path: '/v1/rates',
    access: 'rates.publish',
    audit: 'rates.published',
    bodyBytesMax: 1_000_000,
    summary: 'Publish rates, up to 1,000 at once; another rate for the same day is a new version, null withdraws one',
    body: z.object({ items: z.array(rate).min(1).max(referenceRowsMax) }),
    response: written,
  }),
} as const;
