import { useQuery } from '@tanstack/react-query';
import { Segmented, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { KeyTable } from '../table/key-table.tsx';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { createSnippets } from './snippets.ts';

type Source = Result<'keys', 'sources'>['items'][number];

/** Sources, their write keys, and what to paste to send the first fact. */
export function Sources() {
  const { t } = useTranslation();
  const format = useFormat();
  const [secret, setSecret] = useState<string>();
  const { data, error, refetch } = useQuery({
    queryKey: ['sources'],
    queryFn: ({ signal }) => api.keys.sources({ query: { limit: 100 } }, { signal }),
  });
  const columns: readonly Column<Source>[] = [
    { key: 'source', title: t('data.sources.source'), render: (row) => <code>{row.source}</code> },
    {
      key: 'lastDay',
      title: t('data.sources.lastDay'),
      isNumber: true,
      render: (row) => format.integer(row.factsLastDay),
    },
    {
      key: 'lastFact',
      title: t('data.sources.lastFact'),
      render: (row) => <Instant at={row.lastFactAt} precision="second" />,
    },
    {
      key: 'keys',
      title: t('data.sources.keysActive'),
      isNumber: true,
      render: (row) => format.integer(row.keysActive),
    },
  ];
  return (
    <div className="columns">
      <div className="span-7 stack">
        <Panel title={t('data.sources.title')} lead={t('data.sources.lead')}>
          {error !== null && <ProblemPanel error={error} onRetry={() => void refetch()} />}
          {error === null && data === undefined && <SkeletonRows rows={4} label={t('data.sources.title')} />}
          {data !== undefined && (
            <DataTable
              caption={t('data.sources.title')}
              columns={columns}
              rows={data.items}
              rowKey={(row) => row.source}
              empty={t('data.sources.none')}
            />
          )}
        </Panel>
        <KeyTable kind="write" onCreated={setSecret} />
      </div>
      <div className="span-5">
        <Snippets secret={secret} />
      </div>
    </div>
  );
}

function Snippets({ secret }: { readonly secret: string | undefined }) {
  const { t } = useTranslation();
  const snippets = createSnippets(globalThis.location.origin, secret);
  const [id, setId] = useState<string>('curl');
  const shown = snippets.find((snippet) => snippet.id === id);
  return (
    <Panel title={t('data.sources.snippets')}>
      <div className="snippet-choice">
        <Segmented
          aria-label={t('data.sources.snippet')}
          value={id}
          onChange={setId}
          options={snippets.map((snippet) => ({ value: snippet.id, label: snippet.label }))}
        />
      </div>
      {shown !== undefined && (
        <Typography.Paragraph
          className="snippet"
          copyable={{ text: shown.code, tooltips: [t('action.copy'), t('action.copied')] }}
        >
          <pre>{shown.code}</pre>
        </Typography.Paragraph>
      )}
    </Panel>
  );
}
