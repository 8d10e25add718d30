import { useTranslation } from 'react-i18next';
import { useFormat } from '../../reader/use-format.ts';
import type { CellValue, RowColumn, RowTable } from '../export/csv.ts';
import { ScrollBox } from '../scroll-box.tsx';

/** The rows behind a chart, as a plain table that scrolls in its own box. */
export function RowTableView({ rows, caption }: { readonly rows: RowTable; readonly caption: string }) {
  return (
    <ScrollBox className="row-table" name={caption}>
      <table>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {rows.columns.map((column) => (
              <th key={column.title} scope="col" className={column.kind === 'text' ? '' : 'number'}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.rows.map((row, index) => (
            <tr key={index}>
              {rows.columns.map((column, at) => (
                <td key={column.title} className={column.kind === 'text' ? '' : 'number'}>
                  <Cell value={row[at] ?? null} column={column} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function Cell({ value, column }: { readonly value: CellValue; readonly column: RowColumn }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (value === null) return <>{t('value.none')}</>;
  if (typeof value === 'string') return <>{value}</>;
  return <>{column.kind === 'money' ? format.money(value) : format.integer(value)}</>;
}
