import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocal } from '../../../i18n/use-local.ts';
import type { Change, DocumentChange } from './change-queries.ts';
import './change-list.css';

interface Props {
  readonly items: readonly DocumentChange[];
}

/** More changes of one document than this are shown on demand: a long list of cycles would bury the documents after it. */
const changesShownMax = 30;

/** What differs, document by document and change by change, in the words of the interface. */
export function ChangeList({ items }: Props) {
  const { t } = useTranslation();
  if (items.length === 0) return <p className="quiet">{t('program.changes.none')}</p>;
  return (
    <ul className="change-documents">
      {items.map((item) => (
        <li key={item.document}>
          <DocumentChanges item={item} />
        </li>
      ))}
    </ul>
  );
}

function DocumentChanges({ item }: { readonly item: DocumentChange }) {
  const { t } = useTranslation();
  const local = useLocal();
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole ? item.changes : item.changes.slice(0, changesShownMax);
  return (
    <>
      <div className="change-document">
        {item.kind !== 'changed' && <DocumentMark kind={item.kind} />}
        <h3>{local(item.title)}</h3>
        <code className="quiet">{item.document}</code>
      </div>
      {shown.length > 0 && (
        <ul className="change-lines">
          {shown.map((change) => (
            <li key={`${change.kind} ${change.path}`}>
              <ChangeSign kind={change.kind} />
              <span className="change-words">{local(change.words)}</span>
            </li>
          ))}
        </ul>
      )}
      {shown.length < item.changes.length && (
        <Button size="small" onClick={() => setIsWhole(true)}>
          {t('program.changes.all', { count: item.changes.length })}
        </Button>
      )}
    </>
  );
}

const signs: Readonly<Record<Change['kind'], string>> = { added: '+', removed: '−', changed: '~', moved: '↕' };

/** Of a change, whose words say by themselves whether something came, went or moved. */
function ChangeSign({ kind }: { readonly kind: Change['kind'] }) {
  return (
    <span className={`change-sign ${kind}`} aria-hidden="true">
      {signs[kind]}
    </span>
  );
}

/** Of a whole document: its title does not say that it came or went. */
function DocumentMark({ kind }: { readonly kind: 'added' | 'removed' }) {
  const { t } = useTranslation();
  return (
    <span className={`change-mark ${kind}`}>
      <ChangeSign kind={kind} />
      {t(`program.changes.kind.${kind}`)}
    </span>
  );
}
