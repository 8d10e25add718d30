import { useTranslation } from 'react-i18next';
import { useLocal } from '../../../i18n/use-local.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { DrillLink } from '../../../ui/drill.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { DataTable } from '../../../ui/table/data-table.tsx';
import { levelName } from './figure-words.ts';
import { listHref } from './open-props.ts';
import type { OpenProps } from './open-props.ts';
import type { RehearsalResult } from './rehearsal-queries.ts';

interface Props extends OpenProps {
  readonly result: RehearsalResult;
}

/** How often members went from one level to another, under both programs. */
export function MoveTable({ result, ...open }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const level = useLevel(open);
  if (result.moves.length === 0) return null;
  return (
    <Panel title={t('wallets.rehearsal.moves')} lead={t('wallets.rehearsal.movesLead')}>
      <DataTable
        caption={t('wallets.rehearsal.moves')}
        rows={result.moves}
        rowKey={({ document, from, to }) => `${document} ${from} ${to}`}
        empty=""
        columns={[
          {
            key: 'move',
            title: t('wallets.rehearsal.move'),
            isFluid: true,
            render: ({ document, from, to }) => `${level(document, from)} → ${level(document, to)}`,
          },
          {
            key: 'base',
            title: t('wallets.rehearsal.base'),
            isNumber: true,
            render: ({ base }) => <span className="quiet">{format.integer(base)}</span>,
          },
          {
            key: 'draft',
            title: t('wallets.rehearsal.draft'),
            isNumber: true,
            render: ({ draft }) => format.integer(draft),
          },
          {
            key: 'members',
            title: t('wallets.rehearsal.members'),
            isNumber: true,
            render: ({ members, list }) => <Members members={members} href={listHref(open, list)} />,
          },
        ]}
      />
    </Panel>
  );
}

/** Who would stand on another level at the end. */
export function StandingTable({ result, ...open }: Props) {
  const { t } = useTranslation();
  const level = useLevel(open);
  if (result.standings.length === 0) return null;
  const rows = result.standings.filter(({ base, draft }) => base !== draft);
  return (
    <Panel title={t('wallets.rehearsal.standings')} lead={t('wallets.rehearsal.standingsLead')}>
      <DataTable
        caption={t('wallets.rehearsal.standings')}
        rows={rows}
        rowKey={({ document, base, draft }) => `${document} ${base} ${draft}`}
        empty={t('wallets.rehearsal.sameStandings')}
        columns={[
          {
            key: 'standing',
            title: t('wallets.rehearsal.standing'),
            isFluid: true,
            render: ({ document, base, draft }) => `${level(document, base)} → ${level(document, draft)}`,
          },
          {
            key: 'members',
            title: t('wallets.rehearsal.members'),
            isNumber: true,
            render: ({ members, list }) => <Members members={members} href={listHref(open, list)} />,
          },
        ]}
      />
    </Panel>
  );
}

function useLevel({ documents }: OpenProps): (document: string, level: string) => string {
  const { t } = useTranslation();
  const local = useLocal();
  return (document, level) =>
    level === '' ? t('wallets.rehearsal.nowhere') : levelName(document, level, { documents, local });
}

function Members({ members, href }: { readonly members: number; readonly href: string }) {
  const format = useFormat();
  if (members === 0) return <>0</>;
  return (
    <DrillLink figure={members} href={href}>
      {format.integer(members)}
    </DrillLink>
  );
}
