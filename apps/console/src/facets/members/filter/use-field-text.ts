import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TextContext } from '../../../conditions/condition-text.ts';
import { viewOf } from '../../../conditions/editor-field.ts';
import type { FieldSet } from '../../../conditions/editor-field.ts';
import { useFormat } from '../../../reader/use-format.ts';

/** What the clauses of a list are written with. */
export function useFieldText(fields: FieldSet): TextContext {
  const { t } = useTranslation();
  const format = useFormat();
  return useMemo(
    () => ({
      t,
      format,
      fieldOf: (name: string) => {
        const found = fields.find(name);
        return found === undefined ? { field: name, type: 'any', unit: '', label: name } : viewOf(found);
      },
    }),
    [t, format, fields],
  );
}
