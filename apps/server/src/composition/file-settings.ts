import { currencyDigits } from '../ingest/currency-digits.ts';
import type { Platform } from '../platform/platform.ts';
import type { FileSettings } from '../use-cases/reading/file-words.ts';

/** What the files of an installation are written in, whoever reads them. */
export function fileSettingsOf({ installation }: Platform): FileSettings {
  const { zone, currency } = installation;
  return { zone, currency, digits: currencyDigits(currency) };
}
