import { InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../api/queries.ts';
import { decimalSigns, rejectsPercentUsual, withDecimal } from './mapping.ts';

type Mapping = Result<'imports', 'upload'>['mapping'];

interface Props {
  readonly mapping: Mapping;
  readonly onChange: (mapping: Mapping) => void;
}

/** How numbers are written, where the columns do not tell, and how many rows may be unreadable. */
export function NumberOptions({ mapping, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <label>
        {t('imports.decimal')}
        <Select<(typeof decimalSigns)[number]>
          aria-label={t('imports.decimal')}
          value={mapping.decimal ?? ''}
          options={decimalSigns.map((value) => ({ value, label: t(`imports.decimals.${value || 'told'}`) }))}
          onChange={(sign) => onChange(withDecimal(mapping, sign))}
        />
      </label>
      <label>
        {t('imports.rejectsMax')}
        <InputNumber
          aria-label={t('imports.rejectsMax')}
          min={0}
          max={100}
          value={mapping.rejectsPercentMax ?? rejectsPercentUsual}
          onChange={(percent) => onChange({ ...mapping, rejectsPercentMax: percent ?? rejectsPercentUsual })}
        />
      </label>
    </>
  );
}
