import { useTranslation } from 'react-i18next';
import type { Documents } from '../../../editing/documents.ts';
import { Asked } from '../../../ui/loading/asked.tsx';
import { ScrollBox } from '../../../ui/scroll-box.tsx';
import { ChangeList } from './change-list.tsx';
import { comparisonQuery } from './change-queries.ts';
import { ChangesPending } from './changes-pending.tsx';

interface Props {
  /** What may be published; undefined while it is being read. */
  readonly documents: Documents | undefined;
}

/** What publishing these documents would change of the version in force, in a box of its own: an act stands below it. */
export function ChangesOfDocuments({ documents }: Props) {
  const { t } = useTranslation();
  return (
    <ScrollBox className="changes-box" label={t('program.changes.title')}>
      {documents === undefined ? (
        <ChangesPending />
      ) : (
        <Asked query={comparisonQuery(documents)} pending={<ChangesPending />}>
          {({ fromVersion, items }, isStale) => (
            <div className={isStale ? 'stale' : ''} aria-busy={isStale}>
              <p className="modal-lead">{t('program.changes.ofInForce', { version: fromVersion })}</p>
              <ChangeList items={items} />
            </div>
          )}
        </Asked>
      )}
    </ScrollBox>
  );
}
