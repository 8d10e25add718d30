import { useSuspenseQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePageSearch } from '../../../facet/use-page-search.ts';
import { RouteLink } from '../../../ui/link.tsx';
import { Panel } from '../../../ui/panel.tsx';
import type { Operation } from '../document/operations.ts';
import { explorerPaths } from '../urls/paths.ts';
import { readExplorerSearch } from '../urls/search.ts';
import { CallPanel } from './call-panel.tsx';
import { documentQuery } from './explorer-query.ts';
import './explorer.css';

/** Every call of the API with what it takes and answers, each to be tried with the reader's own rights. */
export function Explorer() {
  const { t } = useTranslation();
  const { call } = usePageSearch(readExplorerSearch);
  const { document, operations } = useSuspenseQuery(documentQuery()).data;
  const [typed, setTyped] = useState('');
  const wanted = typed.trim().toLowerCase();
  const found = operations.filter((one) =>
    `${one.method} ${one.path} ${one.id} ${one.summary}`.toLowerCase().includes(wanted),
  );
  const chosen = operations.find(({ id }) => id === call);
  return (
    <div className="columns">
      <Panel
        className="span-5"
        title={t('explorer.title')}
        lead={
          <>
            {t('explorer.lead')} <a href="/reference">{t('explorer.page')}</a> ·{' '}
            <a href="/openapi.json">{t('explorer.document')}</a>
          </>
        }
      >
        <Input
          allowClear
          value={typed}
          placeholder={t('explorer.search')}
          aria-label={t('explorer.search')}
          onChange={({ target }) => setTyped(target.value)}
        />
        <nav className="explorer-list" aria-label={t('explorer.title')} tabIndex={-1}>
          {[...Map.groupBy(found, ({ tag }) => tag)].map(([tag, calls]) => (
            <section key={tag}>
              <h3 lang="en">{tag}</h3>
              <ul>
                {calls.map((one) => (
                  <CallLink key={one.id} operation={one} isChosen={one.id === call} />
                ))}
              </ul>
            </section>
          ))}
          {found.length === 0 && <p className="quiet">{t('empty.noMatch')}</p>}
        </nav>
      </Panel>
      <div className="span-7">
        {chosen === undefined ? (
          <Panel title={t('explorer.choose')}>
            <p>{t('explorer.chooseLead')}</p>
          </Panel>
        ) : (
          <CallPanel key={chosen.id} operation={chosen} document={document} />
        )}
      </div>
    </div>
  );
}

function CallLink({ operation, isChosen }: { readonly operation: Operation; readonly isChosen: boolean }) {
  const { id, method, path } = operation;
  return (
    <li {...(isChosen ? { 'aria-current': true } : {})}>
      <span className="explorer-method">{method}</span>
      <RouteLink href={explorerPaths.explorer({ call: id })}>
        <code>{path}</code>
      </RouteLink>
    </li>
  );
}
