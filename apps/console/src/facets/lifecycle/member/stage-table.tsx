import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../api/queries.ts';
import type { MemberProps } from '../../../facet/member-places.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { useLifecycle, useLifecycles } from '../../../stages/use-lifecycle.ts';
import { toMilliseconds } from '../../../format/format.ts';
import { useLocal } from '../../../i18n/use-local.ts';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { useMoveText, useRecordedText } from '../../../conditions/use-move-text.ts';
import { StageChip } from '../../../stages/stage-chip.tsx';
import { stagesQuery } from './queries.ts';

type Interval = Result<'members', 'stages'>['items'][number];
const dayMs = 86_400_000;

/** Every interval of the stage timeline with its cause, newest first. */
export function StageTable({ profile }: MemberProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const hasManyLifecycles = useLifecycles().length > 1;
  const { data } = useSuspenseQuery(stagesQuery(profile.id));
  const title = (key: 'stage' | 'from' | 'to' | 'cause' | 'version' | 'length') =>
    t(`lifecycle.member.stageColumn.${key}`);
  const columns: readonly Column<Interval>[] = [
    { key: 'stage', title: title('stage'), render: (row) => <StageCell interval={row} isNamed={hasManyLifecycles} /> },
    { key: 'from', title: title('from'), render: (row) => <Instant at={row.from} precision="second" /> },
    {
      key: 'to',
      title: title('to'),
      render: (row) => (row.to === null ? t('lifecycle.member.current') : <Instant at={row.to} precision="second" />),
    },
    {
      key: 'length',
      title: title('length'),
      isNumber: true,
      render: (row) =>
        row.to === null
          ? t('value.none')
          : t('condition.window.days', {
              days: format.decimal((toMilliseconds(row.to) - toMilliseconds(row.from)) / dayMs),
            }),
    },
    { key: 'cause', title: title('cause'), isLong: true, render: (row) => <CauseCell interval={row} /> },
    { key: 'version', title: title('version'), isNumber: true, render: (row) => row.programVersion },
  ];
  return (
    <section className="panel">
      <DataTable
        caption={t('lifecycle.member.stageTable')}
        columns={columns}
        rows={data.items}
        rowKey={(row) => row.lifecycle + row.from}
        empty={t('empty.nothing')}
      />
    </section>
  );
}

function CauseCell({ interval }: { readonly interval: Interval }) {
  const { t } = useTranslation();
  const moveText = useMoveText();
  const recordedText = useRecordedText();
  const { cause, causeKind, causeAt, programVersion } = interval;
  const note = recordedText({ kind: causeKind, at: causeAt, programVersion });
  return (
    <>
      {cause === null ? t('cause.refold') : moveText(cause)}
      {note !== undefined && <span className="quiet"> · {note}</span>}
    </>
  );
}

function StageCell({ interval, isNamed }: { readonly interval: Interval; readonly isNamed: boolean }) {
  const { t } = useTranslation();
  const local = useLocal();
  const lifecycle = useLifecycle(interval.lifecycle);
  const document = useLifecycles().find(({ id }) => id === interval.lifecycle);
  return (
    <span className="effect">
      <StageChip stage={lifecycle.stage(interval.stage)} />
      {interval.isReactivation && <span className="tag">{t('lifecycle.member.reactivated')}</span>}
      {isNamed && document !== undefined && <span className="quiet">{local(document.name)}</span>}
    </span>
  );
}
