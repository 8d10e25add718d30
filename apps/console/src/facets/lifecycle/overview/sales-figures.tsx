import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../api/queries.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { ComparedWith, ComparedWithPending } from './compared/compared-with.tsx';
import './overview.css';

interface Props {
  readonly sales: Result<'overview', 'sales'>;
  /** Length of the period. */
  readonly days: number;
}

/** Net sales with what they are made of, orders and buyers of the period, each against the period before and the same days of last year. */
export function SalesFigures({ sales, days }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const figures = useFigures();
  return (
    <>
      <ComparedWith compared={sales.compared} days={days} />
      <span className="figures">
        {figures.map(({ id, label, write }) => (
          <Figure key={id} label={label} value={write(sales.total[id])}>
            {t('lifecycle.overview.shortPeriod', { days })} {changeText(sales.total[id], sales.before[id])} ·{' '}
            {t('lifecycle.overview.shortYear')} {changeText(sales.total[id], sales.lastYear[id])}
          </Figure>
        ))}
      </span>
    </>
  );

  function changeText(now: number, before: number): string {
    return before === 0 ? t('value.none') : format.change(now, before);
  }
}

/** The same while they are on their way. */
export function SalesFiguresPending() {
  const { t } = useTranslation();
  return (
    <>
      <ComparedWithPending />
      <span className="figures" aria-busy="true">
        {useFigures().map(({ id, label }) => (
          <Figure key={id} label={label} value={t('value.none')}>
            {'\u00A0'}
          </Figure>
        ))}
      </span>
    </>
  );
}

function useFigures() {
  const { t } = useTranslation();
  const format = useFormat();
  return [
    { id: 'membersNetMinor', label: t('lifecycle.overview.salesNet'), write: format.money },
    { id: 'membersGrossMinor', label: t('lifecycle.overview.salesGross'), write: format.money },
    { id: 'membersRefundsMinor', label: t('lifecycle.overview.salesRefunds'), write: format.money },
    { id: 'membersOrders', label: t('lifecycle.overview.orders'), write: format.integer },
    { id: 'buyers', label: t('lifecycle.overview.buyers'), write: format.integer },
  ] as const;
}

interface FigureProps {
  readonly label: string;
  readonly value: string;
  readonly children: ReactNode;
}

function Figure({ label, value, children }: FigureProps) {
  return (
    <span className="figure">
      <span className="quiet">{label}</span>
      <strong>{value}</strong>
      <span className="quiet">{children}</span>
    </span>
  );
}
