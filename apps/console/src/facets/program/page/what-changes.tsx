import { Progress } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../api/queries.ts';
import { isRunning } from '../../../editing/job.ts';
import type { Documents } from '../../../editing/documents.ts';
import type { PublicationPreview } from '../../../editing/use-preview.ts';
import { useLocal } from '../../../i18n/use-local.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { readLifecycles } from '../../../stages/lifecycle-document.ts';
import { StageChip } from '../../../stages/stage-chip.tsx';
import { useLifecycles, useLifecycleView } from '../../../stages/use-lifecycle.ts';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { ScrollBox } from '../../../ui/scroll-box.tsx';

type History = NonNullable<Result<'program', 'preview'>['history']>;
type Month = History['months'][number];
type Move = Month['moves'][number];

interface Props {
  readonly counted: PublicationPreview;
  readonly documents: Documents | undefined;
  readonly version: number;
}

/** What a publication changes: who moves now, and who will have stood elsewhere at the ends of past months. */
export function WhatChanges({ counted, documents, version }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { preview, error } = counted;
  if (error !== null) return <ProblemPanel error={error} />;
  const isCounted = preview?.status === 'succeeded';
  return (
    <>
      <p className="modal-lead">{t('program.publishHistory', { version })}</p>
      {(preview === undefined || isRunning(preview.status)) && (
        <output className="block">
          <p className="quiet">{t('program.counting')}</p>
          <Progress
            percent={preview === undefined || preview.total === 0 ? 0 : (100 * preview.done) / preview.total}
            showInfo={false}
            size="small"
            aria-label={t('program.counting')}
          />
        </output>
      )}
      {preview !== undefined && !isRunning(preview.status) && !isCounted && <p>{t('program.publishUnknown')}</p>}
      {isCounted && (
        <output className="block">
          <p>{t('program.publishLead', { changed: format.integer(preview.membersChanged) })}</p>
          {preview.history !== null && <PastChanges history={preview.history} documents={documents ?? {}} />}
        </output>
      )}
    </>
  );
}

function PastChanges({ history, documents }: { readonly history: History; readonly documents: Documents }) {
  const { t } = useTranslation();
  const format = useFormat();
  const said = { members: format.integer(history.membersChanged), months: history.months.length };
  const months = history.months.filter(({ membersChanged }) => membersChanged > 0).toReversed();
  if (months.length === 0) return <p>{t('program.historySame', said)}</p>;
  return (
    <>
      <p>{t('program.historyChanges', said)}</p>
      <ScrollBox className="past-changes" name={t('program.historyTable')}>
        <table>
          <caption className="visually-hidden">{t('program.historyTable')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('program.historyColumn.month')}</th>
              <th scope="col">{t('program.historyColumn.changed')}</th>
              <th scope="col">{t('program.historyColumn.moves')}</th>
            </tr>
          </thead>
          <tbody>
            {months.map((month) => (
              <tr key={month.on}>
                <th scope="row">{format.monthOf(month.on)}</th>
                <td className="number">
                  {t('program.historyOf', {
                    changed: format.integer(month.membersChanged),
                    members: format.integer(month.members),
                  })}
                </td>
                <td>
                  <Moves moves={month.moves} documents={documents} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </>
  );
}

function Moves({ moves, documents }: { readonly moves: readonly Move[]; readonly documents: Documents }) {
  return (
    <ul className="past-moves">
      {moves
        .toSorted((one, other) => other.members - one.members)
        .map((move) => (
          <li key={`${move.lifecycle} ${move.from} ${move.to}`}>
            <OneMove move={move} documents={documents} />
          </li>
        ))}
    </ul>
  );
}

function OneMove({ move, documents }: { readonly move: Move; readonly documents: Documents }) {
  const { t } = useTranslation();
  const local = useLocal();
  const format = useFormat();
  const present = useLifecycles();
  const next = useMemo(() => readLifecycles(documents), [documents]);
  const ofMove = ({ id }: { readonly id: string }) => id === move.lifecycle;
  const from = useLifecycleView(present.find(ofMove));
  const to = useLifecycleView(next.find(ofMove));
  const name = next.find(ofMove)?.name ?? present.find(ofMove)?.name;
  return (
    <span className="effect">
      {move.from === '' ? t('value.none') : <StageChip stage={from.stage(move.from)} />}
      <span aria-hidden="true">→</span>
      {move.to === '' ? t('value.none') : <StageChip stage={to.stage(move.to)} />}
      <strong>{format.integer(move.members)}</strong>
      {next.length > 1 && name !== undefined && <span className="quiet">{local(name)}</span>}
    </span>
  );
}
