import type { Analysis } from '../../findings/analysis.ts';
import { escape, renderFigure } from '../writing/html.ts';
import type { Figure, Writing } from '../writing/html.ts';

const cohortsMax = 18;
const monthsMax = 13;

export function cohortsSection(analysis: Analysis, writing: Writing): string {
  const money = analysis.hasMoney ? [cumulative(analysis, writing)] : [];
  return [retention(analysis, writing), ...money, ladder(analysis, writing)]
    .map((figure) => renderFigure(figure, writing))
    .join('\n');
}

function retention({ cohorts: table }: Analysis, { t, number, percent }: Writing): Figure {
  const cohorts = table.cohorts.slice(-cohortsMax);
  const width = Math.min(monthsMax, Math.max(...cohorts.map((cohort) => cohort.retention.length), 1));
  const heads = Array.from({ length: width }, (_, month) => `<th scope="col"${far(month)}>${month}</th>`).join('');
  const rows = cohorts.map(({ label, people, retention: shares }) => {
    const cells = Array.from({ length: width }, (_, month) => {
      const share = shares[month];
      if (share === undefined) return `<td style="--at:0"${far(month)}></td>`;
      const at = month === 0 ? 0 : Math.round(Math.min(85, share * 170));
      return `<td style="--at:${at}"${far(month)}>${month === 0 ? '100 %' : percent(share, 0)}</td>`;
    });
    return `<tr><th scope="row">${label}</th><td style="--at:0">${number(people)}</td>${cells.join('')}</tr>`;
  });
  const notes = [
    table.firstCohortMixed
      ? t(
          'The first cohort holds everybody who was a customer before the data begin, so it looks more loyal.',
          '首个群组包含数据开始之前的老客，因此显得更忠诚。',
        )
      : '',
    table.lastMonthIncomplete ? t('The last month of each row is not over.', '每行的最后一个月尚未结束。') : '',
  ];
  return {
    title: t('Who comes back, by month of first purchase', '按首购月份的回购'),
    lead: notes.filter((note) => note !== '').join(' '),
    heat: `<table class="heat"><thead><tr><th>${escape(t('Month', '首购月份'))}</th><th>${escape(t('People', '人数'))}</th>${heads}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`,
    how: t(
      'Of those who first bought in the month of the row, the share that bought in the k-th month after it. Month 0 is the month of the first purchase. The latest eighteen cohorts and thirteen months are shown; all are in --json.',
      '首购于该行月份的客户中，在其后第 k 个月有购买的比例。第 0 月为首购当月。此处列最近十八个群组、十三个月，全部见 --json。',
    ),
  };
}

/** A narrow screen has room for some of the months: these go first. */
function far(month: number): string {
  return [0, 1, 2, 3, 6].includes(month) ? '' : ' class="far"';
}

const inks = ['main', 'second', 'amber', 'neutral'] as const;

function cumulative({ cohorts: table }: Analysis, { t, number, money, short }: Writing): Figure {
  const long = table.cohorts.filter(({ people, retention: shares }) => people >= 5 && shares.length > 1);
  const chosen = [...new Set([0, 1, 2, 3].map((third) => Math.floor((third * (long.length - 1)) / 3)))].flatMap(
    (at) => long[at] ?? [],
  );
  const width = Math.max(...chosen.map((cohort) => cohort.cumulativeSales.length), 1);
  return {
    title: t('Net sales per person since the first purchase', '首购以来人均累计净销售额'),
    chart: {
      id: 'cumulative',
      label: t('Cumulative net sales per person of some cohorts', '若干群组的人均累计净销售额'),
      categories: Array.from({ length: width }, (_, month) => String(month)),
      series: chosen.map((cohort, at) => ({
        name: cohort.label,
        values: cohort.cumulativeSalesPerPerson.map((value) => Math.round(value * 100) / 100),
        color: inks[at] ?? 'neutral',
        kind: 'line' as const,
      })),
      axisName: t('months since the first purchase', '首购后月数'),
      format: short,
    },
    table: {
      columns: [
        { title: t('Cohort', '群组') },
        { title: t('People', '人数'), isNumber: true },
        { title: t('Net sales', '净销售额'), isNumber: true },
        { title: t('Per person', '人均'), isNumber: true },
      ],
      rows: table.cohorts.map((cohort) => [
        cohort.label,
        number(cohort.people),
        money(cohort.cumulativeSales.at(-1) ?? 0),
        money(cohort.cumulativeSalesPerPerson.at(-1) ?? 0),
      ]),
    },
    how: t(
      'Net sales of a cohort up to the end of each month after its first, over all its people, also those who never came back.',
      '群组自首购月起截至各月末的净销售额，除以群组全部人数（包括再未购买者）。',
    ),
  };
}

function ladder({ ladder: steps }: Analysis, { t, number, percent }: Writing): Figure {
  return {
    title: t('From each purchase to the next', '逐次复购'),
    chart: {
      id: 'ladder',
      label: t('Share that went on to another purchase', '继续购买的比例'),
      categories: steps.map(({ purchase }) => `${purchase} → ${purchase + 1}`),
      series: [
        {
          name: t('Bought again', '再次购买'),
          values: steps.map(({ share }) => Math.round(share * 1000) / 10),
          color: 'main',
        },
      ],
      format: (value) => `${value} %`,
      max: 100,
    },
    table: {
      columns: [
        t('Step', '步'),
        t('People', '人数'),
        t('Bought again', '再次购买'),
        t('Share', '比例'),
        t('95 % interval', '95 % 区间'),
        t('Median days', '间隔中位天数'),
      ].map((title, at) => ({ title, isNumber: at > 0 })),
      rows: steps.map((step) => [
        `${step.purchase} → ${step.purchase + 1}`,
        number(step.people),
        number(step.went),
        percent(step.share),
        `${percent(step.interval.low)} – ${percent(step.interval.high)}`,
        number(step.gapDaysMedian),
      ]),
    },
    how: t(
      'Of those with an n-th purchase day, the share with another one by the end of the data: a floor, because recent customers have had little time. Intervals by Wilson.',
      '有第 n 个购买日的客户中，截至数据末有下一个的比例：这是下限，因为新近客户时间尚短。区间用 Wilson 法。',
    ),
  };
}
