import { useTranslation } from 'react-i18next';
import type { Result } from '../../../api/queries.ts';
import { useFormat } from '../../../reader/use-format.ts';
import type { OverviewView } from '../../overview/page/overview-view.ts';

interface Props {
  readonly sales: Result<'overview', 'sales'> | undefined;
  readonly view: OverviewView;
}

/** Sales, orders and buyers of the period, each against the period before and the same days of last year. */
export function SalesFigures({ sales, view }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const figures = [
    { id: 'membersMinor', label: t('overview.salesTotal'), write: format.money },
    { id: 'membersOrders', label: t('overview.orders'), write: format.integer },
    { id: 'buyers', label: t('overview.buyers'), write: format.integer },
  ] as const;
  return (
    <span className="figures" aria-busy={sales === undefined}>
      {figures.map(({ id, label, write }) => (
        <span key={id} className="figure">
          <span className="quiet">
            {label} · {t('overview.periodDays', { days: view.days })}
          </span>
          <strong>{sales === undefined ? t('value.none') : write(sales.total[id])}</strong>
          <span className="quiet">
            {sales !== undefined && (
              <>
                {t('overview.againstPeriod', { days: view.days })} {changeText(sales.total[id], sales.before[id])} ·{' '}
                {t('overview.againstYear')} {changeText(sales.total[id], sales.lastYear[id])}
              </>
            )}
          </span>
        </span>
      ))}
    </span>
  );

  function changeText(now: number, before: number): string {
    return before === 0 ? t('value.none') : format.change(now, before);
  }
}
