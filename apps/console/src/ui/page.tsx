import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly controls?: ReactNode;
  /** Whether what is shown is of the address before, until what was asked for is there. */
  readonly isStale?: boolean;
  readonly children: ReactNode;
}

/** Heading, controls and content of a page. The title is the document's too, so that tabs and history can be told apart. */
export function Page({ title, lead, controls, isStale = false, children }: Props) {
  const { t } = useTranslation();
  // The document title is outside React's tree; this is the one effect that writes it.
  useEffect(() => {
    document.title = `${title} · ${t('brand')}`;
  }, [title, t]);
  return (
    <div className="page" aria-busy={isStale}>
      <header className="page-head">
        <div>
          <h1>{title}</h1>
          {lead !== undefined && <div className="page-lead">{lead}</div>}
        </div>
        {controls !== undefined && <div className="page-controls">{controls}</div>}
      </header>
      {children}
    </div>
  );
}
