import { useSuspenseQuery } from '@tanstack/react-query';
import { Segmented, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../api/queries.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { KeyTable } from '../table/key-table.tsx';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { sourcesQuery } from '../table/key-queries.ts';
import { createSnippets } from './snippets.ts';
import './sources.css';

type Source = Result<'keys', 'sources'>['items'][number];

/** Sources, their write keys, and what to paste to send the first fact. */
export function Sources() {
  const { t } = useTranslation();
  const format = useFormat();
  const [secret, setSecret] = useState<string>();
  const { data } = useSuspenseQuery(sourcesQuery());
  const columns: readonly Column<Source>[] = [
    { key: 'source', title: t('keys.sources.source'), render: (row) => <code>{row.source}</code> },
    {
      key: 'lastDay',
      title: t('keys.sources.lastDay'),
      isNumber: true,
      render: (row) => format.integer(row.factsLastDay),
    },
    {
      key: 'lastFact',
      title: t('keys.sources.lastFact'),
      render: (row) => <Instant at={row.lastFactAt} precision="second" />,
    },
    {
      key: 'keys',
      title: t('keys.sources.keysActive'),
      isNumber: true,
      render: (row) => format.integer(row.keysActive),
    },
  ];
  return (
    <div className="columns">
      <div className="span-7 stack">
        <Panel title={t('keys.sources.title')} lead={t('keys.sources.lead')}>
          <DataTable
            caption={t('keys.sources.title')}
            columns={columns}
            rows={data.items}
            rowKey={(row) => row.source}
            empty={t('keys.sources.none')}
          />
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
    <Panel title={t('keys.sources.snippets')}>
      <div className="snippet-choice">
        <Segmented
          aria-label={t('keys.sources.snippet')}
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
