import { windowDaysMax } from '@perennial/domain';
import { Input, InputNumber, Radio } from 'antd';
import { useId } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { issuesAt } from '../../../editing/issues.ts';
import { purchaseMoments, readSettings, settingsPath, writeSettings } from '../../../editing/settings-document.ts';
import type { SettingsDocument } from '../../../editing/settings-document.ts';
import type { ProgramTabProps } from '../../../facet/program-places.ts';
import { useVerdict } from '../../../reader/session.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { Panel } from '../../../ui/panel.tsx';
import { IssueList } from '../../../editing/issue-list.tsx';
import type { DocumentIssue } from '../../../editing/issues.ts';
import { CategoryCycles } from './category-cycles.tsx';
import { FixedSettings } from './fixed-settings.tsx';
import { readStatistics, statisticsPath, writeStatistics } from './statistics-document.ts';
import type { StatisticsDocument } from './statistics-document.ts';
import './settings.css';

const places = ['name', 'purchaseCountsWhen'] as const;

/** Name, what counts as a purchase, statistics of the brand, and what was fixed when it was installed. */
export function GeneralSettings({ editor, view, issues, onItem }: ProgramTabProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const isDisabled = !useVerdict('program.edit').isAllowed;
  const settings = readSettings(editor.documents);
  const statistics = readStatistics(editor.documents);
  const change = (part: Partial<SettingsDocument>) =>
    editor.changeDocument(settingsPath, writeSettings({ ...settings, ...part }));
  const changeStatistics = (part: Partial<StatisticsDocument>) =>
    editor.changeDocument(statisticsPath, writeStatistics({ ...statistics, ...part }));
  const shown = [
    ...places.flatMap((place) => issuesAt(editor.issues, settingsPath, place)),
    ...issuesAt(editor.issues, statisticsPath, 'brandGapDays'),
    ...issuesAt(editor.issues, statisticsPath, 'categoryCycles'),
  ];
  return (
    <div className="program-stack">
      <Panel title={t('program.settings.title')} lead={t('program.settings.lead')}>
        <IssueList issues={issues.filter((issue) => !shown.includes(issue))} withDocument />
        <div className="program-fields">
          <Field label={t('program.name')} issues={issuesAt(editor.issues, settingsPath, 'name')}>
            <span className="name-pair">
              <Input
                value={settings.name.zh}
                disabled={isDisabled}
                maxLength={200}
                aria-label={`${t('program.name')} · ${t('name.zh')}`}
                onChange={({ target }) => change({ name: { ...settings.name, zh: target.value } })}
              />
              <Input
                value={settings.name.en}
                disabled={isDisabled}
                maxLength={200}
                aria-label={`${t('program.name')} · ${t('name.en')}`}
                onChange={({ target }) => change({ name: { ...settings.name, en: target.value } })}
              />
            </span>
          </Field>
          <Field
            label={t('program.settings.countsWhen')}
            hint={t('program.settings.countsWhenHint')}
            issues={issuesAt(editor.issues, settingsPath, 'purchaseCountsWhen')}
          >
            <Radio.Group
              value={settings.purchaseCountsWhen}
              disabled={isDisabled}
              aria-label={t('program.settings.countsWhen')}
              options={purchaseMoments.map((value) => ({ value, label: t(`program.settings.moment.${value}`) }))}
              onChange={({ target }) => change({ purchaseCountsWhen: target.value === 'paid' ? 'paid' : 'placed' })}
            />
          </Field>
          <Field
            label={t('program.settings.brandGap')}
            hint={`${t('program.settings.brandGapHint')} ${t('program.settings.range', { max: format.integer(windowDaysMax) })}`}
            issues={issuesAt(editor.issues, statisticsPath, 'brandGapDays')}
          >
            <InputNumber
              value={statistics.brandGapDays}
              disabled={isDisabled}
              suffix={t('unit.days')}
              aria-label={t('program.settings.brandGap')}
              onChange={(brandGapDays) => changeStatistics({ brandGapDays })}
            />
          </Field>
        </div>
      </Panel>
      <CategoryCycles
        cycles={statistics.categoryCycles}
        issues={issuesAt(editor.issues, statisticsPath, 'categoryCycles')}
        search={view.item ?? ''}
        onSearch={(text) => onItem(text === '' ? undefined : text)}
        onChange={(categoryCycles) => changeStatistics({ categoryCycles })}
      />
      <FixedSettings />
    </div>
  );
}

interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly issues: readonly DocumentIssue[];
  readonly children: ReactNode;
}

function Field({ label, hint, issues, children }: FieldProps) {
  const id = useId();
  return (
    <fieldset className="program-field" aria-labelledby={id}>
      <span id={id} className="program-label">
        {label}
      </span>
      <div>
        {children}
        {hint !== undefined && <p className="hint">{hint}</p>}
        <IssueList issues={issues} />
      </div>
    </fieldset>
  );
}
