import type { Analysis } from '../../findings/analysis.ts';
import { renderFigure } from '../writing/html.ts';
import type { Figure, Writing } from '../writing/html.ts';

const rowsMax = 15;

/** What is bought first and next, and what comes back. Nothing where the files tell no products. */
export function itemsSection(analysis: Analysis, writing: Writing): string {
  const figures = [
    ...(analysis.next.length > 0 ? [next(analysis, writing)] : []),
    ...(analysis.first.length > 0 ? [first(analysis, writing)] : []),
    ...(analysis.hasMoney && analysis.returns.returned > 0 ? [returns(analysis, writing)] : []),
  ];
  return figures.map((figure) => renderFigure(figure, writing)).join('\n');
}

function next({ next: found, itemsOneIn }: Analysis, { t, number, percent }: Writing): Figure {
  return {
    title: t('What is bought next', '接下来买什么'),
    lead:
      itemsOneIn > 1
        ? t(`Of one in ${itemsOneIn} customers, a fixed sample.`, `取固定抽样：每 ${itemsOneIn} 位客户取一位。`)
        : '',
    table: {
      columns: [
        { title: t('After', '买过') },
        { title: t('comes', '接着买') },
        { title: t('Chances', '机会'), isNumber: true },
        { title: t('Share', '比例'), isNumber: true },
        { title: t('Usual', '平常'), isNumber: true },
        { title: t('Lift', '提升'), isNumber: true },
      ],
      rows: found
        .slice(0, rowsMax)
        .map((row) => [
          row.from,
          row.to,
          number(row.chances),
          percent(row.share),
          percent(row.usualShare),
          `${number(row.lift, 1)} ×`,
        ]),
    },
    isTableOpen: true,
    how: t(
      'Of purchase days with the first item that were followed by another, the share that then held the second, over its usual share; shrunk by ten imagined chances. The fifty items bought by most customers.',
      '含前一项的购买日之后若再有购买，其中含后一项的比例，与平常比例之比；以十个假想机会收缩。取购买人数最多的五十项。',
    ),
  };
}

function first({ first: found }: Analysis, { t, number, percent, money }: Writing): Figure {
  const verdicts = {
    better: t('more than usual', '高于平常'),
    worse: t('less than usual', '低于平常'),
    'no-difference': t('no difference', '无差别'),
  };
  return {
    title: t('What became of those who started with it', '以它开始的客户后来如何'),
    table: {
      columns: [
        { title: t('First purchase held', '首购含') },
        { title: t('People', '人数'), isNumber: true },
        { title: t('Back in 90 days', '90 天内回购'), isNumber: true },
        { title: t('Usual', '平常'), isNumber: true },
        { title: t('Verdict', '判断') },
        { title: t('Later sales a person', '其后人均销售'), isNumber: true, isMoney: true },
      ],
      rows: found
        .slice(0, rowsMax)
        .map((row) => [
          row.name,
          number(row.people),
          percent(row.share),
          percent(row.usualShare),
          verdicts[row.verdict],
          money(row.laterSalesPerPerson),
        ]),
    },
    isTableOpen: true,
    how: t(
      'Customers watched for 90 days at least. An association and no cause: an item may draw better customers rather than make them. Of twenty rows, one will differ by chance.',
      '仅含至少观察 90 天的客户。这是关联而非因果：商品可能吸引更好的客户，而非造就他们。每二十行约有一行的差别出于偶然。',
    ),
  };
}

function returns({ returns: found, returnedItems }: Analysis, { t, number, percent, money }: Writing): Figure {
  const rows = returnedItems.slice(0, rowsMax).map((row) => ({ ...row, share: row.returned / row.sales }));
  const list = rows.length > 0 ? rows : found.byMonth;
  const { median, known } = found.daysToReturn;
  return {
    title: rows.length > 0 ? t('What comes back', '退的是什么') : t('Returns by month', '各月退货'),
    lead: t(
      `${percent(found.share)} of sales came back; ${number(found.peopleReturning)} of ${number(found.people)} customers returned something.${known > 0 ? ` Half of the returns came within ${number(median)} days.` : ''}`,
      `${percent(found.share)} 的销售额被退回；${number(found.people)} 位客户中有 ${number(found.peopleReturning)} 位退过货。${known > 0 ? `一半的退货在 ${number(median)} 天内。` : ''}`,
    ),
    table: {
      columns: [
        { title: rows.length > 0 ? t('Item', '商品') : t('Month', '月份') },
        { title: t('Sales', '销售'), isNumber: true },
        { title: t('Given back', '退回'), isNumber: true },
        { title: t('Share', '比例'), isNumber: true },
      ],
      rows: list.map((row) => [row.name, money(row.sales), money(row.returned), percent(row.share)]),
    },
    isTableOpen: true,
    how: t(
      'Money given back over money sold. A share above 100 % means that purchases before the data were returned.',
      '退回金额比销售金额。超过 100 % 表示退回了数据之前的购买。',
    ),
  };
}
