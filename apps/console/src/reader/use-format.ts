import { useSuspenseQuery } from '@tanstack/react-query';
import { createFormatter } from '../format/format.ts';
import type { Formatter } from '../format/format.ts';
import { installationQuery } from '../api/queries.ts';
import { useLanguage } from '../i18n/use-local.ts';

const formatters = new Map<string, Formatter>();

/**
 * Formats by the reader's language and the program's zone and currency, which the signed-in layout has loaded. Intl objects are dear,
 * so they are shared.
 */
export function useFormat(): Formatter {
  const locale = useLanguage();
  const { data } = useSuspenseQuery({ ...installationQuery(), staleTime: 'static', refetchInterval: false });
  const { zone, currency } = data;
  const key = `${locale}|${zone}|${currency}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const formatter = createFormatter({ locale, zone, currency });
  formatters.set(key, formatter);
  return formatter;
}
