import type { Analysis } from '../../findings/analysis.ts';
import { escape, renderFigure } from '../writing/html.ts';
import type { Figure, Writing } from '../writing/html.ts';

export function rfmSection(analysis: Analysis, writing: Writing): string {
  const money = analysis.hasMoney ? [eight(analysis, writing), concentration(analysis, writing)] : [];
  return [grid(analysis, writing), ten(analysis, writing), ...money]
    .map((figure) => renderFigure(figure, writing))
    .join('\n');
}

function grid({ rfm }: Analysis, { t, number, percent, money, hasMoney }: Writing): Figure {
  const most = Math.max(...rfm.grid.map(({ people }) => people), 1);
  const heads = [1, 2, 3, 4, 5].map((score) => `<th scope="col">F ${score}</th>`).join('');
  const rows = [5, 4, 3, 2, 1].map((recency) => {
    const cells = rfm.grid
      .filter((cell) => cell.recency === recency)
      .map(({ people, salesShare }) => {
        const at = Math.round((85 * people) / most);
        return `<td style="--at:${at}">${number(people)}${hasMoney ? `<small>${percent(people > 0 ? salesShare : 0)}</small>` : ''}</td>`;
      });
    return `<tr><th scope="row">R ${recency}</th>${cells.join('')}</tr>`;
  });
  const { recencyCuts, frequencyCuts } = rfm.scores;
  const cuts = (values: readonly number[]): string => [...new Set(values)].map((value) => number(value)).join(', ');
  return {
    title: t('Recency by frequency', '最近一次 × 次数'),
    lead: t(
      `People${hasMoney ? ', and their share of net sales below' : ''}. R 5 bought most recently (cuts at ${cuts(recencyCuts.cuts)} days), F 5 most often (cuts at ${cuts(frequencyCuts.cuts)} purchase days).`,
      `${hasMoney ? '上为人数，下为净销售额占比' : '人数'}。R 5 最近买过（分界 ${cuts(recencyCuts.cuts)} 天），F 5 买得最勤（分界 ${cuts(frequencyCuts.cuts)} 个购买日）。`,
    ),
    heat: `<table class="heat"><thead><tr><th>${escape(t('People', '人数'))}</th>${heads}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`,
    table: {
      columns: [
        'R',
        'F',
        t('People', '人数'),
        t('Net sales', '净销售额'),
        t('Mean days since', '平均距今天数'),
        t('Mean purchase days', '平均购买日数'),
      ].map((title, at) => ({ title, isNumber: true, isMoney: at === 3 })),
      rows: rfm.grid
        .filter(({ people }) => people > 0)
        .map((cell) => [
          String(cell.recency),
          String(cell.frequency),
          number(cell.people),
          money(cell.sales),
          number(cell.recencyDaysMean),
          number(cell.frequencyMean, 1),
        ]),
    },
    how: t(
      'Recency is days since the last purchase day, frequency the number of purchase days, monetary sales less returns. Scores run from 1 to 5 by quintiles: the cut points are the values below which one to four fifths of customers lie. Equal values get equal scores, so some scores stay empty where many are equal, as with one-time buyers.',
      'R 为距最近购买日的天数，F 为购买日数，M 为销售减退货。按五分位打 1 至 5 分：分界为低于它的客户各占一至四个五分之一的数值。相等的值得分相等，因此在大量并列（如只买过一次）处有些分数为空。',
    ),
  };
}

function ten({ rfm }: Analysis, { t, number, percent, money, locale, hasMoney }: Writing): Figure {
  const rows = rfm.ten.filter(({ people }) => people > 0);
  const nameOf = (segment: { readonly en: string; readonly zh: string }): string =>
    locale === 'zh-CN' ? segment.zh : segment.en;
  return {
    title: hasMoney ? t('Segments: people and sales', '客户分群：人数与销售') : t('Segments', '客户分群'),
    chart: {
      id: 'segments',
      label: t('Share of people and share of net sales of each segment', '各分群的人数占比与净销售额占比'),
      categories: rows.map(({ segment }) => nameOf(segment)),
      series: [
        {
          name: t('Share of people', '人数占比'),
          values: rows.map(({ peopleShare }) => round(peopleShare * 100)),
          color: 'neutral',
        },
        ...(hasMoney
          ? [
              {
                name: t('Share of net sales', '净销售额占比'),
                values: rows.map(({ salesShare }) => round(salesShare * 100)),
                color: 'main' as const,
              },
            ]
          : []),
      ],
      isLying: true,
      isShare: true,
      height: 60 + rows.length * 40,
      format: (value) => `${value} %`,
    },
    table: segmentTable(rows, { t, number, percent, money, nameOf }),
    how: t(
      'The ten segments divide the 25 cells of recency by frequency score; money plays no part in who belongs where.',
      '十类分群是对 R × F 的 25 个格子的划分；金额不影响归属。',
    ),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

type Rows = Analysis['rfm']['ten'];
interface SegmentWriting extends Pick<Writing, 't' | 'number' | 'percent' | 'money'> {
  readonly nameOf: (segment: Rows[number]['segment']) => string;
}

function segmentTable(rows: Rows, { t, number, percent, money, nameOf }: SegmentWriting) {
  const titles = [
    t('Segment', '分群'),
    t('People', '人数'),
    t('Share', '占比'),
    t('Net sales', '净销售额'),
    t('Share', '占比'),
    t('Days since', '距今天数'),
    t('Purchase days', '购买日数'),
    t('Per person', '人均'),
  ];
  return {
    columns: titles.map((title, at) => ({ title, isNumber: at > 0, isMoney: at === 3 || at === 4 || at === 7 })),
    rows: rows.map((row) => [
      nameOf(row.segment),
      number(row.people),
      percent(row.peopleShare),
      money(row.sales),
      percent(row.salesShare),
      number(row.recencyDaysMean),
      number(row.frequencyMean, 1),
      money(row.monetaryMean),
    ]),
  };
}

function eight({ rfm }: Analysis, { t, number, percent, money, locale }: Writing): Figure {
  const nameOf = (segment: Rows[number]['segment']): string =>
    `${segment.code} ${locale === 'zh-CN' ? segment.zh : `${segment.en} (${segment.zh})`}`;
  return {
    title: t('The eight segments of R, F and M', 'RFM 八类客户'),
    table: segmentTable(rfm.eight, { t, number, percent, money, nameOf }),
    isTableOpen: true,
    how: t(
      'Each of recency, frequency and money is 1 when better than the mean of all customers, else 0, in the order R, F, M; R = 1 means recent.',
      'R、F、M 各自优于全体平均记 1，否则记 0，顺序为 R、F、M；R = 1 表示最近买过。',
    ),
  };
}

function concentration({ concentration: found }: Analysis, { t, number, percent }: Writing): Figure {
  const points = found.lorenz.filter((_, at) => at % 5 === 0);
  return {
    title: t('Concentration', '集中度'),
    lead: t(
      `${percent(found.peopleForFourFifths)} of customers carry four fifths of net sales. Gini coefficient ${number(found.gini, 2)}.`,
      `${percent(found.peopleForFourFifths)} 的客户贡献了五分之四的净销售额。基尼系数 ${number(found.gini, 2)}。`,
    ),
    chart: {
      id: 'lorenz',
      label: t('Lorenz curve', '洛伦兹曲线'),
      categories: points.map(({ people }) => String(Math.round(people * 100))),
      series: [
        {
          name: t('Share of net sales', '净销售额占比'),
          values: points.map(({ value }) => round(value * 100)),
          color: 'main',
          kind: 'line',
        },
        {
          name: t('If all carried the same', '若人人相同'),
          values: points.map(({ people }) => people * 100),
          color: 'neutral',
          kind: 'dashed',
        },
      ],
      axisName: t('customers from the least valuable, %', '由低到高的客户，%'),
      format: (value) => `${value} %`,
      max: 100,
    },
    table: {
      columns: [
        { title: t('The best … of customers', '最好的……客户'), isNumber: true },
        { title: t('carry … of net sales', '贡献净销售额的……'), isNumber: true },
      ],
      rows: found.topShares.map(({ people, value }) => [percent(people, 0), percent(value, 1)]),
    },
    how: t(
      'Customers in order of their net sales, cumulated. The Gini coefficient is twice the area between the curve and the diagonal. Customers whose returns exceed their purchases count as zero.',
      '客户按净销售额由低到高累计。基尼系数为曲线与对角线之间面积的两倍。退货超过购买的客户按零计。',
    ),
  };
}
