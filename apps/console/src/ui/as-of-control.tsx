import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { installationQuery } from '../api/queries.ts';
import { useFormat } from '../reader/use-format.ts';
import { DayPicker } from './day/day-picker.tsx';

interface Props {
  readonly value: string | undefined;
  readonly onChange: (asOf: string | undefined) => void;
}

/** Chooses the day whose end everything is shown as of; offers the days that are worth it. Empty means now. */
export function AsOfControl({ value, onChange }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useSuspenseQuery(installationQuery());
  const presets = data.asOfSuggestions.map(({ on, reason, label }) => ({
    label: `${reason === 'import' && label !== '' ? label : t(`asOf.${reason}`)} · ${format.plainDate(on)}`,
    date: on,
  }));
  return (
    <label className="control">
      <span>{t('asOf.label')}</span>
      <DayPicker
        className="as-of"
        value={value}
        onChange={onChange}
        presets={presets}
        placeholder={t('asOf.now')}
        aria-label={t('asOf.label')}
      />
    </label>
  );
}
