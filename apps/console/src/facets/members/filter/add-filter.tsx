import { PlusOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import type { InputRef } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentRule } from '../../../conditions/builder-query.ts';
import type { TextContext } from '../../../conditions/condition-text.ts';
import { fieldGroups } from '../../../conditions/editor-field.ts';
import type { EditorField, FieldSet } from '../../../conditions/editor-field.ts';
import { ClauseForm } from './clause-form.tsx';
import { ClausePopover } from './clause-popover.tsx';

interface Props {
  readonly fields: FieldSet;
  readonly text: TextContext;
  readonly onAdd: (clause: DocumentRule) => void;
}

/** Adds a filter: a field of the catalogue, found by search, then what it is compared with. */
export function AddFilter({ fields, text, onAdd }: Props) {
  const { t } = useTranslation();
  return (
    <ClausePopover
      content={(close) => (
        <Steps
          fields={fields}
          text={text}
          onAdd={(clause) => {
            close();
            onAdd(clause);
          }}
        />
      )}
    >
      {(trigger) => (
        <Button icon={<PlusOutlined aria-hidden />} {...trigger}>
          {t('members.filter.add')}
        </Button>
      )}
    </ClausePopover>
  );
}

function Steps({ fields, text, onAdd }: Props) {
  const [chosen, setChosen] = useState<EditorField>();
  if (chosen === undefined) return <FieldList fields={fields} onChoose={setChosen} />;
  return <ClauseForm field={chosen} text={text} onApply={onAdd} />;
}

interface ListProps {
  readonly fields: FieldSet;
  readonly onChoose: (field: EditorField) => void;
}

function FieldList({ fields, onChoose }: ListProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const wanted = typed.trim().toLowerCase();
  const matching = fields.fields.filter(
    ({ name, label }) => label.toLowerCase().includes(wanted) || name.includes(wanted),
  );
  const all = [...matching, ...fields.named(typed)];
  const usable = all.filter(({ refusal }) => refusal === undefined);
  const refused = all.filter(({ refusal }) => refusal !== undefined);
  const [firstRefused] = refused;
  return (
    <div className="field-list">
      <Input
        ref={focus}
        allowClear
        value={typed}
        placeholder={t('members.filter.search')}
        aria-label={t('members.filter.search')}
        onChange={({ target }) => setTyped(target.value)}
        onPressEnter={() => {
          const [only] = usable;
          if (usable.length === 1 && only !== undefined) onChoose(only);
        }}
      />
      <div className="field-groups">
        {fieldGroups.map((group) => {
          const inGroup = usable.filter((field) => field.group === group);
          if (inGroup.length === 0) return null;
          return (
            <FieldGroup
              key={group}
              title={t(`condition.edit.fieldGroup.${group}`)}
              fields={inGroup}
              onChoose={onChoose}
            />
          );
        })}
        {wanted === '' && <p className="quiet">{t('members.filter.nameHint')}</p>}
        {firstRefused !== undefined && (
          <FieldGroup
            title={t('members.filter.refused')}
            lead={firstRefused.refusal}
            fields={refused}
            onChoose={onChoose}
          />
        )}
      </div>
    </div>
  );
}

interface GroupProps {
  readonly title: string;
  readonly lead?: string | undefined;
  readonly fields: readonly EditorField[];
  readonly onChoose: (field: EditorField) => void;
}

function FieldGroup({ title, lead, fields, onChoose }: GroupProps) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {lead !== undefined && <p className="quiet">{lead}</p>}
      <ul>
        {fields.map((field) => (
          <li key={field.name}>
            <button
              type="button"
              className="field-option"
              disabled={field.refusal !== undefined}
              onClick={() => onChoose(field)}
            >
              {field.label}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The list is opened to search it. */
function focus(input: InputRef | null): void {
  input?.focus();
}
