import { useTranslation } from 'react-i18next';
import { Panel } from '../../../ui/panel.tsx';
import { SkeletonBlock, SkeletonRows } from '../../../ui/skeleton.tsx';
import { ChangesPending } from '../changes/changes-pending.tsx';
import './versions.css';

const listRows = 8;
const factsHeight = 128;

export function VersionsPending() {
  const { t } = useTranslation();
  return (
    <div className="versions">
      <Panel title={t('program.versionsTable')} className="version-list">
        <SkeletonRows rows={listRows} label={t('program.versionsTable')} />
      </Panel>
      <div className="version-shown">
        <VersionPending />
      </div>
    </div>
  );
}

/** One version on its way. */
export function VersionPending() {
  const { t } = useTranslation();
  return (
    <Panel title={t('program.version')}>
      <SkeletonBlock height={factsHeight} />
      <ChangesPending />
    </Panel>
  );
}
