import { PlusOutlined } from '@ant-design/icons';
import { knownFactTypes } from '@perennial/domain';
import { AutoComplete, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { isRecord } from '../../../api/is-record.ts';
import { ConditionEditor } from '../../../conditions/condition-editor.tsx';
import { given } from './node.ts';
import type { DraftNode } from './node.ts';
import { useProperties } from './use-properties.ts';

interface Props {
  readonly node: DraftNode;
  readonly onChange: (node: DraftNode) => void;
}

/** The type of an event: one of the usual ones, or any other by its name. */
export function TypeField({ node, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <AutoComplete
      className="segment-type"
      aria-label={t('segments.did.type')}
      value={typeof node['type'] === 'string' ? node['type'] : ''}
      options={knownFactTypes.map((value) => ({ value }))}
      showSearch={{ filterOption: (typed, option) => option?.value.includes(typed.toLowerCase()) === true }}
      onChange={(type: string) => onChange({ ...node, type })}
    />
  );
}

/** What the events or lines are narrowed by. */
export function WhereFields({ node, onChange }: Props) {
  const { t } = useTranslation();
  const fields = useProperties(node['did']);
  const firstField = node['did'] === 'bought' ? 'category' : 'channel';
  const where: unknown = node['where'];
  if (where === undefined || where === null) {
    return (
      <Button
        size="small"
        icon={<PlusOutlined />}
        onClick={() => onChange({ ...node, where: { field: firstField, operator: 'contains', value: '' } })}
      >
        {t('segments.did.addWhere')}
      </Button>
    );
  }
  return (
    <div className="segment-where">
      <span className="quiet">{t('segments.did.where')}</span>
      <ConditionEditor
        value={where}
        fields={fields}
        firstField={firstField}
        isDisabled={false}
        onChange={(next) => onChange(given({ ...node, where: isEmpty(next) ? undefined : next }))}
      />
    </div>
  );
}

function isEmpty(condition: unknown): boolean {
  return isRecord(condition) && Array.isArray(condition['rules']) && condition['rules'].length === 0;
}
