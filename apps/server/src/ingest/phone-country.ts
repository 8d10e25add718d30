import { phoneCountries } from '@perennial/engine';

/**
 * Where telephone numbers without a country are dialled, as far as zone and currency tell: the country whose zone it is, and of several
 * the one whose currency it is. '' where they do not tell: then a number has to name its country.
 */
export function guessPhoneCountry(zone: string, currency: string): string {
  const byCurrency = phoneCountries.has(currency.slice(0, 2)) ? currency.slice(0, 2) : '';
  const named = countriesWhere((one) => one === zone);
  // Zones have older names beside their own; making each comparable takes long enough not to do it unasked.
  const countries = named.length > 0 ? named : countriesWhere((one) => isSameZone(one, zone));
  return countries.includes(byCurrency) || countries.length === 0 ? byCurrency : (countries[0] ?? '');
}

function countriesWhere(isWanted: (zone: string) => boolean): readonly string[] {
  return [...phoneCountries].filter((country) => zonesOf(country).some(isWanted));
}

const zonesByCountry = new Map<string, readonly string[]>();

/** Kept, because asking for those of all countries takes 45 ms and the answer never changes. */
function zonesOf(country: string): readonly string[] {
  const known = zonesByCountry.get(country);
  if (known !== undefined) return known;
  const zones = new Intl.Locale(`und-${country}`).getTimeZones?.() ?? [];
  zonesByCountry.set(country, zones);
  return zones;
}

const epoch = Temporal.Instant.fromEpochMilliseconds(0);

function isSameZone(one: string, other: string): boolean {
  return epoch.toZonedDateTimeISO(one).equals(epoch.toZonedDateTimeISO(other));
}
