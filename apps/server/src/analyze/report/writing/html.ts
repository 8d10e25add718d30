import { wordText } from '@perennial/contracts';
import { dayText } from '../../findings/days.ts';
import { renderChart } from './charts.ts';
import type { Chart } from './charts.ts';
import type { Locale, Words } from './words.ts';

/** How texts and numbers are written in one report. */
export interface Writing {
  readonly locale: Locale;
  readonly t: (en: string, zh: string) => string;
  readonly say: (words: Words | undefined) => string;
  /** What was noted in English while the files were read; a value of a file is as it stands there. */
  readonly note: (english: string) => string;
  readonly number: (value: number, digits?: number) => string;
  readonly percent: (share: number, digits?: number) => string;
  readonly signed: (share: number) => string;
  readonly money: (amount: number) => string;
  /** Short enough for an axis: `1.2M`, `120 万`. */
  readonly short: (value: number) => string;
  readonly day: (day: number) => string;
  /** False where no file has amounts: columns of money are left out. */
  readonly hasMoney: boolean;
}

/** Numbers are grouped alike in both languages, and dates are ISO, so that tables can be copied into any sheet. */
export function createWriting(
  locale: Locale,
  { currency, hasMoney }: { readonly currency: string; readonly hasMoney: boolean },
): Writing {
  const t = (en: string, zh: string): string => (locale === 'zh-CN' ? zh : en);
  const number = (value: number, digits = 0): string =>
    Number.isFinite(value)
      ? value.toLocaleString('en-US', {
          minimumFractionDigits: digits,
          maximumFractionDigits: digits,
          // What rounds to nothing has no sign.
          signDisplay: 'negative',
        })
      : '–';
  return {
    locale,
    t,
    number,
    note: (english) => t(english, wordText(english, 'zh') ?? english),
    say: (words) => (words === undefined ? '' : t(words.en, words.zh)),
    percent: (share, digits = Math.abs(share) < 0.1 ? 1 : 0) =>
      Number.isFinite(share) ? `${number(share * 100, digits)} %` : '–',
    signed: (share) => (Number.isFinite(share) ? `${share < 0 ? '−' : '+'}${number(Math.abs(share) * 100, 1)} %` : '–'),
    money: (amount) =>
      `${currency === '' ? '' : `${currency} `}${number(amount, Math.abs(amount) < 100 && !Number.isInteger(amount) ? 2 : 0)}`,
    short:
      locale === 'zh-CN'
        ? shortBy([
            [1e8, ' 亿'],
            [1e4, ' 万'],
          ])
        : shortBy([
            [1e9, 'B'],
            [1e6, 'M'],
            [1e4, 'k', 1e3],
          ]),
    day: dayText,
    hasMoney,
  };
}

/** From a size on, values are told in units of it, or of the last number, with its letter. */
function shortBy(steps: readonly (readonly [number, string, number?])[]): Writing['short'] {
  const trimmed = (value: number): string => String(Math.round(value * 10) / 10);
  return (value) => {
    const step = steps.find(([from]) => Math.abs(value) >= from);
    return step === undefined ? trimmed(value) : `${trimmed(value / (step[2] ?? step[0]))}${step[1]}`;
  };
}

export function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

export interface Column {
  readonly title: string;
  readonly isNumber?: boolean;
  /** Left out where there is no money. */
  readonly isMoney?: boolean;
}

export interface Table {
  readonly columns: readonly Column[];
  /** Plain text; escaped here. */
  readonly rows: readonly (readonly string[])[];
}

function withoutMoney({ columns, rows }: Table): Table {
  const kept = columns.map(({ isMoney }) => isMoney !== true);
  return { columns: columns.filter((_, at) => kept[at]), rows: rows.map((row) => row.filter((_, at) => kept[at])) };
}

/** Each cell knows its column's name, which stands beside it on a narrow screen. */
function renderTable({ columns, rows }: Table): string {
  const side = (column: Column | undefined): string => (column?.isNumber === true ? ' class="number"' : '');
  const head = columns.map((column) => `<th scope="col"${side(column)}>${escape(column.title)}</th>`).join('');
  const name = (column: Column | undefined): string => ` data-name="${escape(column?.title ?? '')}"`;
  const body = rows
    .map(
      (row) =>
        `<tr>${row.map((cell, at) => `<td${side(columns[at])}${name(columns[at])}>${escape(cell)}</td>`).join('')}</tr>`,
    )
    .join('\n');
  return `<table><thead><tr>${head}</tr></thead>\n<tbody>${body}</tbody></table>`;
}

/** A table that scrolls by itself, with a button that copies it. */
function renderRows(table: string, name: string, { t }: Writing): string {
  const copy = escape(t(`Copy ${name}`, `复制${name}`));
  return `<div class="rows"><button type="button" class="copy" aria-label="${copy}" hidden>${t('Copy', '复制')}</button>
<div class="scroll" role="region" aria-label="${escape(name)}" tabindex="0">${table}</div></div>`;
}

export interface Figure {
  readonly title: string;
  /** What it says, in a sentence or two. */
  readonly lead?: string;
  readonly chart?: Chart;
  /** Put as it is, in place of a chart. */
  readonly html?: string;
  /** A table of its own with coloured cells, put as it is. */
  readonly heat?: string;
  readonly table?: Table;
  /** The table is the figure: it stands open. */
  readonly isTableOpen?: boolean;
  readonly how: string;
}

/** A figure with its rows and how it is computed. */
export function renderFigure(figure: Figure, writing: Writing): string {
  const { t } = writing;
  const parts = [`<h3>${escape(figure.title)}</h3>`];
  if (figure.lead !== undefined && figure.lead !== '') parts.push(`<p>${escape(figure.lead)}</p>`);
  if (figure.chart !== undefined) parts.push(renderChart(figure.chart));
  if (figure.html !== undefined) parts.push(figure.html);
  if (figure.heat !== undefined)
    parts.push(renderRows(figure.heat, t(`the table “${figure.title}”`, `表格“${figure.title}”`), writing));
  if (figure.table !== undefined) {
    const table = renderRows(
      renderTable(writing.hasMoney ? figure.table : withoutMoney(figure.table)),
      t(`the rows of “${figure.title}”`, `“${figure.title}”的数据行`),
      writing,
    );
    parts.push(
      figure.isTableOpen === true
        ? table
        : `<details><summary>${t('The rows behind it', '查看数据行')}</summary>${table}</details>`,
    );
  }
  parts.push(
    `<details class="how"><summary>${t('How is this computed?', '这是怎么算出来的？')}</summary><p>${escape(figure.how)}</p></details>`,
  );
  return `<div class="figure">${parts.join('\n')}</div>`;
}
