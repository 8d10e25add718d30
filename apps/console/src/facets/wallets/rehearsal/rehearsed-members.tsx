import { DownloadOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocal } from '../../../i18n/use-local.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { toCsv } from '../../../ui/export/csv.ts';
import { downloadFile } from '../../../ui/export/download.ts';
import { RouteLink } from '../../../ui/link.tsx';
import { Asked } from '../../../ui/loading/asked.tsx';
import { MemberName } from '../../../ui/member-name.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { DataTable } from '../../../ui/table/data-table.tsx';
import { Pager } from '../../../ui/table/pager.tsx';
import { figureName, levelName, unitsOfLine } from './figure-words.ts';
import type { OpenProps } from './open-props.ts';
import { allRehearsedMembers, rehearsedMembersQuery } from './rehearsal-queries.ts';
import type { RehearsalResult } from './rehearsal-queries.ts';

interface Props extends OpenProps {
  readonly result: RehearsalResult;
  readonly list: string;
}

/** The members of a line, those with the greatest difference first; each opens to why. */
export function RehearsedMembers({ result, list, ...open }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [cursor, setCursor] = useState<string>();
  const { rehearsalId, view, hrefOf } = open;
  const { title, say } = useListed(result, list, open);
  const save = useMutation({
    mutationFn: () => allRehearsedMembers(rehearsalId, list),
    onSuccess: (members) =>
      downloadFile(
        `${title}.csv`,
        toCsv(
          {
            columns: [
              { title: t('wallets.rehearsal.memberId'), kind: 'text' },
              { title: t('wallets.rehearsal.base'), kind: 'integer' },
              { title: t('wallets.rehearsal.draft'), kind: 'integer' },
              { title: t('wallets.rehearsal.difference'), kind: 'integer' },
            ],
            rows: members.map(({ id, base, draft, difference }) => [id, base, draft, difference]),
          },
          format,
        ),
      ),
  });
  const { list: _, who: _who, ...closed } = view;
  return (
    <Panel
      title={title}
      lead={t('wallets.rehearsal.membersLead')}
      extra={
        <>
          <Button icon={<DownloadOutlined />} loading={save.isPending} onClick={() => save.mutate()}>
            {t('action.exportCsv')}
          </Button>
          <RouteLink href={hrefOf(closed)}>{t('wallets.rehearsal.close')}</RouteLink>
        </>
      }
    >
      <Asked query={rehearsedMembersQuery({ rehearsalId, list, cursor })} pending={<SkeletonRows />}>
        {({ items, members, nextCursor }, isStale) => (
          <>
            <p className="quiet" data-listed={members}>
              {t('wallets.rehearsal.membersCount', { members: format.integer(members) })}
            </p>
            <DataTable
              caption={title}
              rows={items}
              rowKey={({ id }) => id}
              empty={t('wallets.rehearsal.noMembers')}
              isStale={isStale}
              columns={[
                {
                  key: 'member',
                  title: t('wallets.rehearsal.member'),
                  isFluid: true,
                  render: ({ id, label }) => (
                    <RouteLink href={hrefOf({ ...view, who: id })}>
                      <MemberName id={id} label={label} />
                    </RouteLink>
                  ),
                },
                {
                  key: 'base',
                  title: t('wallets.rehearsal.base'),
                  isNumber: true,
                  render: ({ base }) => <span className="quiet">{say(base)}</span>,
                },
                {
                  key: 'draft',
                  title: t('wallets.rehearsal.draft'),
                  isNumber: true,
                  render: ({ draft }) => say(draft),
                },
                {
                  key: 'difference',
                  title: t('wallets.rehearsal.difference'),
                  isNumber: true,
                  render: ({ difference }) => (
                    <strong>{`${difference < 0 ? '−' : '+'}${say(Math.abs(difference))}`}</strong>
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

interface Listed {
  readonly title: string;
  readonly say: (figure: number) => string;
}

/** What a list is of, and how its figures are told: lists are named by the lines that they open from. */
function useListed(result: RehearsalResult, list: string, { documents }: OpenProps): Listed {
  const { t } = useTranslation();
  const local = useLocal();
  const format = useFormat();
  const line = result.lines.find(({ total, months }) => total.list === list || months.some((one) => one.list === list));
  if (line !== undefined) {
    const month = line.months.find((one) => one.list === list)?.month;
    const name = figureName(line, local);
    const title = month === undefined ? name : `${name} · ${format.monthOf(`${month}-01`)}`;
    return { title, say: unitsOfLine(line.document, documents, format) };
  }
  const gain = result.gains.find(({ winners, losers }) => winners.list === list || losers.list === list);
  if (gain !== undefined) {
    const side = t(`wallets.rehearsal.${gain.winners.list === list ? 'winners' : 'losers'}`);
    if (gain.line === null) return { title: side, say: format.money };
    return {
      title: `${side} · ${figureName(gain.line, local)}`,
      say: unitsOfLine(gain.line.document, documents, format),
    };
  }
  const level = (document: string, id: string) =>
    id === '' ? t('wallets.rehearsal.nowhere') : levelName(document, id, { documents, local });
  const move = result.moves.find((one) => one.list === list);
  if (move !== undefined)
    return { title: `${level(move.document, move.from)} → ${level(move.document, move.to)}`, say: format.integer };
  const standing = result.standings.find((one) => one.list === list);
  if (standing === undefined) return { title: t('wallets.rehearsal.members'), say: format.integer };
  const { document, base, draft } = standing;
  return { title: `${level(document, base)} → ${level(document, draft)}`, say: format.integer };
}
