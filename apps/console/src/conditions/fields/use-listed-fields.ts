import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldSet } from '../editor-field.ts';
import { useKnownFields } from './use-known-fields.ts';
import type { CatalogueField } from './use-known-fields.ts';

const isListed = (field: CatalogueField) => field.isListed;

/** The fields that lists can be narrowed by; of a past day those alone that are known of then, and the others say why not. */
export function useListedFields({ isPast }: { readonly isPast: boolean }): FieldSet {
  const { t } = useTranslation();
  const refusalsOf = useCallback(
    (isKnownInPast: boolean) => ({
      ...(isPast ? { rhythmRefusal: t('condition.daysOnly') } : {}),
      ...(isPast && !isKnownInPast ? { refusal: t('condition.presentOnly') } : {}),
    }),
    [isPast, t],
  );
  return useKnownFields({ isTaken: isListed, refusalsOf });
}
