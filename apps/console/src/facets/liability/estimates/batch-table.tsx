import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../reader/use-format.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { DataTable } from '../../../ui/table/data-table.tsx';
import { Why } from '../../../ui/why.tsx';
import { dayOf } from '../said/months.ts';
import type { PartProps } from '../said/part-props.ts';
import { useUnits } from '../said/use-units.ts';
import { EstimateModal } from './estimate-modal.tsx';
import { EstimateList } from './estimate-list.tsx';

/** Units that were sold along with the orders of each month, what is expected of them, and on whose word. */
export function BatchTable({ figures, query }: PartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const say = useUnits(figures.decimals);
  const [isOpen, setIsOpen] = useState(false);
  const { revenue } = figures;
  if (revenue === null) return null;
  return (
    <Panel
      title={t('liability.batches.title')}
      lead={t('liability.batches.lead')}
      extra={
        <>
          <GuardedButton size="small" needs="wallet.estimate" onClick={() => setIsOpen(true)}>
            {t('liability.batches.set')}
          </GuardedButton>
          <Why name={t('liability.batches.title')} definition={t('liability.why.batches')} query={query} />
        </>
      }
    >
      <DataTable
        caption={t('liability.batches.title')}
        rows={revenue.batches}
        rowKey={({ month }) => month}
        empty={t('liability.batches.none')}
        columns={[
          { key: 'month', title: t('liability.month'), render: ({ month }) => format.monthOf(dayOf(month)) },
          {
            key: 'sales',
            title: t('liability.revenue.sales'),
            isNumber: true,
            render: ({ salesMinor }) => format.money(salesMinor),
          },
          { key: 'issued', title: t('liability.batches.issued'), isNumber: true, render: ({ issued }) => say(issued) },
          {
            key: 'redeemed',
            title: t('liability.batches.redeemed'),
            isNumber: true,
            render: ({ redeemed }) => say(redeemed),
          },
          {
            key: 'expected',
            title: t('liability.batches.expected'),
            isNumber: true,
            render: ({ expected }) => say(expected),
          },
          {
            key: 'share',
            title: t('liability.batches.share'),
            isNumber: true,
            render: ({ share, basis }) => `${format.percent(share)} · ${t(`liability.batches.${basis}`)}`,
          },
          {
            key: 'deferred',
            title: t('liability.batches.deferred'),
            isNumber: true,
            render: ({ deferredMinor }) => format.money(deferredMinor),
          },
          {
            key: 'earned',
            title: t('liability.revenue.earned'),
            isNumber: true,
            render: ({ recognisedMinor }) => format.money(recognisedMinor),
          },
          {
            key: 'liability',
            title: t('liability.revenue.liability'),
            isNumber: true,
            render: ({ liabilityMinor }) => format.money(liabilityMinor),
          },
        ]}
      />
      <EstimateList figures={figures} />
      {isOpen && <EstimateModal figures={figures} onClose={() => setIsOpen(false)} />}
    </Panel>
  );
}
