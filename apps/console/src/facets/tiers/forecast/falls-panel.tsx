import { routes } from '@perennial/contracts/staff';
import { useTranslation } from 'react-i18next';
import { requestText } from '../../../api/request-text.ts';
import { toMilliseconds } from '../../../format/format.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { DrillLink } from '../../../ui/drill.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { Asked } from '../../../ui/loading/asked.tsx';
import { RouteLink } from '../../../ui/link.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { Why } from '../../../ui/why.tsx';
import type { Result } from '../../../api/queries.ts';
import { useLevelName } from '../member/level-name.tsx';
import { useMeasureText } from '../member/measure-text.ts';
import { fallsAsked, fallsQuery } from '../asked/forecast-queries.ts';
import type { Fall, Forecast } from '../asked/forecast-queries.ts';
import { tiersPaths } from '../urls/paths.ts';
import { BenefitNames } from './benefit-names.tsx';
import { fallsIn } from './forecast-rows.ts';
import './forecast.css';

interface Props {
  readonly forecast: Forecast;
  readonly name: string;
}

/** Who is about to lose what: the members whose level falls first, what keeps it, and what goes with it. */
export function FallsPanel({ forecast, name }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { tierSet } = forecast;
  const window = forecast.windows.find(({ kind, days }) => kind === 'days' && days === fallsAsked.days);
  const all = window === undefined ? undefined : fallsIn(forecast, window);
  const title = t('tiers.falls.title', { name });
  const query = requestText(routes.tiers.falls, { params: { tierSet }, query: fallsAsked });
  return (
    <Panel
      title={title}
      lead={t('tiers.falls.lead', { count: fallsAsked.days })}
      extra={<Why name={title} definition={t('tiers.falls.why')} asOfAt={forecast.asOfAt} query={query} />}
    >
      <Asked query={fallsQuery(tierSet)} pending={<SkeletonRows rows={4} />}>
        {(falls) => <FallsTable forecast={forecast} falls={falls} caption={title} />}
      </Asked>
      {all !== undefined && all.members > 0 && (
        <p className="forecast-all">
          <DrillLink figure={all.members} href={all.href}>
            {t('tiers.falls.all', { count: all.members, members: format.integer(all.members) })}
          </DrillLink>
        </p>
      )}
    </Panel>
  );
}

interface TableProps {
  readonly forecast: Forecast;
  readonly falls: Result<'tiers', 'falls'>;
  readonly caption: string;
}

function FallsTable({ forecast, falls, caption }: TableProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const levelName = useLevelName();
  const nameOf = (level: string) => levelName(forecast, level);
  const nowMs = toMilliseconds(falls.asOfAt);
  const columns: readonly Column<Fall>[] = [
    {
      key: 'member',
      title: t('tiers.falls.column.member'),
      render: ({ memberId, label }) => <RouteLink href={tiersPaths.tiersOf(memberId)}>{label}</RouteLink>,
    },
    {
      key: 'level',
      title: t('tiers.falls.column.level'),
      render: ({ from, to }) => `${nameOf(from)} → ${nameOf(to)}`,
    },
    {
      key: 'at',
      title: t('tiers.falls.column.at'),
      render: ({ at, graceFrom }) => (
        <>
          <Instant at={at} /> <span className="quiet">{format.relative(at, nowMs)}</span>
          {graceFrom !== null && (
            <span className="hint">{t('tiers.falls.graceFrom', { day: format.day(graceFrom) })}</span>
          )}
        </>
      ),
    },
    { key: 'keep', title: t('tiers.falls.column.keep'), isLong: true, render: (fall) => <Keeps fall={fall} /> },
    {
      key: 'loses',
      title: t('tiers.falls.column.loses'),
      isLong: true,
      render: ({ loses }) => <BenefitNames benefits={loses} />,
    },
  ];
  return (
    <DataTable
      caption={caption}
      columns={columns}
      rows={falls.items}
      rowKey={({ memberId }) => memberId}
      empty={t('tiers.falls.none', { count: fallsAsked.days })}
    />
  );
}

/** What is missing to keep the level, and by when; of one that was not earned, why it is hers. */
function Keeps({ fall: { keep, because } }: { readonly fall: Fall }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { nameOf, amountOf } = useMeasureText();
  if (keep === null)
    return because === '' ? null : t('tiers.falls.notEarned', { because: t(`tiers.because.${because}`) });
  const missing = keep.measures.filter(({ left }) => left > 0);
  const parts = missing.map((measure) =>
    t('tiers.falls.missing', { amount: amountOf(measure, measure.left), measure: nameOf(measure) }),
  );
  if (parts.length === 0) return t(keep.who === false ? 'tiers.whoFails' : 'tiers.reached');
  const needed = parts.join(t(`tiers.falls.combinator.${keep.combinator}`));
  return keep.by === null ? needed : t('tiers.falls.before', { needed, day: format.day(keep.by) });
}
