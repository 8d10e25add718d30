import { recencyLabels } from '@perennial/domain';
import type { FieldDefinition } from '@perennial/domain';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { fieldsQuery } from '../api/queries.ts';
import { useLocal } from '../i18n/use-local.ts';
import type { EditorField, FieldSet } from './editor-field.ts';
import { recencyAlias } from './use-text-context.ts';

interface Judged {
  readonly recencyOf: 'purchase' | 'interaction' | 'sign_in';
  /** Named metrics as fields: those of the documents being edited, which the program in force may not know yet. */
  readonly metrics: readonly FieldDefinition[];
}

const instantOperators = ['within', 'notWithin', 'before', 'onOrAfter', 'null', 'notNull'];

/** The fields that what is judged of a member may be of. */
export function useJudgedFields({ recencyOf, metrics }: Judged): FieldSet {
  const local = useLocal();
  const { data } = useSuspenseQuery(fieldsQuery());
  return useMemo(() => {
    const recency: EditorField = {
      name: recencyAlias,
      label: local(recencyLabels[recencyOf]),
      kind: 'instant',
      unit: '',
      group: 'recency',
      operatorNames: instantOperators,
      windowDaysMin: 0,
    };
    const published = data.items.filter((field) => field.class === 'fold' && field.group !== 'metric');
    const known = [...published, ...metrics].map((field): EditorField => ({
      name: field.field,
      label: local(field.label),
      kind: field.type,
      unit: field.unit,
      group: field.group,
      operatorNames: [...field.operators],
      windowDaysMin: field.windowDaysMin,
    }));
    const fields = [recency, ...known];
    return { fields, find: (name) => fields.find((field) => field.name === name), named: () => [] };
  }, [data, local, metrics, recencyOf]);
}
