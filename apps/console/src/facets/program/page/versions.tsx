import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { personName } from '../../../i18n/person-name.ts';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import type { ProgramRecordProps } from '../../../facet/program-places.ts';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { toMilliseconds } from '../../../format/format.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { programQueries } from './program-queries.ts';
import { PublicationModal } from './publication-modal.tsx';

type Version = Result<'program', 'versions'>['items'][number];

/** Every published version; an older one can be published again. */
export function Versions({ currentVersion, onPublished }: ProgramRecordProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<number | null>(null);
  const { data } = useSuspenseQuery(programQueries.versions());
  const columns: readonly Column<Version>[] = [
    {
      key: 'version',
      title: t('program.version'),
      render: ({ version }) => (
        <>
          {version} {version === currentVersion && <span className="tag">{t('program.inForce')}</span>}
        </>
      ),
    },
    {
      key: 'effective',
      title: t('program.effective'),
      // The first version counts for everything that was ever recorded: its instant is the epoch, which is no date to show.
      render: (row) =>
        toMilliseconds(row.effectiveAt) <= 0 ? (
          t('program.fromTheStart')
        ) : (
          <Instant at={row.effectiveAt} precision="second" />
        ),
    },
    { key: 'by', title: t('program.by'), render: (row) => personName(row.publishedBy, t) },
    {
      key: 'note',
      title: t('program.note'),
      isLong: true,
      render: ({ note, restores }) => (
        <>
          {note} {restores !== null && <span className="quiet">{t('program.restores', { version: restores })}</span>}
        </>
      ),
    },
    {
      key: 'act',
      title: t('program.rollBack'),
      render: ({ version }) =>
        version !== currentVersion && (
          <GuardedButton size="small" needs="program.publish" onClick={() => setChosen(version)}>
            {t('program.rollBack')}
          </GuardedButton>
        ),
    },
  ];
  return (
    <Panel title={t('program.versionsTable')}>
      <DataTable
        caption={t('program.versionsTable')}
        columns={columns}
        rows={data.items}
        rowKey={({ version }) => String(version)}
        empty={t('empty.nothing')}
      />
      {chosen !== null && (
        <RollBackModal
          toVersion={chosen}
          currentVersion={currentVersion}
          onRolledBack={onPublished}
          onClose={() => setChosen(null)}
        />
      )}
    </Panel>
  );
}

interface RollBackProps {
  readonly toVersion: number;
  readonly currentVersion: number;
  readonly onRolledBack: (version: number) => void;
  readonly onClose: () => void;
}

/** A roll-back is a publication like another: it rewrites history too, and says so in the same numbers. */
function RollBackModal({ toVersion, currentVersion, onRolledBack, onClose }: RollBackProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const version = useQuery(programQueries.version(toVersion));
  const rollBack = useMutation({
    mutationFn: () => api.program.rollBack({ body: { toVersion, currentVersion } }),
    onSuccess: async ({ version: published }) => {
      onClose();
      onRolledBack(published);
      await queryClient.invalidateQueries({ queryKey: ['program'] });
    },
  });
  const next = currentVersion + 1;
  return (
    <PublicationModal
      title={t('program.rollBackTitle', { version: toVersion })}
      okText={t('program.rollBack')}
      documents={version.data?.documents}
      version={next}
      isPending={rollBack.isPending}
      error={rollBack.error ?? version.error}
      onOk={() => rollBack.mutate()}
      onCancel={onClose}
    >
      <p>{t('program.rollBackLead', { version: toVersion, next })}</p>
    </PublicationModal>
  );
}
