import { routes } from '@perennial/contracts/staff';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Empty, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { requestText } from '../../../api/request-text.ts';
import { usePageSearch } from '../../../facet/use-page-search.ts';
import { useLocal } from '../../../i18n/use-local.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { useTodayMs } from '../../../reader/use-today-ms.ts';
import { programQuery } from '../../../stages/program-query.ts';
import { Asked } from '../../../ui/loading/asked.tsx';
import { SectionPending } from '../../../ui/loading/section-pending.tsx';
import { useGo } from '../../../ui/link.tsx';
import { Page } from '../../../ui/page.tsx';
import { BatchTable } from '../estimates/batch-table.tsx';
import { CohortTable } from '../parts/cohort-table.tsx';
import { EntriesPanel } from '../parts/entries-panel.tsx';
import { FiguresPanel } from '../parts/figures-panel.tsx';
import { FlowsChart } from '../parts/flows-chart.tsx';
import { OutstandingChart } from '../parts/outstanding-chart.tsx';
import { RevenueChart } from '../parts/revenue-chart.tsx';
import { liabilityPaths } from '../urls/paths.ts';
import { periodChoices, periodDefault, readLiabilitySearch } from '../urls/search.ts';
import type { LiabilitySearch } from '../urls/search.ts';
import { liabilityQuery } from '../said/liability-query.ts';
import { monthBefore, monthIn } from '../said/months.ts';
import { walletsIn } from './wallet-names.ts';
import './liability.css';

/** What is owed for the units of one wallet: how many, worth what, how much of it is revenue by when. */
export function LiabilityPage() {
  const { t } = useTranslation();
  const local = useLocal();
  const go = useGo();
  const format = useFormat();
  const nowMs = useTodayMs();
  const search = usePageSearch(readLiabilitySearch);
  const { data: program } = useSuspenseQuery(programQuery());
  const wallets = walletsIn(program.documents);
  const wallet = search.wallet ?? wallets[0]?.id;
  const months = search.months ?? periodDefault;
  const setSearch = (change: LiabilitySearch) => go(liabilityPaths.liability({ ...search, ...change }));
  const controls = (
    <>
      <Select
        className="period"
        aria-label={t('liability.wallet')}
        value={wallet}
        options={wallets.map(({ id, name }) => ({ value: id, label: local(name) }))}
        onChange={(id) => id !== undefined && setSearch({ wallet: id })}
      />
      <Select
        className="period"
        aria-label={t('liability.period')}
        value={months}
        options={periodChoices.map((count) => ({ value: count, label: t('liability.periodMonths', { count }) }))}
        onChange={(count) => setSearch({ months: count })}
      />
    </>
  );
  if (wallet === undefined)
    return (
      <Page title={t('liability.title')}>
        <div className="panel empty-page">
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('liability.noWallet')} />
        </div>
      </Page>
    );
  const query = { from: monthBefore(monthIn(nowMs, format.zone), months - 1) };
  const text = requestText(routes.liability.get, { params: { wallet }, query });
  return (
    <Page title={t('liability.title')} lead={t('liability.lead')} controls={controls}>
      <Asked query={liabilityQuery(wallet, query)} pending={<SectionPending />}>
        {(figures) => (
          <div className="columns liability">
            <FiguresPanel figures={figures} query={text} />
            <OutstandingChart figures={figures} query={text} />
            <FlowsChart figures={figures} query={text} />
            <RevenueChart figures={figures} query={text} />
            <CohortTable figures={figures} query={text} />
            <BatchTable figures={figures} query={text} />
            <EntriesPanel figures={figures} query={text} from={query.from} />
          </div>
        )}
      </Asked>
    </Page>
  );
}
