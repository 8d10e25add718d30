import { AutoComplete } from 'antd';
import { useTranslation } from 'react-i18next';
import { isRecord } from '../../../api/is-record.ts';
import { operatorText } from '../../../conditions/condition-text.ts';
import { NumberEditor, useNumberUnit } from '../../../conditions/values/number-editor.tsx';
import { useLanguage } from '../../../i18n/use-local.ts';
import { TypeField, WhereFields } from './behaviour-fields.tsx';
import { Choice } from './choice.tsx';
import { amountMeasures, isOneOf, measuresOf, momentMeasures, numberMeasures, withMeasure } from './node.ts';
import type { DraftNode } from './node.ts';
import { NumberField } from './number-field.tsx';
import { useProperties } from './use-properties.ts';
import { WindowFields } from './window-fields.tsx';

interface Props {
  readonly node: DraftNode;
  readonly onChange: (node: DraftNode) => void;
}

/** What is measured of it, and what that is compared with. */
export function MeasureFields({ node, onChange }: Props) {
  const { t } = useTranslation();
  const measures = measuresOf(node['did']);
  const measure = measures.find((one) => one === node['measure']) ?? 'count';
  return (
    <div className="segment-fields">
      <Choice
        name={t('segments.did.measure')}
        value={measure}
        options={measures.map((one) => ({ value: one, label: t(`segments.measure.${one}`) }))}
        onChange={(next) => onChange(withMeasure(node, next))}
      />
      {isOneOf(amountMeasures, measure) && <PropertyField node={node} onChange={onChange} />}
      {isOneOf([...numberMeasures, ...amountMeasures], measure) && <Compared node={node} onChange={onChange} />}
      {isOneOf(momentMeasures, measure) && <MomentFields node={node} onChange={onChange} />}
      {(measure === 'followed' || measure === 'notFollowed') && <FollowedFields node={node} onChange={onChange} />}
      {measure === 'rhythm' && <RhythmFields node={node} onChange={onChange} />}
    </div>
  );
}

const operators = ['=', '!=', '<', '<=', '>', '>='] as const;

function Compared({ node, onChange }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const fields = useProperties(node['did']);
  const { of, measure } = node;
  const isAmount = isOneOf(amountMeasures, measure) && measure !== 'distinct';
  const unit = useNumberUnit(isAmount && typeof of === 'string' ? (fields.find(of)?.unit ?? '') : '');
  return (
    <>
      <Choice
        name={t('segments.did.operator')}
        value={operators.find((one) => one === node['operator']) ?? '>='}
        options={operators.map((one) => ({ value: one, label: operatorText(one, language) }))}
        onChange={(operator) => onChange({ ...node, operator })}
      />
      <NumberEditor
        {...unit}
        name={t('segments.did.value')}
        value={node['value']}
        isDisabled={false}
        onChange={(value) => onChange({ ...node, value })}
      />
    </>
  );
}

function PropertyField({ node, onChange }: Props) {
  const { t } = useTranslation();
  const { fields } = useProperties(node['did']);
  const isDistinct = node['measure'] === 'distinct';
  const usable = fields.filter(({ kind }) => isDistinct || kind === 'number');
  if (node['did'] === 'bought') {
    const options = usable.map(({ name, label }) => ({ value: name, label }));
    const of = typeof node['of'] === 'string' ? node['of'] : 'amount';
    return (
      <Choice
        name={t('segments.did.of')}
        value={of}
        options={options}
        onChange={(next) => onChange({ ...node, of: next })}
      />
    );
  }
  const of = typeof node['of'] === 'string' ? node['of'] : '';
  return (
    <AutoComplete
      className="segment-type"
      aria-label={t('segments.did.of')}
      value={of.replace(/^property\./u, '')}
      options={usable.map(({ name, label }) => ({ value: name, label }))}
      onChange={(typed: string) =>
        onChange({ ...node, of: usable.some(({ name }) => name === typed) ? typed : `property.${typed}` })
      }
    />
  );
}

function MomentFields({ node, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <Choice
        name={t('segments.did.is')}
        value={node['is'] === 'notIn' ? 'notIn' : 'in'}
        options={(['in', 'notIn'] as const).map((one) => ({ value: one, label: t(`segments.moment.${one}`) }))}
        onChange={(is) => onChange({ ...node, is })}
      />
      <WindowFields
        name={t('segments.did.span')}
        value={node['span']}
        onChange={(span) => onChange({ ...node, span: span ?? node['span'] })}
      />
    </>
  );
}

function FollowedFields({ node, onChange }: Props) {
  const { t } = useTranslation();
  const by = isRecord(node['by']) ? node['by'] : { did: 'fact', type: '' };
  const within = isRecord(node['within']) ? node['within'] : { days: 3 };
  const unit = 'hours' in within ? 'hours' : 'days';
  const setBy = (next: DraftNode) => onChange({ ...node, by: next });
  return (
    <>
      <TypeField node={by} onChange={setBy} />
      <span>{t('segments.did.within')}</span>
      <NumberField
        name={t('segments.did.within')}
        value={within[unit]}
        onChange={(length) => onChange({ ...node, within: { [unit]: length } })}
      />
      <Choice
        name={t('segments.did.withinUnit')}
        value={unit}
        options={(['days', 'hours'] as const).map((one) => ({ value: one, label: t(`segments.did.${one}`) }))}
        onChange={(next) => onChange({ ...node, within: { [next]: within[unit] } })}
      />
      <WhereFields node={by} onChange={setBy} />
    </>
  );
}

const rhythms = ['regular', 'stopped', 'again'] as const;
const halfPeriodsMax = 30;
const dayCountMax = 366;

function RhythmFields({ node, onChange }: Props) {
  const { t } = useTranslation();
  const is = rhythms.find((one) => one === node['is']) ?? 'stopped';
  const numbers = [
    { key: 'everyDays', max: dayCountMax, isAsked: true },
    { key: 'times', max: halfPeriodsMax, isAsked: is !== 'again' },
    { key: 'quiet', max: halfPeriodsMax, isAsked: is !== 'regular' },
  ] as const;
  return (
    <>
      <Choice
        name={t('segments.rhythm.is')}
        value={is}
        options={rhythms.map((one) => ({ value: one, label: t(`segments.rhythm.${one}`) }))}
        onChange={(next) => onChange({ ...node, is: next })}
      />
      {numbers
        .filter(({ isAsked }) => isAsked)
        .map(({ key, max }) => (
          <label key={key} className="control">
            {t(`segments.rhythm.${key}`)}
            <NumberField
              name={t(`segments.rhythm.${key}`)}
              value={node[key]}
              isWhole
              min={1}
              max={max}
              onChange={(value) => onChange({ ...node, [key]: value })}
            />
          </label>
        ))}
    </>
  );
}
