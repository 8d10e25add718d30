import { CaretDownOutlined, CaretUpOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { ScrollBox } from '../scroll-box.tsx';

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  readonly render: (row: Row) => ReactNode;
  readonly isNumber?: boolean;
  /** Long text that may take several lines. */
  readonly isLong?: boolean;
  /** Breaks where it must, so that the table fits a phone. */
  readonly isFluid?: boolean;
  /** Present when the server can sort by it. */
  readonly sortField?: string;
}

export interface TableSort {
  readonly field: string;
  readonly direction: 'asc' | 'desc';
}

interface Props<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly sort?: TableSort;
  readonly onSort?: (sort: TableSort) => void;
  /** Shown instead of rows when there are none. */
  readonly empty: ReactNode;
  readonly isStale?: boolean;
}

/** A table of one page of rows, sorted by the server. It scrolls sideways in its own box, never the page. */
export function DataTable<Row>({ caption, columns, rows, rowKey, sort, onSort, empty, isStale = false }: Props<Row>) {
  if (rows.length === 0) return <div className="table-empty">{empty}</div>;
  return (
    <ScrollBox className="table-box" name={caption} isBusy={isStale}>
      <table className={isStale ? 'data-table stale' : 'data-table'}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeadCell key={column.key} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column) => (
                <td key={column.key} className={cellClass(column)}>
                  {column.render(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function cellClass<Row>({ isNumber, isLong, isFluid }: Column<Row>): string {
  if (isNumber === true) return 'number';
  if (isFluid === true) return 'fluid';
  return isLong === true ? 'wrap' : '';
}

interface HeadProps<Row> {
  readonly column: Column<Row>;
  readonly sort: TableSort | undefined;
  readonly onSort: ((sort: TableSort) => void) | undefined;
}

function HeadCell<Row>({ column, sort, onSort }: HeadProps<Row>) {
  const { sortField } = column;
  const className = column.isNumber === true ? 'number' : '';
  if (sortField === undefined || onSort === undefined) {
    return (
      <th scope="col" className={className}>
        {column.title}
      </th>
    );
  }
  const isSorted = sort?.field === sortField;
  const isAscending = isSorted && sort.direction === 'asc';
  const ariaSort = isSorted ? (isAscending ? 'ascending' : 'descending') : 'none';
  return (
    <th scope="col" className={className} aria-sort={ariaSort}>
      <button
        type="button"
        className="sort-button"
        onClick={() => onSort({ field: sortField, direction: isSorted && !isAscending ? 'asc' : 'desc' })}
      >
        {column.title}
        <span className={isSorted ? 'sort-mark' : 'sort-mark idle'} aria-hidden="true">
          {isAscending ? <CaretUpOutlined /> : <CaretDownOutlined />}
        </span>
      </button>
    </th>
  );
}
