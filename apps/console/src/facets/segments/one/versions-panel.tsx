import { useTranslation } from 'react-i18next';
import { segmentText } from '../../../conditions/segment-text.ts';
import { useTextContext } from '../../../conditions/use-text-context.ts';
import { personName } from '../../../i18n/person-name.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Asked } from '../../../ui/loading/asked.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { Pager } from '../../../ui/table/pager.tsx';
import { segmentQueries } from '../asked/segment-queries.ts';
import type { SegmentVersion } from '../asked/segment-queries.ts';
import './one.css';

interface Props {
  readonly segmentId: string;
  readonly cursor: string | undefined;
  readonly onCursor: (cursor: string | undefined) => void;
}

/** What was saved when and by whom, each with what it changed. */
export function VersionsPanel({ segmentId, cursor, onCursor }: Props) {
  const { t } = useTranslation();
  return (
    <Panel title={t('segments.versions.title')}>
      <Asked
        query={segmentQueries.versions(segmentId, cursor)}
        pending={<SkeletonRows rows={3} label={t('segments.versions.title')} />}
        onFirst={() => onCursor(undefined)}
      >
        {({ items, nextCursor }) => (
          <>
            <ol className="segment-versions">
              {items.map((version, index) => (
                <li key={version.version}>
                  <VersionView version={version} before={items[index + 1]} />
                </li>
              ))}
            </ol>
            <Pager
              label={t('segments.versions.title')}
              isFirst={cursor === undefined}
              nextCursor={nextCursor}
              onFirst={() => onCursor(undefined)}
              onCursor={onCursor}
            />
          </>
        )}
      </Asked>
    </Panel>
  );
}

interface VersionProps {
  readonly version: SegmentVersion;
  readonly before: SegmentVersion | undefined;
}

function VersionView({ version, before }: VersionProps) {
  const { t } = useTranslation();
  const text = useTextContext();
  const now = segmentText(version.condition, text);
  const was = before === undefined ? undefined : segmentText(before.condition, text);
  return (
    <>
      <span className="quiet">
        {t('segments.versions.one', { version: version.version })} ·{' '}
        <Instant at={version.changedAt} precision="second" /> · {personName(version.changedBy, t)}
      </span>
      {before !== undefined && before.name !== version.name && (
        <span className="block">{t('segments.versions.renamed', { from: before.name, to: version.name })}</span>
      )}
      {was === now && <span className="block">{t('segments.versions.same')}</span>}
      {was !== undefined && was !== now && <del className="block quiet">{was}</del>}
      {was !== now && <span className="block">{now}</span>}
    </>
  );
}
