import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly label: string;
  readonly isFirst: boolean;
  readonly nextCursor: string | null;
  /** Of the page before, where the list knows it; elsewhere one page back is the browser's own button, as each page has an address. */
  readonly previousCursor?: string | null;
  readonly size?: PageSize;
  readonly onFirst: () => void;
  readonly onCursor: (cursor: string) => void;
}

interface PageSize {
  readonly value: number;
  readonly choices: readonly number[];
  readonly onChange: (size: number) => void;
}

/** Forward and back by cursor, to the start, and how many a page. */
export function Pager({ label, isFirst, nextCursor, previousCursor, size, onFirst, onCursor }: Props) {
  const { t } = useTranslation();
  const isOnly = isFirst && nextCursor === null;
  if (isOnly && (size === undefined || size.value === Math.min(...size.choices))) return null;
  return (
    <nav className="pager" aria-label={label}>
      {size !== undefined && (
        <Select
          aria-label={t('action.pageSize')}
          value={size.value}
          popupMatchSelectWidth={false}
          options={size.choices.map((value) => ({ value, label: t('action.perPage', { count: value }) }))}
          onChange={size.onChange}
        />
      )}
      <Button disabled={isFirst} onClick={onFirst}>
        {t('action.first')}
      </Button>
      {previousCursor !== undefined && (
        <CursorButton name={t('action.previous')} cursor={previousCursor} onCursor={onCursor} />
      )}
      <CursorButton name={t('action.next')} cursor={nextCursor} onCursor={onCursor} />
    </nav>
  );
}

interface CursorProps extends Pick<Props, 'onCursor'> {
  readonly name: string;
  readonly cursor: string | null;
}

function CursorButton({ name, cursor, onCursor }: CursorProps) {
  return (
    <Button
      disabled={cursor === null}
      onClick={() => {
        if (cursor !== null) onCursor(cursor);
      }}
    >
      {name}
    </Button>
  );
}
