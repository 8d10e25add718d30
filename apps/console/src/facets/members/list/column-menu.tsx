import { TableOutlined } from '@ant-design/icons';
import { Button, Checkbox, Popover } from 'antd';
import { useTranslation } from 'react-i18next';
import { columnKeys, columnsShownFirst } from './member-columns.tsx';
import type { ColumnKey } from './member-columns.tsx';

/** The columns of an address; the usual ones when it names none. The member's name always stands first. */
export function shownColumns(columns: readonly string[] | undefined): readonly ColumnKey[] {
  if (columns === undefined) return columnsShownFirst;
  return columnKeys.filter((key) => key === 'label' || columns.includes(key));
}

interface Props {
  readonly shown: readonly ColumnKey[];
  readonly onChange: (columns: readonly string[]) => void;
}

/** Chooses the columns of the list. */
export function ColumnMenu({ shown, onChange }: Props) {
  const { t } = useTranslation();
  const choices = columnKeys.filter((key) => key !== 'label');
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      content={
        <fieldset className="checks">
          <legend className="visually-hidden">{t('action.columns')}</legend>
          {choices.map((key) => (
            <Checkbox
              key={key}
              checked={shown.includes(key)}
              onChange={({ target }) =>
                onChange(columnKeys.filter((column) => (column === key ? target.checked : shown.includes(column))))
              }
            >
              {t(`members.column.${key}`)}
            </Checkbox>
          ))}
        </fieldset>
      }
    >
      <Button icon={<TableOutlined />}>{t('action.columns')}</Button>
    </Popover>
  );
}
