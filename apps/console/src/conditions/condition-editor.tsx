import type { FieldDefinition } from '@perennial/domain';
import { QueryBuilder } from 'react-querybuilder';
import type { RuleGroupType } from 'react-querybuilder';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldsQuery } from '../api/queries.ts';
import { useLocal } from '../i18n/use-local.ts';
import { firstValue, fitsOperator, fromBuilderQuery, toBuilderQuery } from './builder-query.ts';
import type { DocumentCondition } from './builder-query.ts';
import { operatorText } from './condition-text.ts';
import { builderControls } from './builder-controls.tsx';
import { recencyAlias } from './use-text-context.ts';
import './condition-editor.css';

interface Props {
  readonly value: unknown;
  readonly recencyOf: 'purchase' | 'interaction' | 'sign_in';
  /** Named metrics as fields: those of the documents being edited, which the program in force may not know yet. */
  readonly metrics: readonly FieldDefinition[];
  readonly isDisabled: boolean;
  readonly onChange: (condition: DocumentCondition) => void;
}

const instantOperators = ['within', 'notWithin', 'before', 'onOrAfter', 'null', 'notNull'];
const groupOrder = ['recency', 'purchase', 'activity', 'metric', 'profile', 'stage'] as const;

/** The editor of a condition over the field catalogue: clauses, groups of clauses, and their negation. */
export function ConditionEditor({ value, recencyOf, metrics, isDisabled, onChange }: Props) {
  const { t } = useTranslation();
  const local = useLocal();
  const { data } = useSuspenseQuery(fieldsQuery());
  const query = useMemo(() => toBuilderQuery(value), [value]);
  const catalogue = useMemo(() => {
    const recency = {
      name: recencyAlias,
      label: t('condition.recencyField', { what: t(`condition.recency.${recencyOf}`) }),
      kind: 'instant',
      unit: '',
      group: 'recency',
      operatorNames: instantOperators,
    };
    const published = data.items.filter((field) => field.class === 'fold' && field.group !== 'metric');
    const known = [...published, ...metrics].map((field) => ({
      name: field.field,
      label: local(field.label),
      kind: field.type,
      unit: field.unit,
      group: field.group,
      operatorNames: [...field.operators],
    }));
    return [recency, ...known];
  }, [data, local, metrics, recencyOf, t]);
  const fields = useMemo(
    () =>
      groupOrder
        .map((group) => ({
          label: t(`condition.edit.fieldGroup.${group}`),
          options: catalogue.filter((field) => field.group === group).map((field) => ({ ...field, value: field.name })),
        }))
        .filter(({ options }) => options.length > 0),
    [catalogue, t],
  );
  const kindOf = (field: string) => catalogue.find(({ name }) => name === field)?.kind ?? 'text';
  const operatorsOf = (field: string) =>
    (catalogue.find(({ name }) => name === field)?.operatorNames ?? ['=', '!=']).map((name) => ({
      name,
      value: name,
      label: operatorText(name, t),
    }));
  const change = (next: RuleGroupType) => onChange(fromBuilderQuery(repairValues(next, kindOf)));
  return (
    <div ref={nameAsGroup}>
      <QueryBuilder
        query={query}
        onQueryChange={(next) => {
          // The editor reports its first, unchanged query too; only a change is news.
          if (JSON.stringify(fromBuilderQuery(next)) !== JSON.stringify(fromBuilderQuery(query))) change(next);
        }}
        fields={fields}
        getOperators={operatorsOf}
        getDefaultValue={({ field, operator }) => firstValue(operator, kindOf(field))}
        getDefaultField={recencyAlias}
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
