import { useTranslation } from 'react-i18next';
import { valueText } from '../../../conditions/condition-text.ts';
import { useTextContext } from '../../../conditions/use-text-context.ts';
import { attributeValue } from '../../../i18n/known-names.ts';

const plain = { field: '', type: 'any', unit: '', label: '' };

/** The value of an attribute in the reader's words, wherever it stands; a dash where there is none. */
export function useAttributeText(): (name: string, value: unknown) => string {
  const { t } = useTranslation();
  const context = useTextContext();
  return (name, value) => {
    if (value === null || value === undefined) return t('value.none');
    return typeof value === 'string' ? attributeValue(name, value, t) : valueText(value, plain, context);
  };
}
