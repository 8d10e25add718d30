import { describe, expect, it } from 'vitest';
import { guessPhoneCountry } from './phone-country.ts';

describe('where numbers without a country are dialled', () => {
  it.each([
    ['Asia/Shanghai', 'CNY', 'CN'],
    ['Europe/London', 'GBP', 'GB'],
    ['Europe/London', 'EUR', 'GB'],
    ['Europe/Berlin', 'EUR', 'DE'],
    ['Asia/Kolkata', 'INR', 'IN'],
    ['Europe/Zurich', 'CHF', 'CH'],
    ['America/New_York', 'USD', 'US'],
    ['UTC', 'AUD', 'AU'],
    ['UTC', 'EUR', ''],
  ])('in %s, counting in %s, is "%s"', (zone, currency, country) => {
    expect(guessPhoneCountry(zone, currency)).toBe(country);
  });
});
