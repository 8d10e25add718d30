import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { Input, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { useDebounced } from '../../app/use-debounced.ts';
import { useFormat } from '../../app/use-format.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Instant } from '../../ui/instant.tsx';
import { useGo } from '../../ui/link.tsx';
import { Pager } from '../../ui/pager.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { paths } from '../../urls/paths.ts';
import { readDataSearch } from '../../urls/search.ts';

const kinds = ['products', 'stores', 'staff'] as const;
type Kind = (typeof kinds)[number];
const searchRestMs = 300;

interface ReferenceRow {
  readonly id: string;
  readonly cells: readonly string[];
  readonly version: number;
  readonly updatedAt: string;
}

const columnsOf = {
  products: ['name', 'category', 'brand', 'price', 'margin'],
  stores: ['name', 'region', 'channel'],
  staff: ['name', 'store', 'role'],
} as const;

/** Products, stores and staff, searched and paged. */
export function Reference() {
  const { t } = useTranslation();
  const go = useGo();
  const search = readDataSearch(useSearch({ strict: false }));
  const [text, setText] = useState('');
  const q = useDebounced(text.trim(), searchRestMs);
  const kind = kinds.find((one) => one === search.id) ?? 'products';
  const { data, error, refetch } = useReference(kind, q, search.cursor);
  return (
    <Panel
      title={t('data.reference.title')}
      lead={t('data.reference.lead')}
      extra={
        <>
          <Segmented
            aria-label={t('data.reference.title')}
            value={kind}
            options={kinds.map((one) => ({ value: one, label: t(`data.reference.kind.${one}`) }))}
            onChange={(next) => go(paths.data('reference', { id: next }), { replace: true })}
          />
          <Input
            className="value-text"
            allowClear
            value={text}
            placeholder={t('data.reference.search')}
            aria-label={t('data.reference.search')}
            onChange={({ target }) => setText(target.value)}
          />
        </>
      }
    >
      {error !== null && <ProblemPanel error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && <SkeletonRows rows={10} label={t('data.reference.title')} />}
      {data !== undefined && (
        <>
          <DataTable
            caption={t(`data.reference.kind.${kind}`)}
            columns={[
              { key: 'id', title: t('data.reference.column.id'), render: (row: ReferenceRow) => <code>{row.id}</code> },
              ...columnsOf[kind].map((column, index) => ({
                key: column,
                title: t(`data.reference.column.${column}`),
                isNumber: column === 'price' || column === 'margin',
                render: (row: ReferenceRow) => row.cells[index] ?? '',
              })),
              {
                key: 'version',
                title: t('data.reference.column.version'),
                isNumber: true,
                render: (row: ReferenceRow) => row.version,
              },
              {
                key: 'updated',
                title: t('data.reference.column.updated'),
                render: (row: ReferenceRow) => <Instant at={row.updatedAt} />,
              },
            ]}
            rows={data.rows}
            rowKey={(row) => row.id}
            empty={t('data.reference.none')}
          />
          <Pager
            label={t('data.reference.title')}
            isFirst={search.cursor === undefined}
            nextCursor={data.nextCursor}
            onFirst={() => go(paths.data('reference', { id: kind }))}
            onNext={(cursor) => go(paths.data('reference', { id: kind, cursor }))}
          />
        </>
      )}
    </Panel>
  );
}

function useReference(kind: Kind, q: string, cursor: string | undefined) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = (amount: number | null | undefined) =>
    amount === null || amount === undefined ? t('value.none') : format.money(amount);
  const query = { limit: 50, ...(q === '' ? {} : { q }), ...(cursor === undefined ? {} : { cursor }) };
  return useQuery({
    queryKey: ['reference', kind, query, format.locale],
    queryFn: async ({ signal }): Promise<{ rows: readonly ReferenceRow[]; nextCursor: string | null }> => {
      switch (kind) {
        case 'products': {
          const { items, nextCursor } = await api.reference.products({ query }, { signal });
          const rows = items.map(({ productId, name, categoryPath, brand, priceMinor, marginMinor, ...rest }) => ({
            ...rest,
            id: productId,
            cells: [name, (categoryPath ?? []).join(' / '), brand ?? '', money(priceMinor), money(marginMinor)],
          }));
          return { rows, nextCursor };
        }
        case 'stores': {
          const { items, nextCursor } = await api.reference.stores({ query }, { signal });
          const rows = items.map(({ storeId, name, region, channel, ...rest }) => ({
            ...rest,
            id: storeId,
            cells: [name, region ?? '', channel ?? ''],
          }));
          return { rows, nextCursor };
        }
        case 'staff': {
          const { items, nextCursor } = await api.reference.staff({ query }, { signal });
          const rows = items.map(({ staffId, name, storeId, role, ...rest }) => ({
            ...rest,
            id: staffId,
            cells: [name, storeId ?? '', role ?? ''],
          }));
          return { rows, nextCursor };
        }
      }
    },
    placeholderData: keepPreviousData,
  });
}
