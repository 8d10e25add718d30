import { recencyLabels } from '@perennial/domain';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldsQuery } from '../api/queries.ts';
import { useFormat } from '../reader/use-format.ts';
import { useSession } from '../reader/session.ts';
import { useLocal } from '../i18n/use-local.ts';
import type { FieldView, TextContext } from './condition-text.ts';

/** Recency of what the lifecycle says: a name of its own in conditions. */
export const recencyAlias = 'recency.last';

/** Everything that conditions are written with: language, formats, and the field catalogue where it may be read. */
export function useTextContext(recencyOf: 'purchase' | 'interaction' | 'sign_in' = 'purchase'): TextContext {
  const { t } = useTranslation();
  const format = useFormat();
  const local = useLocal();
  const canRead = useSession().capabilities.includes('program.read');
  const { data } = useQuery({ ...fieldsQuery(), enabled: canRead });
  return useMemo(() => {
    const fields = new Map(
      data?.items.map((item): [string, FieldView] => [item.field, { ...item, label: local(item.label) }]),
    );
    fields.set(recencyAlias, {
      field: recencyAlias,
      type: 'instant',
      unit: '',
      label: local(recencyLabels[recencyOf]),
    });
    return {
      t,
      format,
      fieldOf: (field: string) => fields.get(field) ?? { field, type: 'any', unit: '', label: field },
    };
  }, [t, format, local, data, recencyOf]);
}
