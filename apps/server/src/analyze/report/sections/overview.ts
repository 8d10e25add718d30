import type { Analysis } from '../../findings/analysis.ts';
import { escape, renderFigure } from '../writing/html.ts';
import type { Figure, Writing } from '../writing/html.ts';

/** What you have: the totals, sales over time, new against returning. */
export function overviewSection(analysis: Analysis, writing: Writing): string {
  const money = analysis.hasMoney ? [byMonth(analysis, writing), ...breakdowns(analysis, writing)] : [];
  const figures = [...unreadable(analysis, writing), totals(analysis, writing), ...money];
  return figures.map((figure) => renderFigure(figure, writing)).join('\n');
}

/** So many unreadable lines are no slips: whoever reads on should know first. */
const unreadableShareMax = 0.02;

function unreadable({ quality }: Analysis, { t, percent }: Writing): readonly Figure[] {
  if (quality.unreadableShare <= unreadableShareMax) return [];
  const share = percent(quality.unreadableShare);
  return [
    {
      title: t(`${share} of the lines cannot be read`, `${share} 的行无法读取`),
      lead: t(
        'All figures below are of the others. Which lines, and why, stands under data quality: look there first.',
        '以下所有数字只来自其余各行。哪些行、为什么，见“数据质量”，请先看那里。',
      ),
      how: t(
        'Lines with another number of values, without a date or an amount, or with one that cannot be read.',
        '值的个数不符、没有日期或金额，或其日期、金额无法读取的行。',
      ),
    },
  ];
}

function totals(analysis: Analysis, writing: Writing): Figure {
  const { t, number, money, percent, day } = writing;
  const { people, purchases, netSales, oneTime, quality, concentration } = analysis;
  const tenth = concentration.topShares.find((top) => top.people === 0.1)?.value ?? Number.NaN;
  const counted = (value: number | null, name: string): [string, string][] =>
    value === null ? [] : [[number(value), name]];
  const inMoney: [string, string][] = [
    [money(netSales), t('net sales', '净销售额')],
    [money(analysis.netSalesOfBuyers / purchases), t('per purchase day', '每个购买日')],
    [percent(tenth), t('of sales from the best tenth', '的销售来自最好的一成客户')],
    [
      percent((quality.returns.amount + quality.refunds.amount) / quality.sales.amount),
      t('of sales given back', '的销售额被退回'),
    ],
  ];
  const facts: [string, string][] = [
    [number(people), t('customers', '位客户')],
    [number(purchases), t('purchase days', '个购买日')],
    [percent(oneTime / people), t('bought once', '只买过一次')],
    ...(analysis.hasMoney ? inMoney : []),
    ...counted(quality.orders, t('orders of known customers', '笔已知客户的订单')),
    ...counted(quality.cancellations, t('orders cancelled', '笔取消的订单')),
    ...counted(quality.anonymous.orders, t('anonymous orders', '笔匿名订单')),
  ];
  return {
    title: t(
      `${day(analysis.firstOn)} to ${day(analysis.lastOn)}`,
      `${day(analysis.firstOn)} 至 ${day(analysis.lastOn)}`,
    ),
    lead: reconciled(analysis, writing),
    html: `<div class="facts">${facts.map(([value, name]) => `<div><b>${escape(value)}</b><span>${escape(name)}</span></div>`).join('')}</div>`,
    how: t(
      'A purchase day is a day on which a customer bought, however many receipts. Net sales are sales less returns; a day wholly given back does not count. Sales without a customer are not in here; they are under data quality.',
      '购买日指一位客户有购买的一天，不论当天有几张小票。净销售额为销售减退货；全部退回的购买日不计。没有客户的销售不在此内，见“数据质量”。',
    ),
  };
}

/** How the figures come from each other, so that whoever adds up the file finds them again. */
function reconciled({ netSales, netSalesOfBuyers, quality, hasMoney }: Analysis, { t, money }: Writing): string {
  if (!hasMoney) return '';
  const returned = quality.returns.amount + quality.refunds.amount;
  const rest = netSalesOfBuyers - netSales;
  const sum = t(
    `Sales of ${money(quality.sales.amount)} less ${money(returned)} given back are ${money(netSales)} net.`,
    `销售 ${money(quality.sales.amount)} 减退回 ${money(returned)}，净额 ${money(netSales)}。`,
  );
  if (Math.abs(rest) < 0.005) return sum;
  const beyond = t(
    ` Of them ${money(rest)} given back belong to no purchase that remains, so the customers below carry ${money(netSalesOfBuyers)}.`,
    `其中退回 ${money(rest)} 不属于任何留存的购买，故下文的客户合计 ${money(netSalesOfBuyers)}。`,
  );
  return sum + beyond;
}

function byMonth({ revenue }: Analysis, { t, number, money, short }: Writing): Figure {
  const last = revenue.at(-1);
  return {
    title: t('Sales by month, new against returning', '各月销售：新客与老客'),
    lead: last?.incomplete === true ? t('The last month is not over.', '最后一个月尚未结束。') : '',
    chart: {
      id: 'months',
      label: t('Net sales by month of new and of returning customers', '各月新客与老客的净销售额'),
      categories: revenue.map(({ label }) => label),
      series: [
        {
          name: t('Returning', '老客'),
          values: revenue.map(({ returningSales }) => Math.round(returningSales)),
          color: 'main',
          stack: 'sales',
        },
        {
          name: t('New', '新客'),
          values: revenue.map(({ newSales }) => Math.round(newSales)),
          color: 'second',
          stack: 'sales',
        },
      ],
      format: short,
    },
    table: {
      columns: [
        t('Month', '月份'),
        t('New customers', '新客数'),
        t('New sales', '新客销售'),
        t('Returning customers', '老客数'),
        t('Returning sales', '老客销售'),
      ].map((title, at) => ({ title, isNumber: at > 0 })),
      rows: revenue.map((row) => [
        row.label,
        number(row.newPeople),
        money(row.newSales),
        number(row.returningPeople),
        money(row.returningSales),
      ]),
    },
    how: t(
      'A customer is new on the day of the first purchase in the data, and returning ever after. In the first months nearly everybody looks new, because the data begin there. Returns are taken off the day of the purchase they belong to.',
      '客户在数据中首次购买的那天为新客，此后皆为老客。数据开头几个月几乎人人看似新客。退货从其对应购买的那天扣除。',
    ),
  };
}

function breakdowns({ quality }: Analysis, { t, number, money, short }: Writing): readonly Figure[] {
  const names = { category: t('category', '品类'), store: t('store', '门店'), channel: t('channel', '渠道') };
  return quality.breakdowns
    .filter(({ rows }) => rows.length > 1)
    .map(({ by, rows }) => ({
      title: t(`Sales by ${names[by]}`, `按${names[by]}的销售`),
      chart: {
        id: `by-${by}`,
        label: t(`Net sales by ${names[by]}`, `各${names[by]}净销售额`),
        categories: rows.slice(0, 12).map(({ name }) => name),
        series: [
          {
            name: t('Net sales', '净销售额'),
            values: rows.slice(0, 12).map(({ sales }) => Math.round(sales)),
            color: 'main' as const,
          },
        ],
        isLying: true,
        format: short,
      },
      table: {
        columns: [
          { title: names[by] },
          { title: t('Customers', '客户数'), isNumber: true },
          { title: t('Net sales', '净销售额'), isNumber: true },
        ],
        rows: rows.map(({ name, people, sales }) => [name, number(people), money(sales)]),
      },
      how: t(
        'Sales less returns of known customers, the largest twenty. A customer may count in several rows.',
        '已知客户的销售减退货，取最大的二十项。同一客户可计入多行。',
      ),
    }));
}
