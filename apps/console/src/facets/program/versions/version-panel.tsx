import { DownloadOutlined } from '@ant-design/icons';
import { useSuspenseQueries } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../api/queries.ts';
import { personName } from '../../../i18n/person-name.ts';
import { downloadFile } from '../../../ui/export/download.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ChangeList } from '../changes/change-list.tsx';
import { AgainstChoice } from './against-choice.tsx';
import { holdsFromTheStart } from './from-the-start.ts';
import { versionFile } from './version-file.ts';
import { versionQueries } from './version-queries.ts';
import type { VersionSummary } from './version-summary.ts';

interface Props {
  readonly version: number;
  /** What it is compared with; undefined for the one before. */
  readonly against: number | undefined;
  readonly currentVersion: number;
  readonly versions: readonly VersionSummary[];
  readonly onAgainst: (version: number | undefined) => void;
}

/** One version: why it was published, by whom and when, and what it changed against the one before, or another one. */
export function VersionPanel({ version, against, currentVersion, versions, onAgainst }: Props) {
  const { t } = useTranslation();
  const [{ data: published }, { data: changes }] = useSuspenseQueries({ queries: versionQueries(version, against) });
  const download = () => downloadFile(`program-version-${version}.json`, versionFile(published.documents));
  return (
    <Panel
      title={t('program.versionOf', { version })}
      extra={
        <>
          {version === currentVersion && <span className="tag">{t('program.inForce')}</span>}
          <Button size="small" icon={<DownloadOutlined aria-hidden />} onClick={download}>
            {t('program.download')}
          </Button>
        </>
      }
    >
      <VersionFacts published={published} />
      <AgainstChoice
        version={version}
        against={against}
        currentVersion={currentVersion}
        versions={versions}
        onChange={onAgainst}
      />
      <ChangeList key={`${version} ${against}`} items={changes.items} />
    </Panel>
  );
}

function VersionFacts({ published }: { readonly published: Result<'program', 'version'> }) {
  const { t } = useTranslation();
  const { note, restores, publishedBy, publishedAt, effectiveAt } = published;
  return (
    <dl className="version-facts">
      <dt>{t('program.note')}</dt>
      <dd>
        {note === '' && restores === null ? <span className="quiet">{t('value.none')}</span> : note}{' '}
        {restores !== null && t('program.restores', { version: restores })}
      </dd>
      <dt>{t('program.by')}</dt>
      <dd>
        {personName(publishedBy, t)} · <Instant at={publishedAt} precision="second" />
      </dd>
      <dt>{t('program.effective')}</dt>
      <dd>
        {holdsFromTheStart(effectiveAt) ? t('program.fromTheStart') : <Instant at={effectiveAt} precision="second" />}
      </dd>
    </dl>
  );
}
