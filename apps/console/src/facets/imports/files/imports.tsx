import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../api/queries.ts';
import { usePageSearch } from '../../../facet/use-page-search.ts';
import { personName } from '../../../i18n/person-name.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { RouteLink } from '../../../ui/link.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { importsPaths } from '../urls/paths.ts';
import { readImportsSearch } from '../urls/search.ts';
import { ImportRun } from './import-run.tsx';
import { importsQueries } from './imports-queries.ts';
import { UploadPanel } from './upload-panel.tsx';
import './imports.css';

type Run = Result<'imports', 'list'>['items'][number];

/** Files taken in: a new one, the one that runs, and those before. */
export function Imports() {
  const { t } = useTranslation();
  const format = useFormat();
  const { id } = usePageSearch(readImportsSearch);
  const { data } = useSuspenseQuery(importsQueries.list());
  const columns: readonly Column<Run>[] = [
    {
      key: 'file',
      title: t('imports.file'),
      render: (run) => (
        <>
          <RouteLink href={importsPaths.imports({ id: run.id })}>{run.fileName}</RouteLink>{' '}
          {run.isDryRun && <span className="tag">{t('imports.dryRun')}</span>}
        </>
      ),
    },
    { key: 'kind', title: t('imports.kind'), render: (run) => t(`imports.kinds.${run.kind}`) },
    { key: 'status', title: t('imports.status'), render: (run) => t(`job.${run.status}`) },
    { key: 'read', title: t('imports.read'), isNumber: true, render: (run) => format.integer(run.rowsRead) },
    {
      key: 'accepted',
      title: t('imports.accepted'),
      isNumber: true,
      render: (run) => format.integer(run.accepted),
    },
    {
      key: 'rejected',
      title: t('imports.rejected'),
      isNumber: true,
      render: (run) => format.integer(run.rejected),
    },
    {
      key: 'started',
      title: t('imports.startedAt'),
      render: (run) => <Instant at={run.startedAt} precision="second" />,
    },
    { key: 'by', title: t('imports.by'), render: (run) => personName(run.startedBy, t) },
  ];
  return (
    <div className="stack">
      {id === undefined ? <UploadPanel /> : <ImportRun key={id} importId={id} />}
      <Panel title={t('imports.table')}>
        <DataTable
          caption={t('imports.table')}
          columns={columns}
          rows={data.items}
          rowKey={(run) => run.id}
          empty={t('imports.none')}
        />
      </Panel>
    </div>
  );
}
