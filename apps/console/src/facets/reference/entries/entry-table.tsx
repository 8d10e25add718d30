import { useTranslation } from 'react-i18next';
import { useDebounced } from '../../../reader/use-debounced.ts';
import { Asked } from '../../../ui/loading/asked.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { RouteLink, useGo } from '../../../ui/link.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { Pager } from '../../../ui/table/pager.tsx';
import { referencePaths } from '../urls/paths.ts';
import type { ReferenceSearch } from '../urls/search.ts';
import { entriesQuery } from './entries-query.ts';
import type { ReferenceEntry, ReferenceKind } from './reference-kinds.ts';
import { ReferenceValue } from './reference-value.tsx';
import type { ReferenceKindName } from '../urls/search.ts';

const searchRestMs = 300;

interface Props {
  readonly name: ReferenceKindName;
  readonly kind: ReferenceKind;
  /** The address of the list, without what is open. */
  readonly search: ReferenceSearch;
}

/** One page of the entries of a kind. What is typed is asked for when typing rests; until it is answered the rows before stay. */
export function EntryTable({ name, kind, search }: Props) {
  const { t } = useTranslation();
  const go = useGo();
  const q = useDebounced(search.q ?? '', searchRestMs);
  const { cursor, ...first } = search;
  return (
    <Asked
      query={entriesQuery({ name, kind, q, cursor })}
      onFirst={() => go(referencePaths.reference(first))}
      pending={<SkeletonRows rows={10} label={t('reference.title')} />}
    >
      {(page) => (
        <>
          <DataTable
            caption={t(`reference.kind.${name}`)}
            columns={columnsOf(kind, {
              title: (column) => t(`reference.column.${column}`),
              href: (id) => referencePaths.reference({ ...search, item: id }),
            })}
            rows={page.entries}
            rowKey={({ id }) => id}
            empty={q === '' ? t('reference.none') : t('reference.notFound', { text: q })}
          />
          <Pager
            label={t('reference.title')}
            isFirst={cursor === undefined}
            nextCursor={page.nextCursor}
            onFirst={() => go(referencePaths.reference(first))}
            onCursor={(next) => go(referencePaths.reference({ ...search, cursor: next }))}
          />
        </>
      )}
    </Asked>
  );
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
