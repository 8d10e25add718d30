import { urlOf } from '@perennial/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { Button, Input, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDebounced } from '../../../reader/use-debounced.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { minorDigits } from '../../../format/format.ts';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { RouteLink, useGo } from '../../../ui/link.tsx';
import { Pager } from '../../../ui/table/pager.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { paths } from '../../../urls/paths.ts';
import { readDataSearch } from '../../../urls/search.ts';
import type { DataSearch } from '../../../urls/search.ts';
import { createReferenceKinds, referenceKinds } from './reference-kinds.ts';
import type { PageQuery, ReferenceEntry, ReferenceKind, ReferenceKindName } from './reference-kinds.ts';
import { ReferenceModal } from './reference-modal.tsx';
import { ReferenceValue } from './reference-value.tsx';
import { WaitingForRates } from './waiting-for-rates.tsx';

const searchRestMs = 300;
const rowsShown = 50;

/** Products, stores, staff and rates: searched, paged, added, changed by a new version, imported and exported. */
export function Reference() {
  const { t } = useTranslation();
  const go = useGo();
  const format = useFormat();
  const search = readDataSearch(useSearch({ strict: false }));
  const name = referenceKinds.find((one) => one === search.id) ?? 'products';
  const kind = createReferenceKinds(minorDigits(format.currency))[name];
  const q = useDebounced(search.q ?? '', searchRestMs);
  const { data, error, refetch } = useEntries({ name, kind, q, cursor: search.cursor });
  const view: DataSearch = { id: name, ...(search.q === undefined ? {} : { q: search.q }) };
  const close = () =>
    go(paths.data('reference', { ...view, ...(search.cursor === undefined ? {} : { cursor: search.cursor }) }));
  return (
    <Panel
      title={t(`data.reference.kind.${name}`)}
      lead={name === 'rates' ? t('data.reference.ratesLead', { currency: format.currency }) : t('data.reference.lead')}
      extra={
        <Segmented
          aria-label={t('data.reference.title')}
          value={name}
          options={referenceKinds.map((one) => ({ value: one, label: t(`data.reference.kind.${one}`) }))}
          onChange={(next) => go(paths.data('reference', { id: next }))}
        />
      }
    >
      {name === 'rates' && <WaitingForRates />}
      <Toolbar key={name} name={name} kind={kind} q={search.q ?? ''} />
      {error !== null && <ProblemPanel error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && <SkeletonRows rows={10} label={t('data.reference.title')} />}
      {data !== undefined && (
        <>
          <DataTable
            caption={t(`data.reference.kind.${name}`)}
            columns={columnsOf(kind, {
              title: (column) => t(`data.reference.column.${column}`),
              href: (id) => paths.data('reference', { ...view, ...cursorOf(search), item: id }),
            })}
            rows={data.entries}
            rowKey={({ id }) => id}
            empty={q === '' ? t('data.reference.none') : t('data.reference.notFound', { text: q })}
          />
          <Pager
            label={t('data.reference.title')}
            isFirst={search.cursor === undefined}
            nextCursor={data.nextCursor}
            onFirst={() => go(paths.data('reference', view))}
            onNext={(cursor) => go(paths.data('reference', { ...view, cursor }))}
          />
        </>
      )}
      {(search.item !== undefined || search.act === 'new') && (
        <ReferenceModal key={search.item ?? ''} name={name} kind={kind} id={search.item} onClose={close} />
      )}
    </Panel>
  );
}

function cursorOf({ cursor }: DataSearch): DataSearch {
  return cursor === undefined ? {} : { cursor };
}

interface EntriesQuery {
  readonly name: ReferenceKindName;
  readonly kind: ReferenceKind;
  readonly q: string;
  readonly cursor: string | undefined;
}

function useEntries({ name, kind, q, cursor }: EntriesQuery) {
  const query: PageQuery = {
    limit: rowsShown,
    ...(q === '' ? {} : { q: name === 'rates' ? q.slice(0, 3) : q }),
    ...(cursor === undefined ? {} : { cursor }),
  };
  return useQuery({
    queryKey: ['reference', name, 'list', query],
    queryFn: ({ signal }) => kind.list(query, signal),
    // Rows of another kind do not stand in for those that are on their way.
    placeholderData: (before, beforeQuery) =>
      beforeQuery?.queryKey[1] === name ? keepPreviousData(before) : undefined,
  });
}

interface ColumnTexts {
  readonly title: (column: ReferenceKind['fields'][number] | 'version' | 'updated' | 'updatedBy') => string;
  readonly href: (id: string) => string;
}

function columnsOf(kind: ReferenceKind, { title, href }: ColumnTexts): readonly Column<ReferenceEntry>[] {
  const [first, ...keys] = kind.keys;
  const plain = [...keys, ...kind.fields].map((field): Column<ReferenceEntry> => ({
    key: field,
    title: title(field),
    isNumber: field === 'price' || field === 'margin' || field === 'rate',
    render: (entry) => <ReferenceValue field={field} value={entry.values[field] ?? ''} />,
  }));
  return [
    {
      key: 'key',
      title: title(first ?? 'id'),
      render: ({ id, values }) => (
        <RouteLink href={href(id)}>
          <code>{values[first ?? 'id']}</code>
        </RouteLink>
      ),
    },
    ...plain,
    { key: 'version', title: title('version'), isNumber: true, render: ({ version }) => version },
    { key: 'updated', title: title('updated'), render: ({ updatedAt }) => <Instant at={updatedAt} /> },
    { key: 'updatedBy', title: title('updatedBy'), render: ({ updatedBy }) => updatedBy },
  ];
}

interface ToolbarProps {
  readonly name: ReferenceKindName;
  readonly kind: ReferenceKind;
  readonly q: string;
}

/** Search and acts of one kind. What is typed stands in the address at once; the list follows when typing rests. */
function Toolbar({ name, kind, q }: ToolbarProps) {
  const { t } = useTranslation();
  const go = useGo();
  const [text, setText] = useState(q);
  const find = (next: string) => {
    setText(next);
    go(paths.data('reference', { id: name, q: next.trim() }), { replace: true });
  };
  return (
    <div className="bulk">
      <Input
        className="value-text"
        allowClear
        value={text}
        placeholder={t('data.reference.search')}
        aria-label={t('data.reference.search')}
        onChange={({ target }) => find(target.value)}
      />
      <GuardedButton
        type="primary"
        needs={kind.needs}
        onClick={() => go(paths.data('reference', { id: name, act: 'new' }))}
      >
        {t(`data.reference.add.${name}`)}
      </GuardedButton>
      <GuardedButton needs="imports.run" onClick={() => go(paths.data('imports'))}>
        {t('data.reference.import')}
      </GuardedButton>
      <Button href={urlOf(kind.csv, { query: q === '' ? {} : { q } })}>{t('action.exportCsv')}</Button>
    </div>
  );
}
