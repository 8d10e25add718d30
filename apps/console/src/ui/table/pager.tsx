import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly label: string;
  readonly isFirst: boolean;
  readonly nextCursor: string | null;
  readonly onFirst: () => void;
  readonly onNext: (cursor: string) => void;
}

/** Forward by cursor and back to the start; one page back is the browser's own button, because each page has an address. */
export function Pager({ label, isFirst, nextCursor, onFirst, onNext }: Props) {
  const { t } = useTranslation();
  if (isFirst && nextCursor === null) return null;
  return (
    <nav className="pager" aria-label={label}>
      <Button disabled={isFirst} onClick={onFirst}>
        {t('action.first')}
      </Button>
      <Button
        disabled={nextCursor === null}
        onClick={() => {
          if (nextCursor !== null) onNext(nextCursor);
        }}
      >
        {t('action.next')}
      </Button>
    </nav>
  );
}
