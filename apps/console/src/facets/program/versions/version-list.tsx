import { useTranslation } from 'react-i18next';
import { personName } from '../../../i18n/person-name.ts';
import type { ProgramRecordProps } from '../../../facet/program-places.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { RouteLink } from '../../../ui/link.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { holdsFromTheStart } from './from-the-start.ts';
import type { VersionSummary } from './version-summary.ts';

interface Props extends Pick<ProgramRecordProps, 'currentVersion' | 'hrefOf'> {
  readonly versions: readonly VersionSummary[];
  /** The one beside the list. */
  readonly shown: number;
  readonly onRollBack: (version: number) => void;
}

/** Every published version, newest first: each opens beside the list, and an older one can be published again. */
export function VersionList({ versions, shown, currentVersion, hrefOf, onRollBack }: Props) {
  const { t } = useTranslation();
  const columns: readonly Column<VersionSummary>[] = [
    {
      key: 'version',
      title: t('program.version'),
      render: ({ version }) => (
        <>
          <RouteLink
            href={hrefOf({ version })}
            aria-label={t('program.versionOf', { version })}
            aria-current={version === shown ? 'true' : undefined}
          >
            {version}
          </RouteLink>{' '}
          {version === currentVersion && <span className="tag">{t('program.inForce')}</span>}
        </>
      ),
    },
    {
      key: 'note',
      title: t('program.note'),
      isFluid: true,
      render: ({ note, restores, publishedBy, effectiveAt }) => (
        <>
          {note} {restores !== null && t('program.restores', { version: restores })}
          <div className="quiet">
            {personName(publishedBy, t)} ·{' '}
            {holdsFromTheStart(effectiveAt) ? t('program.sinceTheStart') : <Instant at={effectiveAt} />}
          </div>
        </>
      ),
    },
    {
      key: 'act',
      title: t('program.rollBack'),
      render: ({ version }) =>
        version !== currentVersion && (
          <GuardedButton size="small" needs="program.publish" onClick={() => onRollBack(version)}>
            {t('program.rollBack')}
          </GuardedButton>
        ),
    },
  ];
  return (
    <Panel title={t('program.versionsTable')} className="version-list">
      <DataTable
        caption={t('program.versionsTable')}
        columns={columns}
        rows={versions}
        rowKey={({ version }) => String(version)}
        empty={t('empty.nothing')}
      />
    </Panel>
  );
}
