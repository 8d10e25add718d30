import { getCountries } from 'libphonenumber-js/min';

/** ISO 3166-1 codes of the countries whose telephone numbers can be read. */
export const phoneCountries: ReadonlySet<string> = new Set(getCountries());
