import type { CustomerValues } from '@perennial/domain/models';
import type { Analysis } from '../../findings/analysis.ts';
import { escape, renderFigure } from '../writing/html.ts';
import type { Figure, Writing } from '../writing/html.ts';
import { effectWords, modelName, stopWords } from '../writing/model-words.ts';
import { absenceWords } from '../writing/words.ts';
import { calibrationFigure, testFigure } from './back-test.ts';

export function valueSection(analysis: Analysis, writing: Writing): string {
  const { values, backtest } = analysis;
  if (!analysis.hasMoney) return renderFigure(missing(writing.t('Value', '价值'), 'no-amounts', writing), writing);
  const figures = [
    values.is === 'there'
      ? valueFigure(analysis, values.value, writing)
      : missing(writing.t('Value', '价值'), values.reason, writing),
    ...(backtest.is === 'there'
      ? [testFigure(backtest.value, writing), calibrationFigure(backtest.value, writing)]
      : [missing(writing.t('Back-test', '回测'), backtest.reason, writing)]),
    ...(analysis.models.length > 0 ? [modelsFigure(analysis, writing)] : []),
    ...(analysis.calendar === null ? [] : [calendarFigure(analysis, writing)]),
  ];
  return figures.map((figure) => renderFigure(figure, writing)).join('\n');
}

export function missing(title: string, reason: string, { say, t }: Writing): Figure {
  return {
    title,
    lead: say(absenceWords[reason]),
    how: t(
      'The models ask for at least four weeks of history before what they forecast.',
      '模型要求预测期之前至少有四周的历史。',
    ),
  };
}

function valueFigure({ settings }: Analysis, values: CustomerValues, { t, number, money, percent }: Writing): Figure {
  const order = Float64Array.from(values.value).sort().reverse();
  const tenths = Array.from({ length: 10 }, (_, at) => {
    const part = order.subarray(Math.floor((at * order.length) / 10), Math.floor(((at + 1) * order.length) / 10));
    const sum = part.reduce((total, value) => total + value, 0);
    return { people: part.length, sum, share: values.totalValue > 0 ? sum / values.totalValue : 0 };
  });
  const facts: [string, string][] = [
    [
      money(values.totalSales),
      t(`sales expected in ${settings.horizonDays} days`, `未来 ${settings.horizonDays} 天预期销售`),
    ],
    [money(values.totalValue), t('value: discounted, times the margin', '价值：折现并乘毛利率')],
    [money(values.totalValue / Math.max(1, order.length)), t('value per customer', '每位客户的价值')],
  ];
  return {
    title: t('What the customers of today will bring', '现有客户将带来多少'),
    html: `<div class="facts">${facts.map(([value, name]) => `<div><b>${escape(value)}</b><span>${escape(name)}</span></div>`).join('')}</div>`,
    chart: {
      id: 'value',
      label: t('Share of the value by tenths of customers', '按客户十分位的价值占比'),
      categories: tenths.map((_, at) => `${at + 1}`),
      series: [
        {
          name: t('Share of value', '价值占比'),
          values: tenths.map(({ share }) => Math.round(share * 1000) / 10),
          color: 'main',
        },
      ],
      isShare: true,
      axisName: t('tenths of customers, the most valuable first', '客户十分位，价值最高者在前'),
      format: (value) => `${value} %`,
    },
    table: {
      columns: [t('Tenth', '十分位'), t('People', '人数'), t('Value', '价值'), t('Share', '占比')].map((title) => ({
        title,
        isNumber: true,
      })),
      rows: tenths.map(({ people, sum, share }, at) => [String(at + 1), number(people), money(sum), percent(share)]),
    },
    how: t(
      `Expected purchases × expected spend of each customer over ${settings.horizonDays} days, each purchase discounted at ${settings.discount} a year, times the margin of ${settings.margin} (--margin; 1 means that value is sales). Customers who have not bought yet are not in it. Scores of everybody: --out scores.csv.`,
      `每位客户 ${settings.horizonDays} 天内的预期购买次数 × 预期客单，按年率 ${settings.discount} 折现，再乘毛利率 ${settings.margin}（--margin；为 1 时价值即销售额）。尚未购买的人不在其内。每人的分数：--out scores.csv。`,
    ),
  };
}

function modelsFigure({ models }: Analysis, { t, say, number, day }: Writing): Figure {
  const units = { day: t('days', '天'), week: t('weeks', '周'), '': '' };
  const rows = models.flatMap(
    ({ kind, unit, parameters, standardErrors, logLikelihood, convergence, customers, fittedTo }) =>
      Object.entries(parameters).map(([name, value], at) => [
        at === 0 ? `${modelName(kind)}${unit === '' ? '' : ` (${units[unit]})`}` : '',
        name,
        number(value, 4),
        standardErrors[name] === null ? '–' : number(standardErrors[name] ?? Number.NaN, 4),
        at === 0 ? number(logLikelihood, 1) : '',
        at === 0 ? number(customers) : '',
        at === 0 ? day(fittedTo) : '',
        at === 0
          ? convergence.converged
            ? t('converged', '已收敛')
            : t(
                `not fully: ${say(stopWords[convergence.reason]) || convergence.reason}`,
                `未完全收敛：${say(stopWords[convergence.reason]) || convergence.reason}`,
              )
          : '',
      ]),
  );
  return {
    title: t('Parameters of the models as published', '原始模型的参数'),
    table: {
      columns: [
        t('Model', '模型'),
        t('Parameter', '参数'),
        t('Value', '值'),
        t('Standard error', '标准误'),
        t('Log-likelihood', '对数似然'),
        t('Customers', '客户数'),
        t('Known to', '所知至'),
        t('Search', '搜索'),
      ].map((title, at) => ({ title, isNumber: at > 1 && at < 6 })),
      rows,
    },
    isTableOpen: true,
    how: t(
      'Maximum likelihood on purchase days in plain time, Gamma-Gamma on repeat purchases only, for comparison with other tools; α and β are in the stated unit of time. The model that is used runs on the brand’s calendar where that explains the purchases better, and its spend model is chosen by hold-outs.',
      '以购买日、自然时间作最大似然估计，Gamma-Gamma 只用重复购买，便于与其他工具比较；α 与 β 的单位如所注。实际采用的模型在日历更能解释购买时运行于品牌日历之上，其客单模型由留出期选定。',
    ),
  };
}

function calendarFigure({ calendar, seasonality }: Analysis, { t, say, number, short }: Writing): Figure {
  const weekdays = [
    t('Monday', '周一'),
    t('Tuesday', '周二'),
    t('Wednesday', '周三'),
    t('Thursday', '周四'),
    t('Friday', '周五'),
    t('Saturday', '周六'),
    t('Sunday', '周日'),
  ];
  const effects = calendar?.effects ?? [];
  const basis = {
    learned: t('learned from the data', '由数据学得'),
    partly: t('partly learned', '部分学得'),
    prior: t('assumed, not of this brand', '假定，非本品牌'),
  };
  return {
    title: t('Calendar: weekdays and holidays', '日历：星期与节假日'),
    lead:
      calendar?.caution === 'none'
        ? ''
        : t(
            'Under two years of data: seasons cannot be told from growth, so general assumptions carry part of them.',
            '数据不足两年：季节与增长难以分辨，部分采用一般假定。',
          ),
    chart: {
      id: 'weekdays',
      label: t('Sales by weekday, 1 is usual', '各星期销售指数，1 为平常'),
      categories: weekdays,
      series: [
        {
          name: t('Sales per day over the usual', '日均销售比平常'),
          values: seasonality.weekdays.map(({ index }) => Math.round(index * 100) / 100),
          color: 'main',
        },
      ],
      format: short,
    },
    table: {
      columns: [
        { title: t('Effect', '因素') },
        { title: t('Factor', '倍数'), isNumber: true },
        { title: t('95 % interval', '95 % 区间'), isNumber: true },
        { title: t('Seen', '见过次数'), isNumber: true },
        { title: t('From', '依据') },
      ],
      rows: effects.map((effect) => [
        say(effectWords[effect.code]) || effect.code,
        number(effect.factor, 2),
        `${number(effect.low, 2)} – ${number(effect.high, 2)}`,
        number(effect.timesSeen),
        basis[effect.basis],
      ]),
    },
    how: t(
      'A Poisson regression of the daily number of purchases on weekdays, holidays and growth, with stated priors. A factor of 1.4 means 40 % more than usual.',
      '对每日购买次数作 Poisson 回归，含星期、节假日与增长，并有明示的先验。倍数 1.4 表示比平常多 40 %。',
    ),
  };
}
