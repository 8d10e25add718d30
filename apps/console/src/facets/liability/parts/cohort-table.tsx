import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../reader/use-format.ts';
import { DataTable } from '../../../ui/table/data-table.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { Why } from '../../../ui/why.tsx';
import { dayOf } from '../said/months.ts';
import type { LiabilityFigures } from '../said/liability-query.ts';
import type { PartProps } from '../said/part-props.ts';
import { useUnits } from '../said/use-units.ts';

/** Ages in months that are told of every cohort. */
const ages = [0, 1, 2, 3, 6, 9, 12] as const;
const cohortsShown = 24;
type Cohort = LiabilityFigures['cohorts'][number];

/** Of the units of each month, the share that was redeemed by an age, and the share that expired. */
export function CohortTable({ figures, query }: PartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const say = useUnits(figures.decimals);
  const cohorts = figures.cohorts.slice(-cohortsShown);
  const share = ({ issued }: Cohort, units: number) =>
    issued === 0 ? t('value.none') : format.percent(units / issued);
  const by = (cohort: Cohort, age: number) =>
    age < cohort.redeemed.length ? share(cohort, sumOf(cohort.redeemed.slice(0, age + 1))) : '';
  return (
    <Panel
      title={t('liability.cohorts.title')}
      lead={t('liability.cohorts.lead')}
      extra={<Why name={t('liability.cohorts.title')} definition={t('liability.why.cohorts')} query={query} />}
    >
      <DataTable
        caption={t('liability.cohorts.title')}
        rows={cohorts}
        rowKey={({ month }) => month}
        empty={t('liability.cohorts.none')}
        columns={[
          { key: 'month', title: t('liability.cohorts.month'), render: ({ month }) => format.monthOf(dayOf(month)) },
          { key: 'issued', title: t('liability.cohorts.issued'), isNumber: true, render: ({ issued }) => say(issued) },
          ...ages.map((age) => ({
            key: `age-${age}`,
            title: t('liability.cohorts.age', { age }),
            isNumber: true,
            render: (cohort: Cohort) => by(cohort, age),
          })),
          {
            key: 'redeemed',
            title: t('liability.cohorts.redeemed'),
            isNumber: true,
            render: (cohort) => share(cohort, sumOf(cohort.redeemed)),
          },
          {
            key: 'expired',
            title: t('liability.cohorts.expired'),
            isNumber: true,
            render: (cohort) => share(cohort, sumOf(cohort.expired)),
          },
        ]}
      />
    </Panel>
  );
}

function sumOf(units: readonly number[]): number {
  return units.reduce((sum, one) => sum + one, 0);
}
