import { routes } from '@perennial/contracts/staff';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { requestText } from '../../../api/request-text.ts';
import { usePageSearch } from '../../../facet/use-page-search.ts';
import { addDays } from '../../../format/zoned-days.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { DrillLink } from '../../../ui/drill.tsx';
import { useGo } from '../../../ui/link.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { useLevelName } from '../member/level-name.tsx';
import type { Forecast } from '../asked/forecast-queries.ts';
import { tiersPaths } from '../urls/paths.ts';
import { forecastReaches, readLadderSearch } from '../urls/search.ts';
import { Why } from '../../../ui/why.tsx';
import { BenefitNames } from './benefit-names.tsx';
import { comingIn } from './forecast-rows.ts';
import type { Coming } from './forecast-rows.ts';
import './forecast.css';

interface Props {
  readonly forecast: Forecast;
  readonly name: string;
}

/** What time alone makes of the levels of a set: how many fall, come into grace, are judged or rise, each figure with its list. */
export function ForecastPanel({ forecast, name }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const go = useGo();
  const { ahead = forecastReaches[0] } = usePageSearch(readLadderSearch);
  const window = forecast.windows[forecastReaches.indexOf(ahead)] ?? forecast.windows[0];
  if (window === undefined) return null;
  const title = t('tiers.forecast.title', { name });
  const labelOf = ({ kind, days, until }: Forecast['windows'][number]) =>
    kind === 'period_end'
      ? t('tiers.forecast.periodEnd', { day: format.plainDate(addDays(until, -1)) })
      : t('tiers.forecast.days', { count: days });
  return (
    <Panel
      title={title}
      lead={t('tiers.forecast.lead', { day: format.plainDate(addDays(window.until, -1)) })}
      extra={
        <>
          <Why name={title} definition={t('tiers.forecast.why')} asOfAt={forecast.asOfAt} query={queryOf(forecast)} />
          <Segmented
            aria-label={t('tiers.forecast.ahead')}
            value={ahead}
            options={forecastReaches.flatMap((value, index) => {
              const one = forecast.windows[index];
              return one === undefined ? [] : [{ value, label: labelOf(one) }];
            })}
            onChange={(value) => go(tiersPaths.ladder(value === forecastReaches[0] ? {} : { ahead: value }))}
          />
        </>
      }
    >
      <ComingTable forecast={forecast} rows={comingIn(forecast, window)} caption={title} />
    </Panel>
  );
}

function queryOf({ tierSet }: Forecast): string {
  return requestText(routes.tiers.forecast, { params: { tierSet } });
}

interface TableProps {
  readonly forecast: Forecast;
  readonly rows: readonly Coming[];
  readonly caption: string;
}

function ComingTable({ forecast, rows, caption }: TableProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const levelName = useLevelName();
  const nameOf = (level: string) => levelName(forecast, level);
  const columns: readonly Column<Coming>[] = [
    { key: 'level', title: t('tiers.forecast.column.level'), isFluid: true, render: ({ level }) => nameOf(level) },
    {
      key: 'what',
      title: t('tiers.forecast.column.what'),
      isFluid: true,
      render: ({ kind, to }) => (
        <span className={`coming coming-${kind}`}>
          {t(`tiers.forecast.kind.${kind}`, { level: to === null ? '' : nameOf(to) })}
        </span>
      ),
    },
    {
      key: 'members',
      title: t('tiers.forecast.column.members'),
      isNumber: true,
      render: ({ members, href }) => (
        <DrillLink figure={members} href={href} title={t('tiers.forecast.see')}>
          {format.integer(members)}
        </DrillLink>
      ),
    },
    {
      key: 'loses',
      title: t('tiers.forecast.column.loses'),
      isFluid: true,
      render: ({ kind, loses }) => (kind === 'falls' ? <BenefitNames benefits={loses} /> : null),
    },
  ];
  return (
    <DataTable
      caption={caption}
      columns={columns}
      rows={rows}
      rowKey={({ kind, level, to }) => `${kind} ${level} ${to}`}
      empty={t('tiers.forecast.none')}
    />
  );
}
