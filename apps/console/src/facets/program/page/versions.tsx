import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Modal } from 'antd';
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
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { programQueries } from './program-queries.ts';

type Version = Result<'program', 'versions'>['items'][number];

/** Every published version; an older one can be published again. */
export function Versions({ currentVersion, onPublished }: ProgramRecordProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [chosen, setChosen] = useState<number | null>(null);
  const { data } = useSuspenseQuery(programQueries.versions());
  const rollBack = useMutation({
    mutationFn: (toVersion: number) => api.program.rollBack({ body: { toVersion, currentVersion } }),
    onSuccess: async ({ version }) => {
      setChosen(null);
      onPublished(version);
      await queryClient.invalidateQueries({ queryKey: ['program'] });
    },
  });
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
        <Modal
          open
          title={t('program.rollBackTitle', { version: chosen })}
          okText={t('program.rollBack')}
          cancelText={t('action.cancel')}
          okButtonProps={{ loading: rollBack.isPending }}
          onOk={() => rollBack.mutate(chosen)}
          onCancel={() => setChosen(null)}
        >
          <p>{t('program.rollBackLead', { version: chosen, next: currentVersion + 1 })}</p>
          {rollBack.isError && <ProblemPanel error={rollBack.error} isWrite />}
        </Modal>
      )}
    </Panel>
  );
}
