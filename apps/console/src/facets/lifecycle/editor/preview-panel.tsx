import { Popover, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../reader/use-format.ts';
import { useLifecycle, useLifecycleView } from '../../../stages/use-lifecycle.ts';
import type { LifecycleView } from '../../../stages/use-lifecycle.ts';
import { isRunning } from '../../../editing/job.ts';
import { usePreview } from '../../../editing/use-preview.ts';
import type { ProgramSideProps } from '../../../facet/program-places.ts';
import { RouteLink } from '../../../ui/link.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { ScrollBox } from '../../../ui/scroll-box.tsx';
import { StageMark } from '../../../stages/stage-mark.tsx';
import { Why } from '../../../ui/why.tsx';
import { membersPaths } from '../../members/urls/paths.ts';
import { stagesTab } from './stages-tab.ts';
import { LifecycleSelect } from './lifecycle-select.tsx';
import { useEditedLifecycles } from './use-edited-lifecycles.ts';
import { createMatrix } from './preview-matrix.ts';
import type { Matrix, MatrixCell } from './preview-matrix.ts';
import './editor.css';

/** Who would move from where to where, before anything is published. */
export function PreviewPanel({ tab, editor, view: programView, onLifecycle }: ProgramSideProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { lifecycles, lifecycle } = useEditedLifecycles(editor, programView.lifecycle);
  const view = useLifecycleView(lifecycle);
  // Names of present stages, which the draft may no longer have.
  const presentView = useLifecycle(lifecycle?.id);
  const { preview, error } = usePreview(editor);
  const moves = (preview?.moves ?? []).filter((move) => move.lifecycle === lifecycle?.id);
  const matrix = createMatrix(
    moves,
    view.stages.map(({ id }) => id),
  );
  const isCounting = preview !== undefined && isRunning(preview.status);
  const isSettled = editor.settled === editor.documents;
  return (
    <Panel
      title={t('lifecycle.preview')}
      lead={t('lifecycle.previewLead')}
      extra={
        <>
          <Why name={t('lifecycle.preview')} definition={t('lifecycle.previewWhy')} asOfAt={preview?.asOfAt} />
          {tab !== stagesTab && (
            <LifecycleSelect lifecycles={lifecycles} lifecycle={lifecycle} onLifecycle={onLifecycle} />
          )}
        </>
      }
    >
      {error !== null && <ProblemPanel error={error} />}
      {!editor.isChanged && <p className="quiet">{t('lifecycle.previewSame')}</p>}
      {editor.isChanged && isSettled && editor.issues.length > 0 && (
        <p className="quiet">{t('lifecycle.previewInvalid')}</p>
      )}
      {isCounting && (
        <output className="block">
          <p className="quiet">
            {t('lifecycle.previewRunning', {
              done: format.integer(preview.done),
              total: format.integer(preview.total),
            })}
          </p>
          <Progress
            percent={preview.total === 0 ? 0 : (100 * preview.done) / preview.total}
            showInfo={false}
            size="small"
            aria-label={t('lifecycle.preview')}
          />
        </output>
      )}
      {preview !== undefined && !isCounting && editor.isChanged && (
        <div className={isSettled ? '' : 'stale'}>
          <output className="block preview-total">
            {matrix.changed === 0
              ? t('lifecycle.previewNone')
              : t('lifecycle.previewChanged', {
                  count: format.integer(matrix.changed),
                  total: format.integer(matrix.total),
                })}
          </output>
          <MatrixTable matrix={matrix} view={view} presentView={presentView} />
        </div>
      )}
    </Panel>
  );
}

interface MatrixProps {
  readonly matrix: Matrix;
  readonly view: LifecycleView;
  readonly presentView: LifecycleView;
}

function MatrixTable({ matrix, view, presentView }: MatrixProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ScrollBox className="matrix-box" name={t('lifecycle.preview')}>
      <table className="matrix">
        <thead>
          <tr>
            <th scope="col">{t('lifecycle.previewFrom')}</th>
            {matrix.columns.map(({ stage }) => (
              <th key={stage} scope="col">
                <StageMark style={view.stage(stage).style} size={10} /> {view.stage(stage).name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {matrix.rows.map((row) => (
            <tr key={row.stage}>
              <th scope="row">
                <StageMark style={presentView.stage(row.stage).style} size={10} />{' '}
                {row.stage === '' ? t('value.none') : presentView.stage(row.stage).name}{' '}
                <span className="quiet">{format.integer(row.total)}</span>
              </th>
              {row.cells.map((cell) => (
                <td key={cell.to} className={cell.isStay ? 'stay' : ''} style={shade(cell, view)}>
                  <CellValue cell={cell} from={presentView.stage(row.stage).name} to={view.stage(cell.to).name} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

/** Movers are shaded in the colour of the stage they go to, the more of the row the deeper. */
function shade(cell: MatrixCell, view: LifecycleView): { background?: string } {
  if (cell.isStay || cell.members === 0) return {};
  const depth = Math.round(18 + 42 * cell.share);
  return { background: `color-mix(in srgb, ${view.stage(cell.to).style?.colour ?? '#8d867a'} ${depth}%, transparent)` };
}

function CellValue({ cell, from, to }: { readonly cell: MatrixCell; readonly from: string; readonly to: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (cell.members === 0) return null;
  if (cell.isStay) return <>{format.integer(cell.members)}</>;
  return (
    <Popover
      trigger="click"
      title={t('lifecycle.previewSample', {
        shown: format.integer(cell.sample.length),
        count: format.integer(cell.members),
      })}
      content={
        <ul>
          {cell.sample.map(({ id, label }) => (
            <li key={id}>
              <RouteLink href={membersPaths.member(id)}>{label}</RouteLink>
            </li>
          ))}
        </ul>
      }
    >
      <button
        type="button"
        className="matrix-cell"
        aria-label={t('lifecycle.previewCell', { from, to, count: format.integer(cell.members) })}
      >
        {format.integer(cell.members)}
      </button>
    </Popover>
  );
}
