import { gapQuantile, STAGES, watchedDays } from '@perennial/domain/models';
import type { Analysis } from '../../findings/analysis.ts';
import type { Ink } from '../writing/charts.ts';
import { renderFigure } from '../writing/html.ts';
import type { Figure, Writing } from '../writing/html.ts';
import { cautionWords, stageWords } from '../writing/words.ts';

const inks: Readonly<Record<(typeof STAGES)[number], Ink>> = {
  new: 'new',
  active: 'active',
  silent: 'silent',
  dormant: 'dormant',
  churned: 'churned',
};

export function stagesSection(analysis: Analysis, writing: Writing): string {
  return [
    windows(analysis, writing),
    gaps(analysis, writing),
    over(analysis, writing),
    ...(analysis.history.flows.length > 0 ? [flows(analysis, writing)] : []),
  ]
    .map((figure) => renderFigure(figure, writing))
    .join('\n');
}

function windows({ windows: found, people }: Analysis, { t, say, number, percent }: Writing): Figure {
  const { suggested, folklore, caution } = found;
  const { newDays, activeDays, silentDays, dormantDays } = suggested.windows;
  const until = [
    t(`one purchase, up to ${newDays} days ago`, `仅一次购买，${newDays} 天以内`),
    t(`up to ${activeDays} days of silence`, `沉默 ${activeDays} 天以内`),
    t(`up to ${silentDays} days`, `${silentDays} 天以内`),
    t(`up to ${dormantDays} days`, `${dormantDays} 天以内`),
    t(`over ${dormantDays} days`, `超过 ${dormantDays} 天`),
  ];
  const outcomes = [...suggested.outcomes, ...folklore.outcomes];
  return {
    title: t('Suggested stage windows, and who stands where', '建议的阶段窗口与各阶段人数'),
    lead: `${STAGES.map((stage, at) => `${say(stageWords[stage])}: ${until[at]}`).join('; ')}. ${say(cautionWords[caution])}`,
    chart: {
      id: 'stages',
      label: t('People in each stage', '各阶段人数'),
      categories: STAGES.map((stage) => say(stageWords[stage])),
      series: [{ name: t('People', '人数'), values: [...suggested.people], color: 'main' }],
      isLying: true,
      format: (value) => `${number(value)} (${percent(value / people)})`,
      axisFormat: (value) => number(value),
    },
    table: {
      columns: [
        t('Days of silence', '沉默天数'),
        t('People beyond now', '现已超过的人数'),
        t('Such silences in the past', '过去这样的沉默'),
        t('Ended in a purchase', '其中又购买的'),
        t('Would still return', '仍会自行回来的'),
      ].map((title, at) => ({ title, isNumber: at >= 0 })),
      rows: outcomes.map((row, at) => [
        `${number(row.days)}${at >= suggested.outcomes.length ? t(' (customary)', '（惯用）') : ''}`,
        number(row.people),
        number(row.pastSilences),
        number(row.comebacks),
        percent(row.wouldReturnShare),
      ]),
    },
    how: t(
      'From the brand’s own purchase gaps, gaps still open included (Kaplan–Meier). Active lasts until three quarters of those who come back at all have done so, silent until nine tenths, dormant until 39 of 40; new until three quarters of second purchases have come. The table tells what each choice means, with the customary 30/60/90 days beside it: “would still return” is the error of calling people gone.',
      '取自本品牌自身的购买间隔，包括尚未结束的间隔（Kaplan–Meier）。活跃：终会回来者的四分之三已回来为止；沉默：十分之九；沉睡：四十分之三十九；新客：四分之三的第二次购买已发生为止。表中说明每种取法意味着什么，并列出惯用的 30/60/90 天：“仍会自行回来”即判定流失的误差。',
    ),
  };
}

function gaps({ windows: found }: Analysis, { t, number, percent }: Writing): Figure {
  const { survival, suggested } = found;
  const last = Math.max(1, watchedDays(survival));
  const step = Math.max(1, Math.ceil(last / 60));
  const days = Array.from({ length: Math.floor(last / step) + 1 }, (_, at) => at * step);
  const place = (day: number): string => String(Math.min(last, Math.round(day / step) * step));
  const { activeDays, silentDays, dormantDays } = suggested.windows;
  const median = gapQuantile(survival, 0.5);
  return {
    title: t('How long people take to buy again', '多久再次购买'),
    lead: Number.isNaN(median)
      ? ''
      : t(
          `Half of those who come back do so within ${number(median)} days, nine tenths within ${number(gapQuantile(survival, 0.9))}.`,
          `会回来的人中，一半在 ${number(median)} 天内回来，十分之九在 ${number(gapQuantile(survival, 0.9))} 天内。`,
        ),
    chart: {
      id: 'gaps',
      label: t('Share of purchases followed by another within so many days', '多少天内再次购买的比例'),
      categories: days.map(String),
      series: [
        {
          name: t('Bought again within', '已再次购买'),
          values: days.map((day) => Math.round((survival.returned[day] ?? 0) * 1000) / 10),
          color: 'main',
          kind: 'line',
        },
      ],
      marks: [activeDays, silentDays, dormantDays]
        .filter((day) => day <= last)
        .map((day) => ({ at: place(day), name: String(day) })),
      axisName: t('days after a purchase', '购买后天数'),
      format: (value) => `${value} %`,
      max: 100,
    },
    table: {
      columns: [
        { title: t('Days', '天数'), isNumber: true },
        { title: t('Bought again within', '已再次购买'), isNumber: true },
        { title: t('Gaps watched as long', '观察到这么久的间隔'), isNumber: true },
      ],
      rows: days.map((day) => [
        number(day),
        percent(survival.returned[day] ?? 0, 1),
        number(survival.atRisk[day] ?? 0),
      ]),
    },
    how: t(
      'Kaplan and Meier’s estimate over the gaps between purchase days. The last purchase of everybody is a gap still open; leaving those out would make the brand look faster than it is. The curve is shown as long as 20 gaps are still watched. Dashed: the suggested windows.',
      '对购买日之间的间隔作 Kaplan–Meier 估计。每人最后一次购买之后的间隔尚未结束，若略去会使品牌显得比实际更快。曲线画到仍有 20 个间隔可观察为止。虚线为建议的窗口。',
    ),
  };
}

function over({ history }: Analysis, { t, say, number, day, short }: Writing): Figure {
  return {
    title: t('Stages over time', '各阶段人数的变化'),
    chart: {
      id: 'stage-history',
      label: t('People in each stage at the end of each month', '各月末各阶段人数'),
      categories: history.counts.map(({ asOf }) => day(asOf).slice(0, 7)),
      series: STAGES.map((stage, at) => ({
        name: say(stageWords[stage]),
        values: history.counts.map(({ people }) => people[at] ?? 0),
        color: inks[stage],
        stack: 'people',
      })),
      format: short,
    },
    table: {
      columns: [
        { title: t('End of day', '日终') },
        ...STAGES.map((stage) => ({ title: say(stageWords[stage]), isNumber: true })),
      ],
      rows: history.counts.map(({ asOf, people }) => [day(asOf), ...people.map((count) => number(count))]),
    },
    how: t(
      'Everybody’s stage at the end of each month, by the suggested windows and by what was bought until then.',
      '按建议的窗口与截至当时的购买，计算每人在各月末所处的阶段。',
    ),
  };
}

function flows({ history }: Analysis, { t, say, number, day }: Writing): Figure {
  const last = history.flows.at(-1);
  const rows =
    last === undefined
      ? []
      : [
          ...STAGES.map((stage, from) => [
            say(stageWords[stage]),
            ...(last.moved[from] ?? []).map((count) => number(count)),
          ]),
          [t('First purchase in between', '期间首次购买'), ...last.arrived.map((count) => number(count))],
        ];
  return {
    title: t('Who moved, in the last stretch', '最近一段的流动'),
    lead:
      last === undefined
        ? ''
        : t(
            `From the end of ${day(last.fromDay)} (rows) to the end of ${day(last.toDay)} (columns).`,
            `自 ${day(last.fromDay)} 日终（行）至 ${day(last.toDay)} 日终（列）。`,
          ),
    table: {
      columns: [
        { title: t('From', '自') },
        ...STAGES.map((stage) => ({ title: `→ ${say(stageWords[stage])}`, isNumber: true })),
      ],
      rows,
    },
    isTableOpen: true,
    how: t(
      'Each customer counts once: stage at the beginning by stage at the end. Earlier stretches are in --json.',
      '每位客户计一次：期初阶段对期末阶段。更早各段见 --json。',
    ),
  };
}
