import { text } from '../../errors/entry.ts';
import type { WordTable } from '../../words/word-table.ts';

/** Columns of entries for the books, on the screen and in their file. */
export const entryColumnWords = {
  month: text('Month', '月份'),
  entry: text('Entry', '分录'),
  account: text('Account', '科目'),
  debit: text('Debit', '借方'),
  credit: text('Credit', '贷方'),
  state: text('Month is', '月份状态'),
} as const satisfies WordTable;

export const entryNameWords = {
  deferral: text('deferral', '递延'),
  recognition: text('recognition', '确认收入'),
} as const satisfies WordTable;

export const bookAccountWords = {
  revenue_sales: text('Revenue from sales', '销售收入'),
  contract_liability: text('Contract liability', '合同负债'),
  revenue_points: text('Revenue from points', '积分收入'),
} as const satisfies WordTable;

export const monthStateWords = {
  over: text('over', '已结束'),
  running: text('running', '进行中'),
} as const satisfies WordTable;
