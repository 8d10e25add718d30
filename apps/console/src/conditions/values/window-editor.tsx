import { InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { windowOfKind, windowParts } from './window-value.ts';
import type { WindowKind } from './window-value.ts';

interface Props {
  readonly value: Readonly<Record<string, unknown>>;
  /** Least days that the field takes. */
  readonly daysMin: number;
  /** Why the length may follow no rhythm; undefined where it may. */
  readonly daysOnly: string | undefined;
  readonly isDisabled: boolean;
  readonly onChange: (value: Record<string, unknown>) => void;
}

const kinds = ['days', 'personal', 'cycle'] as const;

/** Edits how long "recent" is: days, a multiple of her own rhythm, or of the cycle of her category. */
export function WindowEditor({ value, daysMin, daysOnly, isDisabled, onChange }: Props) {
  const { t } = useTranslation();
  const kind = kinds.find((one) => one === value['window']) ?? 'days';
  return (
    <span className="window-editor">
      <Select<WindowKind>
        aria-label={t('condition.edit.window.kind')}
        disabled={isDisabled}
        value={kind}
        popupMatchSelectWidth={false}
        options={kinds.map((one) => ({
          value: one,
          label: t(`condition.edit.window.${one}`),
          ...(one === 'days' || daysOnly === undefined ? {} : { disabled: true, title: daysOnly }),
        }))}
        onChange={(next) => onChange(windowOfKind(next, value))}
      />
      {windowParts[kind].map((part) => {
        const amount = value[part.name];
        return (
          <label key={part.name} className="control">
            <span className={kind === 'days' ? 'visually-hidden' : ''}>{t(`condition.edit.window.${part.name}`)}</span>
            <InputNumber
              min={part.name === 'multiple' ? part.min : Math.max(part.min, daysMin)}
              max={part.max}
              step={part.step}
              disabled={isDisabled}
              value={typeof amount === 'number' ? amount : part.first}
              onChange={(next) => {
                if (next !== null) onChange({ ...windowOfKind(kind, value), [part.name]: next });
              }}
            />
          </label>
        );
      })}
    </span>
  );
}
