import { PlusOutlined } from '@ant-design/icons';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { pathOfLifecycle, readLifecycle, recencyKinds } from '../../../stages/lifecycle-document.ts';
import type { LifecycleDocument } from '../../../stages/lifecycle-document.ts';
import { useJudgedFields } from '../../../conditions/fields/use-judged-fields.ts';
import { readSettings } from '../../../editing/settings-document.ts';
import type { ProgramTabProps } from '../../../facet/program-places.ts';
import { useLifecycleView } from '../../../stages/use-lifecycle.ts';
import { useLocal } from '../../../i18n/use-local.ts';
import { Panel } from '../../../ui/panel.tsx';
import { metricFields } from '../metrics/metric-list.ts';
import { IssueList } from '../../../editing/issue-list.tsx';
import { issuesOfStage, otherIssues } from './stage-issues.ts';
import { LifecycleSelect } from './lifecycle-select.tsx';
import { presetsQuery } from './presets-query.ts';
import { NameInputs } from '../../../editing/name-inputs.tsx';
import { StageEditor } from './stage-editor.tsx';
import { addStage, stagesMax } from './stage-list.ts';
import { useEditedLifecycles } from './use-edited-lifecycles.ts';
import './editor.css';

/** The stages of the lifecycle that is looked at. */
export function StagesEditor(props: ProgramTabProps) {
  const { t } = useTranslation();
  const { editor, view, onLifecycle } = props;
  const { lifecycles, lifecycle, change } = useEditedLifecycles(editor, view.lifecycle);
  if (lifecycle === undefined) return <p className="quiet">{t('empty.nothing')}</p>;
  return (
    <StageListEditor
      {...props}
      lifecycle={lifecycle}
      change={change}
      choice={<LifecycleSelect lifecycles={lifecycles} lifecycle={lifecycle} onLifecycle={onLifecycle} />}
    />
  );
}

interface Props extends ProgramTabProps {
  readonly lifecycle: LifecycleDocument;
  readonly change: (lifecycle: LifecycleDocument) => void;
  readonly choice: ReactNode;
}

/** Name, recency and stages of a lifecycle. */
function StageListEditor({ editor, issues, isDisabled, lifecycle, change, choice }: Props) {
  const { t } = useTranslation();
  const local = useLocal();
  const view = useLifecycleView(lifecycle);
  const { data: presets } = useSuspenseQuery(presetsQuery());
  const path = pathOfLifecycle(lifecycle.id);
  const other = otherIssues(issues, path);
  const metrics = useMemo(() => metricFields(readSettings(editor.documents).metrics), [editor.documents]);
  const fields = useJudgedFields({ recencyOf: lifecycle.recencyOf, metrics });
  const applyPreset = (presetId: string) => {
    const preset = readLifecycle(presets.items.find(({ id }) => id === presetId)?.lifecycle);
    // The id stays: members' timelines are kept under it.
    if (preset !== undefined) change({ ...preset, id: lifecycle.id });
  };
  return (
    <Panel
      title={t('lifecycle.stages')}
      lead={t('lifecycle.stagesLead')}
      extra={
        <>
          {choice}
          <Select
            aria-label={t('lifecycle.preset')}
            placeholder={t('lifecycle.preset')}
            title={t('lifecycle.presetHint')}
            value={null}
            disabled={isDisabled}
            popupMatchSelectWidth={false}
            options={presets.items.map(({ id, name }) => ({ value: id, label: local(name) }))}
            onChange={applyPreset}
          />
        </>
      }
    >
      <div className="lifecycle-head">
        <NameInputs
          name={lifecycle.name}
          isDisabled={isDisabled}
          labelOf={(language) => `${t('lifecycle.name')} · ${language}`}
          onChange={(name) => change({ ...lifecycle, name })}
        />
        <label className="control">
          <span>{t('lifecycle.recencyOf')}</span>
          <Select
            value={lifecycle.recencyOf}
            disabled={isDisabled}
            aria-label={t('lifecycle.recencyOf')}
            popupMatchSelectWidth={false}
            options={recencyKinds.map((kind) => ({ value: kind, label: t(`lifecycle.recencyKind.${kind}`) }))}
            onChange={(recencyOf) => change({ ...lifecycle, recencyOf })}
          />
        </label>
      </div>
      <IssueList issues={other} withDocument />
      <ol className="stage-list">
        {lifecycle.stages.map((stage, index) => (
          <StageEditor
            key={stage.id}
            lifecycle={lifecycle}
            view={view}
            index={index}
            issues={issuesOfStage(issues, path, index)}
            warnings={issuesOfStage(editor.warnings, path, index)}
            fields={fields}
            isDisabled={isDisabled}
            onChange={change}
          />
        ))}
      </ol>
      <Button
        icon={<PlusOutlined />}
        disabled={isDisabled || lifecycle.stages.length >= stagesMax}
        onClick={() => change(addStage(lifecycle, { en: 'New stage', zh: '新阶段' }))}
      >
        {t('lifecycle.addStage')}
      </Button>
    </Panel>
  );
}
