import { propertiesOf } from '@perennial/domain';
import { useMemo } from 'react';
import type { EditorField, FieldSet } from '../../../conditions/editor-field.ts';
import { useLocal } from '../../../i18n/use-local.ts';

type Property = ReturnType<typeof propertiesOf>['fields'][number];

/** What of one event or bought line can be asked; of events also whatever stands in their content, by its name. */
export function useProperties(did: unknown): FieldSet {
  const local = useLocal();
  return useMemo(() => {
    const catalogue = propertiesOf(did === 'bought' ? { kind: 'bought' } : { kind: 'fact', type: '' });
    const toField = (field: Property): EditorField => ({
      name: field.field,
      label: local(field.label),
      kind: field.type,
      unit: field.unit,
      group: 'property',
      operatorNames: [...field.operators],
      windowDaysMin: 0,
    });
    const find = (name: string) => {
      const found = catalogue.find(name);
      return found === undefined ? undefined : toField(found);
    };
    return {
      fields: catalogue.fields.map(toField),
      find,
      named: (text) => (did === 'bought' || text.trim() === '' ? [] : [find(`property.${text.trim()}`) ?? []].flat()),
    };
  }, [did, local]);
}
