import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../reader/use-format.ts';

interface Props {
  readonly at: string | number | null;
  /** When it was asked for. */
  readonly nowMs: number;
}

/** How long ago something was; the exact time on hover. */
export function Ago({ at, nowMs }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  if (at === null) return <span className="quiet">{t('value.none')}</span>;
  return (
    <time dateTime={new Date(at).toISOString()} title={`${format.instant(at)} ${format.zone}`} className="nowrap">
      {format.relative(at, Math.max(nowMs, new Date(at).getTime()))}
    </time>
  );
}
