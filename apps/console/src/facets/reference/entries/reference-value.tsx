import { minorDigits } from '@perennial/contracts';
import { useTranslation } from 'react-i18next';
import { channelName } from '../../../i18n/known-names.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { readAmountText } from './decimal-amount.ts';
import type { ReferenceField } from './reference-kinds.ts';

interface Props {
  readonly field: ReferenceField;
  readonly value: string;
}

/** A field of reference data as it is read: amounts in the program's currency, days in the reader's language. */
export function ReferenceValue({ field, value }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  if (value === '')
    return <span className="quiet">{field === 'rate' ? t('reference.withdrawn') : t('value.none')}</span>;
  if (field === 'price' || field === 'margin') {
    const minor = readAmountText(value, minorDigits(format.currency));
    return minor === null || minor === undefined ? value : format.money(minor);
  }
  if (field === 'fromOn') return <time dateTime={value}>{format.plainDate(value)}</time>;
  if (field === 'channel') return channelName(value, t);
  return field === 'category' ? value.replaceAll('/', ' / ') : value;
}
