import { useTranslation } from 'react-i18next';
import { useFormat } from '../reader/use-format.ts';
import type { InstantLike } from '../format/format.ts';

interface Props {
  readonly at: InstantLike | null | undefined;
  readonly precision?: 'day' | 'second';
}

/** An instant in the program's zone; the exact time and the zone on hover and for screen readers. */
export function Instant({ at, precision = 'day' }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  if (at === null || at === undefined) return <span className="quiet">{t('value.none')}</span>;
  const exact = `${format.instant(at)} ${format.zone}`;
  return (
    <time dateTime={new Date(at).toISOString()} title={exact} className="nowrap">
      {precision === 'day' ? format.day(at) : format.instant(at)}
    </time>
  );
}
