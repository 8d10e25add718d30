import type { FileRow } from './file-row.ts';

/** Gives a row what it leaves blank because the row above says it. */
export type FillRow = (row: FileRow) => FileRow;

/** What belongs to an order, and exports state on its first line only. */
const headFields = [
  'occurredAt',
  'timeOfDay',
  'member',
  'phone',
  'email',
  'currency',
  'status',
  'cancelledAt',
] as const;
const lineFields = ['productId', 'productName', 'quantity', 'unitPrice', 'amount'] as const;

export interface FillerOptions {
  readonly columns: readonly string[];
  /** Field to column. */
  readonly map: Readonly<Record<string, string | undefined>>;
}

/**
 * Blank cells of continuation lines belong to the order above: a row without number, day and customer that names something bought is one
 * more line of that order, and a line of the same order has its day and customer. Rows are given in the order of the file.
 */
export function createRowFiller({ columns, map }: FillerOptions): FillRow {
  const at = (field: string) => (map[field] === undefined ? -1 : columns.indexOf(map[field]));
  const order = at('orderId');
  const heads = headFields.map(at).filter((index) => index >= 0);
  const lines = lineFields.map(at).filter((index) => index >= 0 && index !== order);
  let above: readonly string[] | null = null;
  if (order < 0) return (row) => row;
  return (row) => {
    const { values } = row;
    const isBlank = (index: number) => (values[index] ?? '').trim() === '';
    const isUnnumbered = isBlank(order);
    const isContinued =
      above !== null &&
      (isUnnumbered
        ? heads.every(isBlank) && lines.some((index) => !isBlank(index))
        : (above[order] ?? '').trim() === (values[order] ?? '').trim());
    if (!isContinued || above === null || !(isUnnumbered || heads.some(isBlank))) {
      above = isUnnumbered ? null : values;
      return row;
    }
    const filled = [...values];
    for (const index of [order, ...heads]) if (isBlank(index)) filled[index] = above[index] ?? '';
    above = filled;
    return { ...row, values: filled };
  };
}

/** Whether rows of a sample leave blank what the row above says. */
export function hasContinuations(options: FillerOptions, rows: readonly (readonly string[])[]): boolean {
  const fill = createRowFiller(options);
  return rows.map((values, line) => ({ line, values })).some((row) => fill(row) !== row);
}
