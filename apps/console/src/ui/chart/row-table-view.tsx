import { useTranslation } from 'react-i18next';
import { useFormat } from '../../reader/use-format.ts';
import type { CellValue, RowColumn, RowTable } from '../export/csv.ts';
import { DrillLink } from '../drill.tsx';
import { ScrollBox } from '../scroll-box.tsx';

interface Props {
  readonly rows: RowTable;
  readonly caption: string;
  /** What the figure of a cell opens. */
  readonly drillOf?: ((row: number, column: number) => string | undefined) | undefined;
}

/** The rows behind a chart, as a plain table that scrolls in its own box. */
export function RowTableView({ rows, caption, drillOf }: Props) {
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
                  <Cell value={row[at] ?? null} column={column} href={drillOf?.(index, at)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

interface CellProps {
  readonly value: CellValue;
  readonly column: RowColumn;
  readonly href: string | undefined;
}

function Cell({ value, column, href }: CellProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (value === null) return <>{t('value.none')}</>;
  if (typeof value === 'string') return <>{value}</>;
  const said = column.kind === 'money' ? format.money(value) : format.integer(value);
  if (href === undefined || column.kind !== 'integer') return <>{said}</>;
  return (
    <DrillLink figure={value} href={href}>
      {said}
    </DrillLink>
  );
}
