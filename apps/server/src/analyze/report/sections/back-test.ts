import type { Backtest } from '@perennial/domain/models';
import type { Figure, Writing } from '../writing/html.ts';
import { forecasterWords } from '../writing/model-words.ts';
import { forecastErrorWords, spendWords } from '../writing/words.ts';

export function testFigure(test: Backtest, writing: Writing): Figure {
  const { t, say, number, percent, signed, day } = writing;
  const titles = [
    t('Forecast by', '预测方法'),
    t('Purchases: bias', '次数：偏差'),
    t('error a person', '人均误差'),
    t('RMSE', '均方根误差'),
    t('deviance', '偏离度'),
    t('rank correlation', '等级相关'),
    t('Sales: bias', '销售：偏差'),
    t('RMSE', '均方根误差'),
    t('best tenth carries', '预测最好的一成占'),
    t('best possible', '至多'),
  ];
  return {
    title: t('Back-test: would it have been right?', '回测：它会说中吗？'),
    lead: [
      t(
        `Forecast with what was known on ${day(test.calibrationEnd)}, compared with what ${number(test.people)} of ${number(test.peopleKnown)} customers did until ${day(test.holdoutEnd)}.`,
        `以 ${day(test.calibrationEnd)} 所知作预测，与 ${number(test.peopleKnown)} 位客户中的 ${number(test.people)} 位截至 ${day(test.holdoutEnd)} 的实际相比。`,
      ),
      chosenWords(test, writing),
      rivalWords(test, writing),
      intervalWords(test, writing),
    ].join(' '),
    table: {
      columns: titles.map((title, at) => ({ title, isNumber: at > 0 })),
      rows: test.results.map(({ name, purchases, sales }) => [
        `${name === test.chosen ? '→ ' : ''}${say(forecasterWords(name))}`,
        ...(purchases === null
          ? ['–', '–', '–', '–', '–']
          : [
              signed(purchases.bias),
              number(purchases.mae, 2),
              number(purchases.rmse, 3),
              number(purchases.deviance, 3),
              number(purchases.rankCorrelation, 2),
            ]),
        ...(sales === null
          ? ['–', '–', '–', '–']
          : [
              signed(sales.bias),
              number(sales.rmse, 1),
              percent(sales.topDecileShare),
              percent(sales.topDecileShareBest),
            ]),
      ]),
    },
    isTableOpen: true,
    how: t(
      'Bias is forecast over actual total, less one: −20 % has missed a fifth. Deviance is Poisson’s, a fair score for means; lower is better. Rivals need no model: the rate so far (x/T), the last stretch again, the same days a year ago, everybody at the mean rate; “as published” is the plain model as libraries fit it. The row with the arrow has the spend and levels that were chosen, the other models Gamma-Gamma and no levels. Customers who came first after the forecast are in none of the totals.',
      '偏差为预测总量比实际总量减一：−20 % 即少说了五分之一。偏离度为 Poisson 偏离度，是对均值公平的评分，越低越好。对手不需要模型：至今的速率（x/T）、上一段重演、去年同期、人人取平均速率；published 为通常程序库拟合的原始模型。带箭头的一行采用选定的客单与水平，其他模型为 Gamma-Gamma 且不作水平修正。预测之后才首购的客户不计入任何总量。',
    ),
  };
}

export function calibrationFigure(test: Backtest, { t, number, short }: Writing): Figure {
  const tenths = test.results.find(({ name }) => name === test.chosen)?.purchases?.calibration ?? [];
  return {
    title: t('Forecast and actual, by tenths of customers', '按客户十分位的预测与实际'),
    chart: {
      id: 'tenths',
      label: t(
        'Forecast and actual purchases per customer by tenths of the forecast',
        '按预测十分位的人均预测与实际购买次数',
      ),
      categories: tenths.map((_, at) => String(at + 1)),
      series: [
        {
          name: t('Forecast', '预测'),
          values: tenths.map(({ forecastMean }) => Math.round(forecastMean * 100) / 100),
          color: 'second',
        },
        {
          name: t('Actual', '实际'),
          values: tenths.map(({ actualMean }) => Math.round(actualMean * 100) / 100),
          color: 'main',
        },
      ],
      axisName: t('tenths by forecast, the lowest first', '按预测的十分位，由低到高'),
      format: short,
    },
    table: {
      columns: [
        t('Tenth', '十分位'),
        t('People', '人数'),
        t('Forecast a person', '人均预测'),
        t('Actual a person', '人均实际'),
      ].map((title) => ({ title, isNumber: true })),
      rows: tenths.map(({ people, forecastMean, actualMean }, at) => [
        String(at + 1),
        number(people),
        number(forecastMean, 2),
        number(actualMean, 2),
      ]),
    },
    how: t(
      'Customers in ten groups by the purchases forecast for them; a good forecast has bars of equal height in every group.',
      '客户按其预测购买次数分为十组；预测良好时，每组两柱等高。',
    ),
  };
}

/** What is used from here on, and what it was chosen on. */
function chosenWords({ chosen, choice, chosenBy, choosing }: Backtest, { t, say, number }: Writing): string {
  const levels =
    choice.levels.purchases === 0 && choice.levels.spend === 0
      ? t('no correction of levels', '不作水平修正')
      : t('levels corrected by the last stretch', '按上一段修正水平');
  const why = {
    'inner-folds': t(
      `chosen on ${number(choosing.folds.length)} stretches before, so these figures were not used to choose it`,
      `用此前的 ${number(choosing.folds.length)} 段选出，故以下数字未用于选择`,
    ),
    evidence: t(
      'the preferred one, because the history is too short to choose on stretches before',
      '历史太短，无法用此前各段选择，取首选',
    ),
    'this-hold-out': t(
      'because what the stretches before had chosen did worse here than plain BG/NBD; its figures are a little flattering',
      '因为此前各段选出的模型在这里不如原始 BG/NBD；其数字略偏乐观',
    ),
  }[chosenBy];
  return t(
    `Used from here on: ${say(forecasterWords(chosen))}, spend by ${say(spendWords[choice.spend])}, ${levels}; ${why}.`,
    `采用：${say(forecasterWords(chosen))}，客单用${say(spendWords[choice.spend])}，${levels}；${why}。`,
  );
}

/** Rivals without a model that did better, so that nobody has to find them in the table. */
function rivalWords({ betterRivals }: Backtest, { t, say }: Writing): string {
  if (betterRivals.length === 0)
    return t(
      'No rival without a model did better in any error by more than a hundredth.',
      '没有任何不需模型的对手在哪项误差上好出百分之一以上。',
    );
  const list = betterRivals.map(({ name, by }) => {
    const errors = by.map((error) => say(forecastErrorWords[error])).join(t(', ', '、'));
    return t(`${name} (${errors})`, `${name}（${errors}）`);
  });
  return t(`Better than it here without any model: ${list.join('; ')}.`, `这里不用模型却更好的：${list.join('；')}。`);
}

function intervalWords({ interval }: Backtest, { t, percent }: Writing): string {
  if (interval === null) return '';
  const nothing =
    interval.nothing > interval.share
      ? t(
          ` (${percent(interval.nothing, 0)} brought nothing, and an interval that begins at zero holds them all)`,
          `（${percent(interval.nothing, 0)} 的客户没有带来任何销售，从零起的区间必然包含他们）`,
        )
      : '';
  return t(
    `The intervals of ${percent(interval.share, 0)} held what ${percent(interval.coverage, 0)} of the customers brought${nothing}.`,
    `${percent(interval.share, 0)} 的区间包含了 ${percent(interval.coverage, 0)} 客户的实际${nothing}。`,
  );
}
