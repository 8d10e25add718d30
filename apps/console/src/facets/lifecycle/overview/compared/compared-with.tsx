import { useTranslation } from 'react-i18next';
import type { Result } from '../../../../api/queries.ts';
import { toMilliseconds } from '../../../../format/format.ts';
import { dateOfInstant } from '../../../../format/zoned-days.ts';
import { useFormat } from '../../../../reader/use-format.ts';

interface Props {
  readonly compared: Result<'overview', 'stages'>['compared'];
  /** Length of the period. */
  readonly days: number;
}

/** What every comparison of the page is made with, in words: the period before, and the same days of last year. */
export function ComparedWith({ compared: { before, lastYear }, days }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  // Days that are over end with midnight, which is the next day.
  const isCut = dateOfInstant(toMilliseconds(before.untilAt), format.zone) === before.to;
  return (
    <span className="quiet">
      {t('lifecycle.overview.comparedWith', {
        days,
        before: format.plainRange(before.from, before.to),
        lastYear: format.plainRange(lastYear.from, lastYear.to),
      })}
      {isCut && t('lifecycle.overview.comparedUntil')}
    </span>
  );
}

/** Its line, before its days are known. */
export function ComparedWithPending() {
  return <span className="quiet">{'\u00A0'}</span>;
}
