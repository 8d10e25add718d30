import { isDummyNumber } from '@perennial/domain';
import { undressPhone } from '@perennial/domain/reading';
import { getCountryCallingCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';

const asDialled = /^\(?\d[\d\s()./-]{4,}$/;
const chineseMobile = /^1[3-9]\d{9}$/;

/**
 * A telephone number with the country in which it was written as dialled, so that whoever reads it later reads the same. What names its
 * country already, and what is no number, stays as it is; a number that there is none of in the country gets its code all the same, and
 * is found to be none, rather than read as one of another country.
 */
export function toInternationalPhone(text: string, country: string): string {
  const value = undressPhone(text);
  if (!asDialled.test(value) || !isSupportedCountry(country)) return value;
  const digits = value.replaceAll(/\D/g, '');
  if (isDummyNumber(digits)) return value;
  if (country === 'CN' && chineseMobile.test(value)) return `+86${value}`;
  const parsed = parsePhoneNumberFromString(value, { defaultCountry: country, extract: false });
  return parsed?.isPossible() === true ? parsed.number : `+${getCountryCallingCode(country)}${digits}`;
}
