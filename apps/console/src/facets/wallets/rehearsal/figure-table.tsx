import { DownloadOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { useLocal } from '../../../i18n/use-local.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { ToolButton } from '../../../ui/chart/tool-button.tsx';
import { DrillLink } from '../../../ui/drill.tsx';
import { toCsv } from '../../../ui/export/csv.ts';
import { downloadFile } from '../../../ui/export/download.ts';
import { Panel } from '../../../ui/panel.tsx';
import { DataTable } from '../../../ui/table/data-table.tsx';
import { figureName, unitsOfLine } from './figure-words.ts';
import { listHref } from './open-props.ts';
import type { OpenProps } from './open-props.ts';
import type { RehearsalResult, RehearsedLine } from './rehearsal-queries.ts';

interface Props extends OpenProps {
  readonly result: RehearsalResult;
}

/** Every figure of every wallet: over the period, or at its end. */
export function FigureTable({ result, ...open }: Props) {
  const { t } = useTranslation();
  const local = useLocal();
  const format = useFormat();
  const title = t('wallets.rehearsal.figures');
  const say = (line: RehearsedLine, units: number) => unitsOfLine(line.document, open.documents, format)(units);
  const worth = (minor: number | null) => (minor === null ? t('value.none') : format.money(minor));
  const exported = () =>
    downloadFile(
      `${title}.csv`,
      toCsv(
        {
          columns: [
            { title: t('wallets.rehearsal.figure'), kind: 'text' },
            { title: t('wallets.rehearsal.base'), kind: 'integer' },
            { title: t('wallets.rehearsal.draft'), kind: 'integer' },
            { title: t('wallets.rehearsal.worthBase'), kind: 'money' },
            { title: t('wallets.rehearsal.worthDraft'), kind: 'money' },
            { title: t('wallets.rehearsal.members'), kind: 'integer' },
          ],
          rows: result.lines.map((line) => [
            figureName(line, local),
            line.total.base,
            line.total.draft,
            line.total.baseMinor,
            line.total.draftMinor,
            line.total.members,
          ]),
        },
        format,
      ),
    );
  return (
    <Panel
      title={title}
      lead={t('wallets.rehearsal.figuresLead')}
      extra={<ToolButton label={t('action.exportCsv')} icon={<DownloadOutlined />} onClick={exported} />}
    >
      <DataTable
        caption={title}
        rows={result.lines}
        rowKey={({ document, figure }) => `${document} ${figure}`}
        empty={t('wallets.rehearsal.noLines')}
        columns={[
          {
            key: 'figure',
            title: t('wallets.rehearsal.figure'),
            isFluid: true,
            render: (line) => <span className="rehearsal-name">{figureName(line, local)}</span>,
          },
          {
            key: 'base',
            title: t('wallets.rehearsal.base'),
            isNumber: true,
            render: (line) => <span className="quiet">{say(line, line.total.base)}</span>,
          },
          {
            key: 'draft',
            title: t('wallets.rehearsal.draft'),
            isNumber: true,
            render: (line) => say(line, line.total.draft),
          },
          {
            key: 'difference',
            title: t('wallets.rehearsal.difference'),
            isNumber: true,
            render: ({ total }) => <strong>{format.signed(total.draft - total.base)}</strong>,
          },
          {
            key: 'worth',
            title: t('wallets.rehearsal.worthDraft'),
            isNumber: true,
            render: ({ total }) => worth(total.draftMinor),
          },
          {
            key: 'members',
            title: t('wallets.rehearsal.members'),
            isNumber: true,
            render: ({ total: { members, list } }) =>
              members === 0 ? (
                '0'
              ) : (
                <DrillLink figure={members} href={listHref(open, list)}>
                  {format.integer(members)}
                </DrillLink>
              ),
          },
        ]}
      />
    </Panel>
  );
}
