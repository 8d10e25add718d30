import { DownloadOutlined } from '@ant-design/icons';
import { urlOf } from '@perennial/contracts';
import { bookAccountWords, entryColumnWords, entryNameWords, routes } from '@perennial/contracts/staff';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLocal } from '../../../i18n/use-local.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { Panel } from '../../../ui/panel.tsx';
import { DataTable } from '../../../ui/table/data-table.tsx';
import { Why } from '../../../ui/why.tsx';
import { dayOf } from '../said/months.ts';
import type { PartProps } from '../said/part-props.ts';

interface Props extends PartProps {
  readonly from: string;
}

/** The entries for the books of the period, two lines each, as they stand in the file. */
export function EntriesPanel({ figures, query, from }: Props) {
  const { t, i18n } = useTranslation();
  const local = useLocal();
  const format = useFormat();
  const { revenue, wallet } = figures;
  if (revenue === null) return null;
  const language = i18n.language.startsWith('zh') ? ('zh' as const) : ('en' as const);
  const file = urlOf(routes.liability.entriesCsv, { params: { wallet }, query: { from, language } });
  const nameOf = (entry: string) =>
    local(entry.endsWith('/deferral') ? entryNameWords.deferral : entryNameWords.recognition);
  const amount = (minor: number) => (minor === 0 ? '' : format.money(minor));
  return (
    <Panel
      title={t('liability.entries.title')}
      lead={t('liability.entries.lead')}
      extra={
        <>
          <Button size="small" icon={<DownloadOutlined />} href={file}>
            {t('action.exportCsv')}
          </Button>
          <Why name={t('liability.entries.title')} definition={t('liability.why.entries')} query={query} />
        </>
      }
    >
      <DataTable
        caption={t('liability.entries.title')}
        rows={revenue.entries}
        rowKey={({ entry, account }) => `${entry} ${account}`}
        empty={t('liability.entries.none')}
        columns={[
          {
            key: 'month',
            title: local(entryColumnWords.month),
            render: ({ month, isOver }) =>
              isOver
                ? format.monthOf(dayOf(month))
                : t('liability.entries.running', { month: format.monthOf(dayOf(month)) }),
          },
          { key: 'entry', title: local(entryColumnWords.entry), render: ({ entry }) => nameOf(entry) },
          {
            key: 'account',
            title: local(entryColumnWords.account),
            render: ({ account }) => local(bookAccountWords[account]),
          },
          {
            key: 'debit',
            title: local(entryColumnWords.debit),
            isNumber: true,
            render: ({ debitMinor }) => amount(debitMinor),
          },
          {
            key: 'credit',
            title: local(entryColumnWords.credit),
            isNumber: true,
            render: ({ creditMinor }) => amount(creditMinor),
          },
        ]}
      />
    </Panel>
  );
}
