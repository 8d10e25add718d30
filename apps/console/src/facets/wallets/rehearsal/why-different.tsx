import { earningFolder } from '@perennial/domain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { partsOf } from '../../../editing/document-form/change-part.ts';
import { pathInFolder } from '../../../editing/document-form/folder-documents.ts';
import { readName } from '../../../editing/document-parts.ts';
import { factName } from '../../../i18n/names.ts';
import { useLocal } from '../../../i18n/use-local.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { Instant } from '../../../ui/instant.tsx';
import { RouteLink } from '../../../ui/link.tsx';
import { Asked } from '../../../ui/loading/asked.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { DataTable } from '../../../ui/table/data-table.tsx';
import { Pager } from '../../../ui/table/pager.tsx';
import { membersPaths } from '../../members/urls/paths.ts';
import { commandText } from '../said/decision-text.ts';
import { en as words } from '../i18n/en.ts';
import { levelName, unitsOfLine } from './figure-words.ts';
import type { OpenProps } from './open-props.ts';
import { rehearsedMemberQuery } from './rehearsal-queries.ts';
import type { RehearsedEntry } from './rehearsal-queries.ts';

interface Props extends OpenProps {
  readonly memberId: string;
}

/** What both programs did to a member, side by side, with the rule and what it came of. */
export function WhyDifferent({ memberId, ...open }: Props) {
  const { t } = useTranslation();
  const [cursor, setCursor] = useState<string>();
  const { rehearsalId, view, hrefOf } = open;
  const { who: _, ...closed } = view;
  const title = t('wallets.rehearsal.whyMember');
  return (
    <Panel
      title={title}
      lead={<RouteLink href={membersPaths.member(memberId)}>{t('wallets.rehearsal.openMember')}</RouteLink>}
      extra={<RouteLink href={hrefOf(closed)}>{t('wallets.rehearsal.close')}</RouteLink>}
    >
      <Asked query={rehearsedMemberQuery({ rehearsalId, memberId, cursor })} pending={<SkeletonRows />}>
        {({ items, nextCursor }, isStale) => (
          <>
            <DataTable
              caption={title}
              rows={items.map((entry, index) => ({ entry, index }))}
              rowKey={({ index }) => String(index)}
              empty={t('wallets.rehearsal.noEntries')}
              isStale={isStale}
              columns={[
                { key: 'at', title: t('wallets.entry.at'), render: ({ entry }) => <Instant at={entry.at} /> },
                {
                  key: 'cause',
                  title: t('wallets.rehearsal.cause'),
                  isFluid: true,
                  render: ({ entry }) => <Cause {...entry} />,
                },
                {
                  key: 'base',
                  title: t('wallets.rehearsal.base'),
                  render: ({ entry }) => (
                    <Side document={entry.document} side={entry.base} documents={open.documents} />
                  ),
                },
                {
                  key: 'draft',
                  title: t('wallets.rehearsal.draft'),
                  render: ({ entry }) => (
                    <Side document={entry.document} side={entry.draft} documents={open.documents} />
                  ),
                },
              ]}
            />
            <Pager
              label={title}
              isFirst={cursor === undefined}
              nextCursor={nextCursor}
              onFirst={() => setCursor(undefined)}
              onCursor={setCursor}
            />
          </>
        )}
      </Asked>
    </Panel>
  );
}

function Cause({ step, base, draft }: RehearsedEntry) {
  const { t } = useTranslation();
  const rowOf = base ?? draft;
  if (step === null) return <>{t('wallets.causeKind.wake')}</>;
  return (
    <>
      {step.kind === 'decision' ? commandText(step.type, t) : factName(step.type, t)}
      <span className="hint">{rowOf?.source === 'order' ? rowOf.sourceId : step.messageId}</span>
    </>
  );
}

interface SideProps {
  readonly document: string;
  readonly side: RehearsedEntry['base'];
  readonly documents: OpenProps['documents'];
}

function isEntryKind(kind: string): kind is keyof typeof words.entryKind {
  return Object.hasOwn(words.entryKind, kind);
}

function Side({ document, side, documents }: SideProps) {
  const { t } = useTranslation();
  const local = useLocal();
  const format = useFormat();
  if (side === null) return <span className="quiet">{t('value.none')}</span>;
  if (side.source === 'level')
    return <>{t('wallets.rehearsal.toLevel', { level: levelName(document, side.sourceId, { documents, local }) })}</>;
  const say = unitsOfLine(document, documents, format);
  const rule = local(readName(partsOf(documents[pathInFolder(earningFolder, side.rule)])['name'])) || side.rule;
  return (
    <>
      <strong className="nowrap">
        {side.units < 0 ? '−' : '+'}
        {say(Math.abs(side.units))}
      </strong>{' '}
      {isEntryKind(side.kind) ? t(`wallets.entryKind.${side.kind}`) : side.kind}
      <span className="hint">
        {[local(readName(partsOf(documents[document])['name'])), rule].filter((part) => part !== '').join(' · ')}
      </span>
    </>
  );
}
