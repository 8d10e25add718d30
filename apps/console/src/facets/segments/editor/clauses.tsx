import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { ConditionEditor } from '../../../conditions/condition-editor.tsx';
import type { FieldSet } from '../../../conditions/editor-field.ts';
import { TypeField, WhereFields } from './behaviour-fields.tsx';
import { Choice } from './choice.tsx';
import { MeasureFields } from './measure-fields.tsx';
import { given, withSource } from './node.ts';
import type { DraftNode } from './node.ts';
import { NumberField } from './number-field.tsx';
import { WindowFields } from './window-fields.tsx';

interface Props {
  readonly node: DraftNode;
  readonly onChange: (node: DraftNode) => void;
}

const firstField = 'purchase.last';

/** What is known of her: any field that lists know. */
export function KnownClause({ node, fields, onChange }: Props & { readonly fields: FieldSet }) {
  return (
    <ConditionEditor
      value={node}
      fields={fields}
      firstField={firstField}
      isDisabled={false}
      onChange={(next) => onChange({ ...next })}
    />
  );
}

/** What she did, when, and what is measured of it. */
export function DidClause({ node, onChange }: Props) {
  const { t } = useTranslation();
  const did = node['did'] === 'bought' ? 'bought' : 'fact';
  return (
    <div className="segment-did">
      <div className="segment-fields">
        <Choice
          name={t('segments.did.what')}
          value={did}
          options={(['bought', 'fact'] as const).map((one) => ({ value: one, label: t(`segments.did.${one}`) }))}
          onChange={(next) => onChange(withSource(node, next))}
        />
        {did === 'fact' && <TypeField node={node} onChange={onChange} />}
        {node['measure'] !== 'rhythm' && (
          <WindowFields
            name={t('segments.did.window')}
            value={node['window']}
            canBeEver
            onChange={(window) => onChange(given({ ...node, window }))}
          />
        )}
      </div>
      <WhereFields node={node} onChange={onChange} />
      <MeasureFields node={node} onChange={onChange} />
    </div>
  );
}

const perCent = 100;
const saltLengthMax = 40;

/** A share of everybody: the same people under the same name each time. */
export function BucketClause({ node, onChange }: Props) {
  const { t } = useTranslation();
  const from = typeof node['from'] === 'number' ? node['from'] : 0;
  const to = typeof node['to'] === 'number' ? node['to'] : perCent * perCent;
  return (
    <div className="segment-fields">
      <label className="control">
        {t('segments.bucket.from')}
        <NumberField
          name={t('segments.bucket.from')}
          value={from / perCent}
          min={0}
          max={perCent}
          onChange={(next) => onChange({ ...node, from: Math.round(next * perCent) })}
        />
      </label>
      <label className="control">
        {t('segments.bucket.to')}
        <NumberField
          name={t('segments.bucket.to')}
          value={to / perCent}
          min={0}
          max={perCent}
          onChange={(next) => onChange({ ...node, to: Math.round(next * perCent) })}
        />
      </label>
      <label className="control">
        {t('segments.bucket.salt')}
        <Input
          maxLength={saltLengthMax}
          value={typeof node['bucket'] === 'string' ? node['bucket'] : ''}
          onChange={({ target }) => onChange({ ...node, bucket: target.value })}
        />
      </label>
    </div>
  );
}
