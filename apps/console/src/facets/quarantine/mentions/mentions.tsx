import { useSuspenseQuery } from '@tanstack/react-query';
import { Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../api/queries.ts';
import { factName } from '../../../i18n/names.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { RouteLink } from '../../../ui/link.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { quarantinePaths } from '../urls/paths.ts';
import { DecideModal } from './decide-modal.tsx';
import type { Decision } from './decide-modal.tsx';
import { mentionsQuery, mentionsShown } from './mentions-query.ts';

type Mention = Result<'quarantine', 'mentions'>['items'][number];

/** What else speaks of members who were erased: hers and removed, or somebody else's and kept. */
export function Mentions() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useSuspenseQuery(mentionsQuery());
  const { items } = data;
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [decision, setDecision] = useState<Decision>();
  // What was decided on meanwhile, here or by somebody else, is chosen no longer.
  const selected = chosen.filter((id) => items.some(({ quarantineId }) => quarantineId === id));
  const hasAll = items.every(({ quarantineId }) => selected.includes(quarantineId));
  const toggle = (id: string) =>
    setChosen(selected.includes(id) ? selected.filter((one) => one !== id) : [...selected, id]);
  return (
    <Panel
      title={t('quarantine.mentions.count', { count: items.length, shown: format.integer(items.length) })}
      lead={t('quarantine.mentions.lead')}
    >
      {items.length > 0 && (
        <div className="bulk">
          <Checkbox
            checked={hasAll}
            indeterminate={selected.length > 0 && !hasAll}
            onChange={({ target }) => setChosen(target.checked ? items.map(({ quarantineId }) => quarantineId) : [])}
          >
            {t('quarantine.selectAll')}
          </Checkbox>
          <GuardedButton
            needs="members.erase"
            danger
            disabled={selected.length === 0}
            onClick={() => setDecision('deleted')}
          >
            {t('quarantine.mentions.delete')}
          </GuardedButton>
          <GuardedButton needs="members.erase" disabled={selected.length === 0} onClick={() => setDecision('kept')}>
            {t('quarantine.mentions.keep')}
          </GuardedButton>
        </div>
      )}
      <DataTable
        caption={t('quarantine.mentions.section')}
        columns={useColumns(selected, toggle)}
        rows={items}
        rowKey={({ erasureId, quarantineId }) => `${erasureId} ${quarantineId}`}
        empty={t('quarantine.mentions.none')}
      />
      {items.length === mentionsShown && <p className="panel-lead">{t('quarantine.mentions.more')}</p>}
      {decision !== undefined && (
        <DecideModal
          ids={selected}
          decision={decision}
          onClose={() => setDecision(undefined)}
          onDone={() => {
            setDecision(undefined);
            setChosen([]);
          }}
        />
      )}
    </Panel>
  );
}

function useColumns(selected: readonly string[], toggle: (id: string) => void): readonly Column<Mention>[] {
  const { t } = useTranslation();
  return [
    {
      key: 'select',
      title: t('quarantine.selected', { count: selected.length }),
      render: ({ quarantineId, type }) => (
        <Checkbox
          checked={selected.includes(quarantineId)}
          aria-label={t('quarantine.select', { id: `${factName(type, t)} ${quarantineId.slice(-6)}` })}
          onChange={() => toggle(quarantineId)}
        />
      ),
    },
    {
      key: 'type',
      title: t('quarantine.column.type'),
      render: ({ quarantineId, type }) => (
        <RouteLink href={quarantinePaths.quarantine({ id: quarantineId })}>{factName(type, t)}</RouteLink>
      ),
    },
    {
      key: 'why',
      title: t('quarantine.mentions.why'),
      isLong: true,
      render: ({ why }) => t(`quarantine.mentions.whys.${why}`),
    },
    { key: 'source', title: t('quarantine.column.source'), render: ({ source }) => <code>{source}</code> },
    {
      key: 'received',
      title: t('quarantine.column.received'),
      render: ({ receivedAt }) => <Instant at={receivedAt} />,
    },
    { key: 'found', title: t('quarantine.mentions.found'), render: ({ foundAt }) => <Instant at={foundAt} /> },
  ];
}
