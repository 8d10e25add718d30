import { useTranslation } from 'react-i18next';
import { personName } from '../../../i18n/person-name.ts';
import { DataTable } from '../../../ui/table/data-table.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { changesOf } from './reference-changes.ts';
import type { VersionChanges } from './reference-changes.ts';
import type { ReferenceEntry, ReferenceField } from './reference-kinds.ts';
import { ReferenceValue } from './reference-value.tsx';

interface Props {
  readonly versions: readonly ReferenceEntry[];
  readonly fields: readonly ReferenceField[];
  /** Whether the last of them is the first ever. */
  readonly isWhole: boolean;
}

/** All versions of an entry, newest first: when, by whom, and what changed. */
export function VersionList({ versions, fields, isWhole }: Props) {
  const { t } = useTranslation();
  const title = t('reference.versions');
  return (
    <section aria-label={title}>
      <h3 className="version-head">{title}</h3>
      <DataTable
        caption={title}
        columns={[
          {
            key: 'version',
            title: t('reference.column.version'),
            isNumber: true,
            render: ({ entry }: VersionChanges) => entry.version,
          },
          {
            key: 'changes',
            title: t('reference.changes'),
            isLong: true,
            render: (version) => <Changes version={version} />,
          },
          {
            key: 'updated',
            title: t('reference.column.updated'),
            render: ({ entry }) => <Instant at={entry.updatedAt} precision="second" />,
          },
          { key: 'by', title: t('reference.column.updatedBy'), render: ({ entry }) => personName(entry.updatedBy, t) },
        ]}
        rows={changesOf(versions, fields, { isWhole })}
        rowKey={({ entry }) => String(entry.version)}
        empty={t('empty.nothing')}
      />
    </section>
  );
}

function Changes({ version }: { readonly version: VersionChanges }) {
  const { t } = useTranslation();
  if (version.isFirst) return t('reference.firstVersion');
  if (!version.isKnown) return <span className="quiet">{t('value.none')}</span>;
  return (
    <ul className="plain-list">
      {version.changes.map(({ field, before, after }) => (
        <li key={field}>
          {t(`reference.column.${field}`)}: <ReferenceValue field={field} value={before} /> →{' '}
          <ReferenceValue field={field} value={after} />
        </li>
      ))}
    </ul>
  );
}
