import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { stageRoles } from '../../../stages/lifecycle-document.ts';
import type { LifecycleDocument } from '../../../stages/lifecycle-document.ts';
import type { LifecycleView } from '../../../stages/use-lifecycle.ts';
import { ConditionEditor } from '../../../conditions/condition-editor.tsx';
import type { FieldSet } from '../../../conditions/editor-field.ts';
import { recencyAlias } from '../../../conditions/use-text-context.ts';
import { useLocal } from '../../../i18n/use-local.ts';
import { StageMark } from '../../../stages/stage-mark.tsx';
import { IssueList, WarningList } from '../../../editing/issue-list.tsx';
import type { DocumentIssue } from '../../../editing/issues.ts';
import { NameInputs } from '../../../editing/name-inputs.tsx';
import { canMove, canRemove, changeStage, moveStage, removeStage } from './stage-list.ts';

interface Props {
  readonly lifecycle: LifecycleDocument;
  readonly view: LifecycleView;
  readonly index: number;
  readonly issues: readonly DocumentIssue[];
  readonly warnings: readonly DocumentIssue[];
  /** What its condition may be of, the named metrics of the working copy with them. */
  readonly fields: FieldSet;
  readonly isDisabled: boolean;
  readonly onChange: (lifecycle: LifecycleDocument) => void;
}

/** One stage: its place, names, role, colour and condition, with what is wrong with it. */
export function StageEditor({ lifecycle, view, index, issues, warnings, fields, isDisabled, onChange }: Props) {
  const { t } = useTranslation();
  const local = useLocal();
  const stage = lifecycle.stages[index];
  if (stage === undefined) return null;
  const isLast = index === lifecycle.stages.length - 1;
  const style = view.stage(stage.id).style;
  const label = t('lifecycle.stageLabel', { number: index + 1, name: local(stage.name) });
  const change = (part: Parameters<typeof changeStage>[2]) => onChange(changeStage(lifecycle, index, part));
  const move = (step: -1 | 1) => onChange(moveStage(lifecycle, index, step));
  return (
    <li className="stage-editor" aria-label={label}>
      <div className="stage-head">
        <span className="stage-number">{index + 1}</span>
        <StageMark style={style} size={16} />
        <NameInputs
          name={stage.name}
          isDisabled={isDisabled}
          labelOf={(language) => `${language} · ${label}`}
          onChange={(name) => change({ name })}
        />
        <Select
          value={stage.role}
          disabled={isDisabled}
          aria-label={`${t('lifecycle.role')} · ${label}`}
          options={stageRoles.map((role) => ({ value: role, label: t(`lifecycle.roles.${role}`) }))}
          onChange={(role) => change({ role })}
        />
        <input
          type="color"
          className="colour"
          value={style?.colour ?? '#8d867a'}
          disabled={isDisabled}
          aria-label={`${t('lifecycle.color')} · ${label}`}
          onChange={({ target }) => change({ color: target.value })}
        />
        <span className="stage-buttons">
          <Button
            size="small"
            type="text"
            icon={<ArrowUpOutlined />}
            aria-label={`${t('action.moveUp')} · ${label}`}
            disabled={isDisabled || !canMove(lifecycle, index, -1)}
            onClick={() => move(-1)}
          />
          <Button
            size="small"
            type="text"
            icon={<ArrowDownOutlined />}
            aria-label={`${t('action.moveDown')} · ${label}`}
            disabled={isDisabled || !canMove(lifecycle, index, 1)}
            onClick={() => move(1)}
          />
          <Button
            size="small"
            type="text"
            icon={<DeleteOutlined />}
            aria-label={`${t('action.remove')} · ${label}`}
            disabled={isDisabled || !canRemove(lifecycle, index)}
            onClick={() => onChange(removeStage(lifecycle, index))}
          />
        </span>
      </div>
      {isLast ? (
        <p className="quiet">{t('lifecycle.lastResort')}</p>
      ) : (
        <ConditionEditor
          value={stage.condition}
          fields={fields}
          firstField={recencyAlias}
          isDisabled={isDisabled}
          onChange={(condition) => change({ condition })}
        />
      )}
      <IssueList issues={issues} />
      <WarningList warnings={warnings} />
    </li>
  );
}
