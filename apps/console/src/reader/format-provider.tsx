import { useSuspenseQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { ReactNode } from 'react';
import { installationQuery } from '../api/queries.ts';
import { createFormatter } from '../format/format.ts';
import { useLanguage } from '../i18n/use-local.ts';
import { followZone } from '../format/follow-zone.ts';
import { FormatContext } from './use-format.ts';

/**
 * Gives everything below the reader's formats. One for all, because Intl objects are dear, and because a table has hundreds of cells
 * that would each watch the installation otherwise.
 */
export function FormatProvider({ children }: { readonly children: ReactNode }) {
  const locale = useLanguage();
  const { zone, currency } = useSuspenseQuery(installationQuery()).data;
  const format = useMemo(() => createFormatter({ locale, zone, currency }), [locale, zone, currency]);
  // The calendars ask for today outside of React's tree, when one is opened.
  useEffect(() => followZone(zone), [zone]);
  return <FormatContext value={format}>{children}</FormatContext>;
}
