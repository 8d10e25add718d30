import { expiringDrill, routes } from '@perennial/contracts/staff';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { requestText } from '../../../api/request-text.ts';
import { addDays } from '../../../format/zoned-days.ts';
import { useLocal } from '../../../i18n/use-local.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { DrillLink } from '../../../ui/drill.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { Why } from '../../../ui/why.tsx';
import { unitsText } from '../../../units/units-text.ts';
import { drillHref } from '../../members/urls/question.ts';
import { expiringQuery } from './expiring-query.ts';
import type { Expiring } from './expiring-query.ts';

type Wallet = Expiring['wallets'][number];
type Row = Omit<Wallet, 'windows'> & Wallet['windows'][number];

/** Units that expire soon unless they are spent, by wallet: whose they are, how many, and what they are worth. */
export function ExpiringUnits() {
  const { t } = useTranslation();
  const { data } = useSuspenseQuery(expiringQuery());
  const title = t('wallets.expiring.table');
  return (
    <Panel
      title={title}
      lead={t('wallets.expiring.lead')}
      extra={
        <Why
          name={title}
          definition={t('wallets.expiring.why')}
          asOfAt={data.asOfAt}
          query={requestText(routes.wallets.expiring, {})}
        />
      }
    >
      <ExpiringTable expiring={data} caption={title} />
    </Panel>
  );
}

function ExpiringTable({ expiring, caption }: { readonly expiring: Expiring; readonly caption: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const local = useLocal();
  const columns: readonly Column<Row>[] = [
    { key: 'wallet', title: t('wallets.expiring.column.wallet'), isFluid: true, render: ({ name }) => local(name) },
    {
      key: 'until',
      title: t('wallets.expiring.column.until'),
      render: ({ days, until }) => (
        <>
          {t('wallets.expiring.within', { count: days })}
          <span className="hint">{t('wallets.expiring.to', { day: format.plainDate(addDays(until, -1)) })}</span>
        </>
      ),
    },
    {
      key: 'members',
      title: t('wallets.expiring.column.members'),
      isNumber: true,
      render: ({ members, wallet, until }) => (
        <DrillLink
          figure={members}
          href={drillHref(expiringDrill(expiring, { wallet, until }))}
          title={t('wallets.expiring.see')}
        >
          {format.integer(members)}
        </DrillLink>
      ),
    },
    {
      key: 'units',
      title: t('wallets.expiring.column.units'),
      isNumber: true,
      render: ({ units, decimals }) => unitsText(units, decimals, format),
    },
    {
      key: 'value',
      title: t('wallets.expiring.column.value'),
      isNumber: true,
      render: ({ valueMinor }) =>
        valueMinor === null ? <span className="quiet">{t('value.none')}</span> : format.money(valueMinor),
    },
  ];
  const rows = expiring.wallets.flatMap(({ windows, ...wallet }) =>
    windows.map((window): Row => ({ ...wallet, ...window })),
  );
  return (
    <DataTable
      caption={caption}
      columns={columns}
      rows={rows}
      rowKey={({ wallet, days }) => `${wallet} ${days}`}
      empty={t('wallets.expiring.none')}
    />
  );
}
