import { importPhoneCountries } from '@perennial/contracts/staff';
import { Select } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../../i18n/use-local.ts';

interface Props {
  /** ISO 3166-1; undefined leaves it to the source or the installation. */
  readonly value: string | undefined;
  /** Of the installation; empty where telephone numbers have to name their country. */
  readonly usual: string;
  readonly onChange: (country: string | undefined) => void;
}

/** The country in which telephone numbers without one were written as they are dialled there. */
export function PhoneCountry({ value, usual, onChange }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const names = useMemo(() => new Intl.DisplayNames(language, { type: 'region' }), [language]);
  const options = useMemo(() => {
    const all = importPhoneCountries.map((code) => ({ value: code, label: `${names.of(code) ?? code} (${code})` }));
    return all.toSorted((one, other) => one.label.localeCompare(other.label, language));
  }, [names, language]);
  const usualName = usual === '' ? t('imports.phoneCountryNone') : (names.of(usual) ?? usual);
  return (
    <label>
      {t('imports.phoneCountry')}
      <Select
        aria-label={t('imports.phoneCountry')}
        className="mapping-column"
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={t('imports.phoneCountryUsual', { country: usualName })}
        value={value ?? null}
        options={options}
        onChange={(country) => onChange(country ?? undefined)}
      />
    </label>
  );
}
