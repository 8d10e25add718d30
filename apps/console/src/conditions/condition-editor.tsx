import { QueryBuilder } from 'react-querybuilder';
import type { RuleGroupType } from 'react-querybuilder';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { firstValue, fitsOperator, fromBuilderQuery, toBuilderQuery } from './builder-query.ts';
import type { DocumentCondition } from './builder-query.ts';
import { useLanguage } from '../i18n/use-local.ts';
import { operatorText } from './condition-text.ts';
import { builderControls } from './builder-controls.tsx';
import { fieldGroups, FieldSetContext } from './editor-field.ts';
import type { EditorField, FieldSet } from './editor-field.ts';
import './condition-editor.css';

interface Props {
  readonly value: unknown;
  readonly fields: FieldSet;
  /** What a new clause is of. */
  readonly firstField: string;
  readonly isDisabled: boolean;
  readonly onChange: (condition: DocumentCondition) => void;
}

/** The editor of a condition over the field catalogue: clauses, groups of clauses, and their negation. */
export function ConditionEditor({ value, fields, firstField, isDisabled, onChange }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const query = useMemo(() => toBuilderQuery(value), [value]);
  const options = useMemo(() => {
    const known = new Set(fields.fields.map(({ name }) => name));
    const named = [...fieldsOf(query)].flatMap((name) => (known.has(name) ? [] : (fields.find(name) ?? [])));
    return fieldGroups
      .map((group) => ({
        label: t(`condition.edit.fieldGroup.${group}`),
        options: [...fields.fields, ...named].filter((field) => field.group === group).map(toOption),
      }))
      .filter(({ options: inGroup }) => inGroup.length > 0);
  }, [fields, query, t]);
  const kindOf = (field: string) => fields.find(field)?.kind ?? 'text';
  const operatorsOf = (field: string) =>
    (fields.find(field)?.operatorNames ?? ['=', '!=']).map((name) => ({
      name,
      value: name,
      label: operatorText(name, language),
    }));
  const change = (next: RuleGroupType) => onChange(fromBuilderQuery(repairValues(next, kindOf)));
  return (
    <FieldSetContext value={fields}>
      <div ref={nameAsGroup}>
        <QueryBuilder
          query={query}
          onQueryChange={(next) => {
            // The editor reports its first, unchanged query too; only a change is news.
            if (JSON.stringify(fromBuilderQuery(next)) !== JSON.stringify(fromBuilderQuery(query))) change(next);
          }}
          fields={options}
          getOperators={operatorsOf}
          getDefaultValue={({ field, operator }) => firstValue(operator, kindOf(field))}
          getDefaultField={firstField}
          combinators={[
            { name: 'and', value: 'and', label: t('condition.combinator.and') },
            { name: 'or', value: 'or', label: t('condition.combinator.or') },
          ]}
          controlElements={builderControls}
          controlClassnames={{ queryBuilder: 'condition-editor' }}
          showNotToggle
          resetOnOperatorChange={false}
          resetOnFieldChange
          disabled={isDisabled}
          maxLevels={4}
        />
      </div>
    </FieldSetContext>
  );

  /**
   * The library marks every editor as a form without a name: one landmark each, which readers by ear cannot tell apart. As a group
   * it belongs to the stage or metric around it.
   */
  function nameAsGroup(box: HTMLElement | null): void {
    const editor = box?.firstElementChild;
    editor?.setAttribute('role', 'group');
    editor?.setAttribute('aria-label', t('condition.editor'));
  }
}

function toOption({ name, label, refusal }: EditorField) {
  return { name, value: name, label, ...(refusal === undefined ? {} : { refusal }) };
}

function fieldsOf(query: RuleGroupType): ReadonlySet<string> {
  return new Set(query.rules.flatMap((rule) => ('rules' in rule ? [...fieldsOf(rule)] : [rule.field])));
}

/** Gives every clause a value that its operator can compare with. */
function repairValues(query: RuleGroupType, kindOf: (field: string) => string): RuleGroupType {
  return {
    ...query,
    rules: query.rules.map((rule) => {
      if ('rules' in rule) return repairValues(rule, kindOf);
      const kind = kindOf(rule.field);
      const value: unknown = rule.value;
      return fitsOperator(value, rule.operator, kind) ? rule : { ...rule, value: firstValue(rule.operator, kind) };
    }),
  };
}
