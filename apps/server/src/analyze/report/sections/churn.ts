import type { ChurnReason, ChurnWarning, ReliabilityBin, SilenceTest } from '@perennial/domain/models';
import type { Analysis } from '../../findings/analysis.ts';
import { renderFigure } from '../writing/html.ts';
import type { Figure, Writing } from '../writing/html.ts';
import { missing } from './value.ts';

const listedMax = 60;

export function churnSection(analysis: Analysis, writing: Writing): string {
  const { churn } = analysis;
  const figures =
    churn.is === 'there'
      ? [list(analysis, writing), reliability(analysis, churn.value, writing)]
      : [missing(writing.t('Who is leaving', '谁在离开'), churn.reason, writing)];
  return figures.map((figure) => renderFigure(figure, writing)).join('\n');
}

function list({ churnList, settings }: Analysis, writing: Writing): Figure {
  const { t, number, percent, money, hasMoney } = writing;
  return {
    title: hasMoney
      ? t('Most at stake among those not gone yet', '尚未流失者中风险金额最大的')
      : t('Who may leave, of those not gone yet', '尚未流失者中可能离开的'),
    table: {
      columns: [
        { title: t('Customer', '客户') },
        {
          title: t(`No purchase in ${settings.horizonDays} days`, `${settings.horizonDays} 天内不购买`),
          isNumber: true,
        },
        { title: t('At stake', '风险金额'), isNumber: true, isMoney: true },
        { title: t('Purchase days', '购买日数'), isNumber: true },
        { title: t('Why', '原因') },
      ],
      rows: churnList
        .slice(0, listedMax)
        .map((one) => [
          one.customer,
          percent(one.noPurchase, 0),
          money(one.atStake),
          number(one.purchases),
          reasonsOf(one.reasons, one.silentDays, writing),
        ]),
    },
    isTableOpen: true,
    how: t(
      'The probability that she buys nothing within the horizon: the purchases the value model expects of her, and where hold-outs showed that it helps her own rhythm and how the brand’s gaps of that length went on, calibrated on what happened in the last stretch. It is not P(alive), which is 1 for every one-time buyer. At stake is that probability times her value, so never more than the value, and nobody of whom nothing is expected is listed. Reasons are facts about her, each with its numbers.',
      '客户在期内不购买的概率：由价值模型对其预期的购买次数，以及（在留出期证明有益时）其自身节奏与品牌同样长的间隔后来如何共同得出，并以最近一段的实际校准。它不是 P(alive)，后者对每个只买过一次的人都是 1。风险金额为该概率乘以其价值，故从不超过价值；预期不带来销售的人不在名单中。原因皆为该客户的实际情况与数字。',
    ),
  };
}

function reasonsOf(reasons: readonly ChurnReason[], silentDays: number, writing: Writing): string {
  if (reasons.length === 0)
    return writing.t(`silent for ${silentDays} days, nothing unusual in itself`, `沉默 ${silentDays} 天，本身并无异常`);
  return reasons.map((reason) => reasonText(reason, writing)).join(writing.t('; ', '；'));
}

/** One reason in words. */
export function reasonText(reason: ChurnReason, { t, number, percent, money }: Writing): string {
  switch (reason.code) {
    case 'gap-beyond-own':
      return t(
        `silent for ${reason.silentDays} days; nine in ten of her own ${reason.gaps} gaps were up to ${number(reason.ownNinthDecileDays)} days`,
        `沉默 ${reason.silentDays} 天；其自身 ${reason.gaps} 次间隔中十之九不超过 ${number(reason.ownNinthDecileDays)} 天`,
      );
    case 'gap-beyond-brand':
      return t(
        `silent for ${reason.silentDays} days; nine in ten of the brand's gaps are up to ${number(reason.brandNinthDecileDays)} days`,
        `沉默 ${reason.silentDays} 天；品牌间隔十之九不超过 ${number(reason.brandNinthDecileDays)} 天`,
      );
    case 'never-returned':
      return t(
        `bought once, ${reason.silentDays} days ago; nine in ten second purchases come within ${number(reason.secondPurchaseNinthDecileDays)} days`,
        `仅购一次，已 ${reason.silentDays} 天；第二次购买十之九在 ${number(reason.secondPurchaseNinthDecileDays)} 天内发生`,
      );
    case 'gaps-growing':
      return t(
        `gaps growing: ${number(reason.recentGapDays)} days lately, ${number(reason.earlierGapDays)} before`,
        `间隔变长：近来 ${number(reason.recentGapDays)} 天，此前 ${number(reason.earlierGapDays)} 天`,
      );
    case 'orders-falling':
      return t(
        `orders falling: ${money(reason.recentOrder)} lately, ${money(reason.earlierOrder)} before`,
        `客单下降：近来 ${money(reason.recentOrder)}，此前 ${money(reason.earlierOrder)}`,
      );
    case 'returns-rising':
      return t(
        `returns rising: ${percent(reason.recentShare)} lately, ${percent(reason.earlierShare)} before`,
        `退货上升：近来 ${percent(reason.recentShare)}，此前 ${percent(reason.earlierShare)}`,
      );
  }
}

/** On the hold-out that nothing was learned from where there is one, else on the stretch that calibrated it. */
function reliability({ backtest }: Analysis, churn: ChurnWarning, { t, number, percent }: Writing): Figure {
  const silence = backtest.is === 'there' ? backtest.value.silence : null;
  const found = silence?.reliability ?? churn.reliability;
  const title = t('Can the probabilities be believed?', '这些概率可信吗？');
  const how = t(
    'The same warning as of the day of the back-test, learned from what was known then alone, compared with what happened since, in tenths. On the diagonal, said is done. A tenth is off when it misses by more than five points and lies outside its 95 % interval. The area under the curve is the chance that one who stayed away was given a higher probability than one who came; 0.5 is chance.',
    '以回测之日所知作同样的预警，只用当时已知的数据学习，与其后的实际按十分位比较。落在对角线上即言中。某一分位相差超过五个百分点且在 95 % 区间之外，即为偏离。曲线下面积为：一个未来购买者的概率高于一个已来购买者的机会；0.5 为随机。',
  );
  if (found === null)
    return {
      title,
      how,
      lead: t(
        'They are not calibrated: too few customers or outcomes. Take them as an order, not as probabilities.',
        '未经校准：客户或结果太少。请当作次序，而非概率。',
      ),
    };
  return {
    title,
    how,
    lead: [
      silence === null
        ? t('Not tested on a hold-out; on the stretch that calibrated them:', '未在留出期检验；在用于校准的一段上：')
        : calibrationWords(silence, { t, number }),
      t(
        `Mean difference ${percent(found.calibrationError)}; area under the curve ${number(found.areaUnderCurve, 2)}.`,
        `平均相差 ${percent(found.calibrationError)}；曲线下面积 ${number(found.areaUnderCurve, 2)}。`,
      ),
    ].join(' '),
    ...tenthsOf(found.bins, { t, number, percent }),
  };
}

function calibrationWords(
  { isCalibrated, tenthsOff, reliability: { bins }, areaUnderCurveOfForecast }: SilenceTest,
  { t, number }: Pick<Writing, 't' | 'number'>,
): string {
  const order = t(
    `Expected purchases alone order people with ${number(areaUnderCurveOfForecast, 2)}.`,
    `仅凭预期次数排序的曲线下面积为 ${number(areaUnderCurveOfForecast, 2)}。`,
  );
  return isCalibrated
    ? t(`They held on the hold-out, in every tenth. ${order}`, `在留出期的每个十分位都成立。${order}`)
    : t(
        `They did not hold on the hold-out in ${tenthsOff} of ${bins.length} tenths: take them as an order, not as probabilities. ${order}`,
        `在留出期的 ${bins.length} 个十分位中有 ${tenthsOff} 个不成立：请当作次序，而非概率。${order}`,
      );
}

/** Predicted and observed, side by side, as a picture and as rows. */
function tenthsOf(
  bins: readonly ReliabilityBin[],
  { t, number, percent }: Pick<Writing, 't' | 'number' | 'percent'>,
): Pick<Figure, 'chart' | 'table'> {
  return {
    chart: {
      id: 'reliability',
      label: t('Predicted and observed share without a purchase, by tenths', '按十分位的预测与实际未购买比例'),
      categories: bins.map((_, at) => String(at + 1)),
      series: [
        {
          name: t('Predicted', '预测'),
          values: bins.map(({ predicted }) => Math.round(predicted * 1000) / 10),
          color: 'second',
        },
        {
          name: t('Observed', '实际'),
          values: bins.map(({ observed }) => Math.round(observed * 1000) / 10),
          color: 'main',
        },
      ],
      format: (value) => `${value} %`,
      max: 100,
      axisName: t('tenths by predicted probability', '按预测概率的十分位'),
    },
    table: {
      columns: [
        t('Tenth', '十分位'),
        t('People', '人数'),
        t('Predicted', '预测'),
        t('Observed', '实际'),
        t('95 % interval', '95 % 区间'),
      ].map((name) => ({ title: name, isNumber: true })),
      rows: bins.map((bin, at) => [
        String(at + 1),
        number(bin.people),
        percent(bin.predicted),
        percent(bin.observed),
        `${percent(bin.interval.low)} – ${percent(bin.interval.high)}`,
      ]),
    },
  };
}
