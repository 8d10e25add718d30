import type { Analysis } from '../../findings/analysis.ts';
import { renderFigure } from '../writing/html.ts';
import type { Figure, Writing } from '../writing/html.ts';
import { fieldWords, shoppingYearWords } from '../writing/model-words.ts';

const reasons: Readonly<Record<string, string>> = {
  'column-count': '值的个数与列数不符',
  unpaid: '状态表明订单未付款：不是销售',
  cancelled: '订单已取消、失败或关闭：不是销售',
  'date-empty': '日期为空',
  'date-invalid': '不是日期，或与文件的日期格式不符',
  'date-early': '日期早于 1990 年',
  'number-invalid': '数字无法读取',
  'amount-empty': '金额为空',
  'stock-correction': '数量为负而无金额：库存调整，不是退货',
  'account-correction': '单价为负：账务调整，不是销售',
  'nothing-sold': '数量与金额都为零',
  future: '日期在未来',
  'after-as-of': '晚于分析日（--as-of）',
  'other-currency': '币种与所分析的不同',
  duplicate: '与之前某行完全相同（--drop-duplicates）',
  'line-unreadable': '该行无法切分成列',
};

/** What was read, what was left out and why. */
export function qualitySection(analysis: Analysis, writing: Writing): string {
  return [
    lines(analysis, writing),
    columns(analysis, writing),
    ...(analysis.quality.problems.length > 0 ? [examples(analysis, writing)] : []),
  ]
    .map((figure) => renderFigure(figure, writing))
    .join('\n');
}

function lines({ quality, notes }: Analysis, { t, number, money, note }: Writing): Figure {
  const { sales, returns, refunds, net, anonymous, problems, duplicates } = quality;
  const rows: string[][] = [
    [t('Sales of known customers', '已知客户的销售'), number(sales.lines), money(sales.amount)],
    [t('Returns of known customers', '已知客户的退货'), number(returns.lines), money(-returns.amount)],
    ...(refunds.amount > 0
      ? [
          [
            t('Given back of these sales, by a column or status', '以上销售中按列或状态已退回的'),
            `(${number(refunds.lines)})`,
            money(-refunds.amount),
          ],
        ]
      : []),
    [t('Net sales of known customers', '已知客户的净销售额'), '', money(net.known)],
    [t('Anonymous sales, in no model', '匿名销售，不进入模型'), number(anonymous.lines), money(anonymous.amount)],
    [
      t('Anonymous returns, in no model', '匿名退货，不进入模型'),
      number(anonymous.returns.lines),
      money(-anonymous.returns.amount - anonymous.refunds.amount),
    ],
    ...problems.map(({ code, text, count, amount }) => [
      `${t('Left out', '剔除')}: ${t(text, reasons[code] ?? text)}`,
      number(count),
      amount > 0 ? money(amount) : '–',
    ]),
    [t('All lines', '全部行'), number(quality.lines), ''],
    [
      t('Beside: repeat an earlier line in every column, and are counted', '另：与之前某行完全相同，仍计入'),
      number(duplicates.lines),
      money(duplicates.amount),
    ],
  ];
  return {
    title: t('Every line, and where it went', '每一行的去向'),
    lead: notes.map(note).join(' '),
    table: {
      columns: [
        { title: t('What', '内容') },
        { title: t('Lines', '行数'), isNumber: true },
        { title: t('Amount', '金额'), isNumber: true, isMoney: true },
      ],
      rows,
    },
    isTableOpen: true,
    how: t(
      'Each line is in exactly one of the rows. A quantity below zero, an invoice number of C and digits, or a stated amount below zero is a return; it is taken off the latest purchase of the same customer and product that fits. Lines that repeat another are told but counted, because a till may scan the same thing twice; --drop-duplicates counts them once.',
      '每一行恰好归入其中一类。数量为负、单号为 C 加数字，或金额为负，视为退货，并从同一客户、同一商品最近一次相符的购买中扣除。完全重复的行会列出但仍计入，因为收银可能把同一商品扫两次；--drop-duplicates 只计一次。',
    ),
  };
}

function columns({ files, dateFormats, settings, shoppingYear }: Analysis, { t, say }: Writing): Figure {
  const year = say(shoppingYearWords[shoppingYear]) || shoppingYear;
  const rows = files.flatMap(({ name, format, encoding, map }) =>
    Object.entries(map).map(([field, column], at) => [
      at === 0 ? `${name} (${format}, ${encoding})` : '',
      column,
      `${say(fieldWords[field]) || field} (${field})`,
    ]),
  );
  return {
    title: t('What the columns were taken for', '各列被理解为什么'),
    lead: t(
      `Dates: ${dateFormats.map(({ format }) => format).join(', ')}. Holidays: ${year} (--shopping-year). Margin ${settings.margin}, discount ${settings.discount} a year.`,
      `日期格式：${dateFormats.map(({ format }) => format).join('、')}。节假日：${year}（--shopping-year）。毛利率 ${settings.margin}，年折现率 ${settings.discount}。`,
    ),
    table: {
      columns: [{ title: t('File', '文件') }, { title: t('Column', '列') }, { title: t('Taken as', '理解为') }],
      rows,
    },
    how: t(
      'Guessed from the names of the columns and from the first rows. What is wrong is corrected by --map COLUMN=FIELD.',
      '根据列名与开头若干行推断。如有误，用 --map 列名=字段 更正。',
    ),
  };
}

const examplesMax = 100;

function examples({ quality }: Analysis, { t, number, note }: Writing): Figure {
  const rows = quality.problems.flatMap(({ code, text, examples: found }) =>
    found.map(({ file, line, detail }) => [file, number(line), t(text, reasons[code] ?? text), note(detail)]),
  );
  return {
    title: t('Lines left out, the first of each kind', '被剔除的行（每类的前若干行）'),
    table: {
      columns: [
        { title: t('File', '文件') },
        { title: t('Line', '行'), isNumber: true },
        { title: t('Reason', '原因') },
        { title: t('Value', '值') },
      ],
      rows: rows.slice(0, examplesMax),
    },
    how: t(
      'Line numbers are those of the file, the header being line 1. The counts above are of all lines; here are the first hundred, more are in --json.',
      '行号为文件中的行号，表头为第 1 行。上表为全部行数，这里只列前一百行，更多见 --json。',
    ),
  };
}
