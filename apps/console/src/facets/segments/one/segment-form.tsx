import { RedoOutlined, UndoOutlined } from '@ant-design/icons';
import { ApiError } from '@perennial/contracts';
import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../../api/problem-of.ts';
import { useListedFields } from '../../../conditions/fields/use-listed-fields.ts';
import { useSaid } from '../../../i18n/use-said.ts';
import { useDebounced } from '../../../reader/use-debounced.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { segmentQueries } from '../asked/segment-queries.ts';
import type { Segment, SentCondition } from '../asked/segment-queries.ts';
import { GroupEditor } from '../editor/node-editor.tsx';
import type { NodeProblem } from '../editor/node-editor.tsx';
import { nodesOf } from '../editor/node.ts';
import type { DraftNode } from '../editor/node.ts';
import { useDraft } from '../editor/use-draft.ts';
import type { Draft } from '../editor/use-draft.ts';
import { SizePanel } from './size-panel.tsx';
import './one.css';

interface Props {
  readonly first: Draft;
  readonly saved?: Segment;
  readonly isSaving: boolean;
  readonly error: unknown;
  readonly onSave: (draft: Draft) => void;
  /** What stands under the editor, of the condition that is shown. */
  readonly below: (condition: SentCondition) => ReactNode;
}

const restMs = 350;
const nameLengthMax = 200;

/** The draft of a segment, beside whom it means. */
export function SegmentForm({ first, saved, isSaving, error, onSave, below }: Props) {
  const { t } = useTranslation();
  const fields = useListedFields({ isPast: false });
  const { draft, change, undo, redo } = useDraft(first);
  const condition = useDebounced(draft.condition, restMs);
  const sent = toSent(condition);
  const problems = useProblems(condition, sent);
  const isChanged = JSON.stringify(draft) !== JSON.stringify(first);
  const isOther = JSON.stringify(draft.condition) !== JSON.stringify(first.condition);
  const isEmpty = nodesOf(draft.condition).length === 0;
  const refusal = draft.name.trim() === '' ? t('segments.needsName') : isEmpty ? t('segments.needsClause') : undefined;
  return (
    <div className="segment-columns">
      <div className="segment-main">
        <Panel
          title={t('segments.editor')}
          extra={
            <>
              <Button
                size="small"
                icon={<UndoOutlined />}
                aria-label={t('action.undo')}
                disabled={undo === undefined}
                onClick={undo}
              />
              <Button
                size="small"
                icon={<RedoOutlined />}
                aria-label={t('segments.redo')}
                disabled={redo === undefined}
                onClick={redo}
              />
              <GuardedButton
                needs="segments.manage"
                type="primary"
                loading={isSaving}
                disabled={saved !== undefined && !isChanged}
                refusal={refusal}
                onClick={() => onSave(draft)}
              >
                {t('action.save')}
              </GuardedButton>
            </>
          }
        >
          <div className="segment-form">
            <label>
              {t('segments.name')}
              <Input
                value={draft.name}
                maxLength={nameLengthMax}
                onChange={({ target }) => change({ name: target.value })}
              />
            </label>
            <label>
              {t('segments.description')}
              <Input value={draft.description} onChange={({ target }) => change({ description: target.value })} />
            </label>
            <GroupEditor
              node={draft.condition}
              path=""
              depth={1}
              fields={fields}
              problems={problems}
              onChange={(next) => change({ condition: next })}
            />
            {error !== null && error !== undefined && <ProblemPanel error={error} isWrite />}
          </div>
        </Panel>
        {!isEmpty && below(sent)}
      </div>
      {isEmpty ? (
        <Panel title={t('segments.size.title')}>{t('segments.needsClause')}</Panel>
      ) : (
        <SizePanel condition={sent} saved={saved} isChanged={isOther} />
      )}
    </div>
  );
}

/** What is wrong with the draft, by the place in it. */
function useProblems(condition: DraftNode, sent: SentCondition): readonly NodeProblem[] {
  const { t } = useTranslation();
  const said = useSaid();
  const { error } = useQuery({ ...segmentQueries.preview(sent), enabled: nodesOf(condition).length > 0 });
  if (!(error instanceof ApiError) || error.problem.code !== 'segment.invalid') return [];
  return problemOf(error, t, said).errors.map(({ path, message }) => ({
    path: path.replace(/^\/condition#?/u, ''),
    message,
  }));
}

/** The draft is JSON all through; what it holds is for the server to judge. */
function toSent(condition: DraftNode): SentCondition {
  const sent: SentCondition = JSON.parse(JSON.stringify(condition));
  return sent;
}
