import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../reader/use-format.ts';
import { Instant } from '../../../ui/instant.tsx';
import type { PartProps } from '../said/part-props.ts';
import { dayOf } from '../said/months.ts';

/** Who said what to expect, the last first: what was said before stays for the months before. */
export function EstimateList({ figures }: Pick<PartProps, 'figures'>) {
  const { t } = useTranslation();
  const format = useFormat();
  if (figures.estimates.length === 0) return null;
  return (
    <ul className="quiet estimates">
      {figures.estimates.toReversed().map(({ issueYear, fromMonth, share, setAt, setBy }) => (
        <li key={`${issueYear} ${setAt}`}>
          {t(share === null ? 'liability.estimate.saidPast' : 'liability.estimate.said', {
            year: String(issueYear),
            month: format.monthOf(dayOf(fromMonth)),
            share: format.percent(share ?? 0),
            by: setBy,
          })}{' '}
          <Instant at={setAt} />
        </li>
      ))}
    </ul>
  );
}
