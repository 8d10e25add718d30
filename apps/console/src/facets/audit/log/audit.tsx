import { urlOf } from '@perennial/contracts';
import { auditText, routes } from '@perennial/contracts/staff';
import { CloseCircleOutlined, StopOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../api/queries.ts';
import { usePageSearch } from '../../../facet/use-page-search.ts';
import { useWireLanguage } from '../../../i18n/use-local.ts';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { RouteLink, useGo } from '../../../ui/link.tsx';
import { Asked } from '../../../ui/loading/asked.tsx';
import { Pager } from '../../../ui/table/pager.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { keysPaths } from '../../keys/urls/paths.ts';
import { membersPaths } from '../../members/urls/paths.ts';
import { usersPaths } from '../../users/urls/paths.ts';
import { auditPaths } from '../urls/paths.ts';
import { readAuditSearch } from '../urls/search.ts';
import type { AuditSearch } from '../urls/search.ts';
import { actName } from './act-name.ts';
import { AuditFilters } from './audit-filters.tsx';
import { auditFilterOf, auditQuery } from './audit-query.ts';
import './audit.css';

type Entry = Result<'audit', 'list'>['items'][number];

/** Who did what, newest first. */
export function Audit() {
  const { t } = useTranslation();
  const go = useGo();
  const language = useWireLanguage();
  const search = usePageSearch(readAuditSearch);
  const { cursor: _cursor, ...filter } = search;
  const { data: known } = useQuery(auditQuery(search));
  const columns = useColumns(search);
  const toFirst = () => go(auditPaths.audit(filter));
  const change = (next: AuditSearch) => go(auditPaths.audit(next));
  return (
    <Panel
      title={t('audit.title')}
      lead={t('audit.lead')}
      extra={
        <GuardedButton
          needs="audit.read"
          onClick={() =>
            globalThis.location.assign(urlOf(routes.audit.export, { query: { ...auditFilterOf(search), language } }))
          }
        >
          {t('action.exportCsv')}
        </GuardedButton>
      }
    >
      <AuditFilters search={search} subjectName={nameOfSubject(known?.items ?? [], search.subject)} onChange={change} />
      <Asked query={auditQuery(search)} pending={<SkeletonRows rows={14} label={t('audit.title')} />} onFirst={toFirst}>
        {(page, isStale) => (
          <>
            <DataTable
              caption={t('audit.title')}
              columns={columns}
              rows={page.items}
              rowKey={({ id }) => id}
              empty={Object.keys(filter).length === 0 ? t('audit.none') : t('empty.noMatch')}
              isStale={isStale}
            />
            <Pager
              label={t('audit.title')}
              isFirst={search.cursor === undefined}
              nextCursor={page.nextCursor}
              onFirst={toFirst}
              onCursor={(next) => go(auditPaths.audit({ ...filter, cursor: next }))}
            />
          </>
        )}
      </Asked>
    </Panel>
  );
}

function nameOfSubject(items: readonly Entry[], subject: string | undefined): string | undefined {
  return items.flatMap(({ subjects }) => subjects).find(({ id }) => id === subject)?.name;
}

function useColumns(search: AuditSearch): readonly Column<Entry>[] {
  const { t } = useTranslation();
  const language = useWireLanguage();
  return [
    { key: 'at', title: t('audit.at'), render: (entry) => <Instant at={entry.at} precision="second" /> },
    { key: 'actor', title: t('audit.actor'), render: (entry) => <Actor entry={entry} search={search} /> },
    {
      key: 'action',
      title: t('audit.action'),
      render: ({ action }) => <span title={action}>{actName(action, t) ?? action}</span>,
    },
    { key: 'subject', title: t('audit.subject'), render: (entry) => <Subject entry={entry} /> },
    {
      key: 'reason',
      title: t('audit.reason'),
      isLong: true,
      render: (entry) => auditText(entry.reason, language),
    },
    { key: 'outcome', title: t('audit.outcome'), render: ({ outcome }) => <Outcome outcome={outcome} /> },
  ];
}

/** Who acted, leading to all that he did. */
function Actor({ entry, search }: { readonly entry: Entry; readonly search: AuditSearch }) {
  const { t } = useTranslation();
  const { actor, actorName, actorKind } = entry;
  const kind = t(`audit.actors.${actorKind}`);
  if (actorKind === 'command_line' || actorKind === 'system' || actorKind === 'nobody') return <>{kind}</>;
  if (actorKind === 'member') return <RouteLink href={membersPaths.member(actor)}>{kind}</RouteLink>;
  const { cursor: _cursor, ...filter } = search;
  return (
    <>
      <RouteLink href={auditPaths.audit({ ...filter, actor })}>
        {actorName === '' ? `…${actor.slice(-6)}` : actorName}
      </RouteLink>{' '}
      {actorKind !== 'user' && <span className="quiet">{kind}</span>}
    </>
  );
}

/** Whom it was done to, leading there; what has no name is shown as it is written down. */
function Subject({ entry }: { readonly entry: Entry }) {
  const language = useWireLanguage();
  const { subject, subjects } = entry;
  const rest = subjects.reduce((text, { id }) => text.replace(id, ''), subject).replaceAll(/^\/+|\/+$/g, '');
  return (
    <>
      {subjects.map(({ kind, id, name }, at) => (
        <span key={id}>
          {at > 0 && ' · '}
          <RouteLink href={hrefOf(kind, id)}>{name}</RouteLink>
        </span>
      ))}{' '}
      {rest !== '' && <span className="quiet">{auditText(rest, language)}</span>}
    </>
  );
}

function hrefOf(kind: Entry['subjects'][number]['kind'], id: string): string {
  if (kind === 'member') return membersPaths.member(id);
  return kind === 'user' ? usersPaths.users() : keysPaths.apiKeys();
}

/** What did not come about stands out, by a sign as well as by its colour. */
function Outcome({ outcome }: { readonly outcome: Entry['outcome'] }) {
  const { t } = useTranslation();
  return (
    <span className={`audit-outcome-${outcome}`}>
      {outcome === 'failed' && <CloseCircleOutlined aria-hidden />}
      {outcome === 'refused' && <StopOutlined aria-hidden />} {t(`audit.outcomes.${outcome}`)}
    </span>
  );
}
