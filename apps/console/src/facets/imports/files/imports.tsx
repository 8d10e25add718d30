import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { RouteLink } from '../../../ui/link.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { paths } from '../../../urls/paths.ts';
import { readDataSearch } from '../../../urls/search.ts';
import { ImportRunPanel } from './import-run.tsx';
import { UploadPanel } from './upload-panel.tsx';

type Run = Result<'imports', 'list'>['items'][number];
const pollMs = 2000;

/** Files taken in: a new one, the one that runs, and those before. */
export function Imports() {
  const { t } = useTranslation();
  const format = useFormat();
  const search = readDataSearch(useSearch({ strict: false }));
  const { data, error, refetch } = useQuery({
    queryKey: ['imports'],
    queryFn: ({ signal }) => api.imports.list({ query: { limit: 50 } }, { signal }),
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ status }) => status === 'running' || status === 'waiting') === true ? pollMs : false,
  });
  const columns: readonly Column<Run>[] = [
    {
      key: 'file',
      title: t('data.imports.file'),
      render: (run) => (
        <>
          <RouteLink href={paths.data('imports', { id: run.id })}>{run.fileName}</RouteLink>{' '}
          {run.isDryRun && <span className="tag">{t('data.imports.dryRun')}</span>}
        </>
      ),
    },
    { key: 'kind', title: t('data.imports.kind'), render: (run) => t(`data.imports.kinds.${run.kind}`) },
    { key: 'status', title: t('data.imports.status'), render: (run) => t(`job.${run.status}`) },
    { key: 'read', title: t('data.imports.read'), isNumber: true, render: (run) => format.integer(run.rowsRead) },
    {
      key: 'accepted',
      title: t('data.imports.accepted'),
      isNumber: true,
      render: (run) => format.integer(run.accepted),
    },
    {
      key: 'rejected',
      title: t('data.imports.rejected'),
      isNumber: true,
      render: (run) => format.integer(run.rejected),
    },
    {
      key: 'started',
      title: t('data.imports.startedAt'),
      render: (run) => <Instant at={run.startedAt} precision="second" />,
    },
    { key: 'by', title: t('data.imports.by'), render: (run) => run.startedBy },
  ];
  return (
    <div className="stack">
      {search.id === undefined ? <UploadPanel /> : <ImportRunPanel importId={search.id} />}
      <Panel title={t('data.imports.table')}>
        {error !== null && <ProblemPanel error={error} onRetry={() => void refetch()} />}
        {error === null && data === undefined && <SkeletonRows rows={4} label={t('data.imports.table')} />}
        {data !== undefined && (
          <DataTable
            caption={t('data.imports.table')}
            columns={columns}
            rows={data.items}
            rowKey={(run) => run.id}
            empty={t('data.imports.none')}
          />
        )}
      </Panel>
    </div>
  );
}
