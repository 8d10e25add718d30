import { useSuspenseQuery } from '@tanstack/react-query';
import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { installationQuery } from '../api/queries.ts';
import { useFormat } from '../reader/use-format.ts';

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
    value: dayjs(on),
  }));
  return (
    <label className="control">
      <span>{t('asOf.label')}</span>
      <DatePicker
        className="as-of"
        value={value === undefined ? null : dayjs(value)}
        onChange={(day) => onChange(day === null ? undefined : day.format('YYYY-MM-DD'))}
        presets={presets}
        placeholder={t('asOf.now')}
        format="YYYY-MM-DD"
        allowClear
        aria-label={t('asOf.label')}
      />
    </label>
  );
}
