import type { OptionSpecs } from '../cli/command/command.ts';

export const options = {
  map: { type: 'list', value: 'COLUMN=FIELD', help: 'what a column means; COLUMN= leaves it out; repeatable' },
  report: { type: 'string', value: 'FILE', help: 'the HTML report; default NAME-report.html, "none" for no report' },
  out: { type: 'string', value: 'FILE', help: 'scores per customer, as .csv or .parquet' },
  locale: { type: 'string', value: 'LOCALE', help: 'language of the report', choices: ['en', 'zh-CN'] },
  'as-of': { type: 'string', value: 'DATE', help: 'last day that is known; default the last day of the data' },
  'calibration-end': {
    type: 'string',
    value: 'DATE',
    help: 'the back-test forecasts what came after this day; default one horizon before the end',
  },
  horizon: { type: 'integer', value: 'DAYS', help: 'days ahead; default 90, or a third of a short history' },
  margin: { type: 'string', value: 'SHARE', help: 'profit as a share of sales, 0 to 1; default 1: value is sales' },
  discount: { type: 'string', value: 'RATE', help: 'yearly discount rate; default 0.1' },
  currency: {
    type: 'string',
    value: 'CODE',
    help: 'currency of the amounts; takes only the lines in it where there are several',
  },
  unit: {
    type: 'string',
    value: 'UNIT',
    help: 'unit of time in which model parameters are told',
    choices: ['day', 'week'],
  },
  seed: {
    type: 'integer',
    value: 'NUMBER',
    help: 'which sample the reported models take beyond 30,000 customers; default 1',
  },
  'date-format': { type: 'string', value: 'FORMAT', help: 'which comes first', choices: ['dd/MM/yyyy', 'MM/dd/yyyy'] },
  decimal: { type: 'string', value: 'SIGN', help: 'what stands before decimals', choices: ['point', 'comma'] },
  'rejects-max': {
    type: 'integer',
    value: 'PERCENT',
    help: 'analyse although so many percent of the lines cannot be read; default 20',
  },
  'shopping-year': {
    type: 'string',
    value: 'WHOSE',
    help: 'whose holidays count',
    choices: ['china', 'united-kingdom', 'united-states', 'europe', 'none'],
  },
  'drop-duplicates': { type: 'boolean', help: 'count lines that are equal in every column once' },
  encoding: { type: 'string', value: 'NAME', help: 'utf-8, gbk, latin1, utf-16le' },
  delimiter: { type: 'string', value: 'CHAR', help: 'what stands between values; "tab" for a tab' },
  columns: { type: 'string', value: 'A,B,C', help: 'names of the columns of a file without a header' },
} as const satisfies OptionSpecs;
