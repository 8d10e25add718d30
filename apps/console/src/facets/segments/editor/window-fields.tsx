import { useTranslation } from 'react-i18next';
import { isRecord } from '../../../api/is-record.ts';
import { DayPicker } from '../../../ui/day/day-picker.tsx';
import { Choice } from './choice.tsx';
import { given, isOneOf } from './node.ts';
import type { DraftNode } from './node.ts';
import { NumberField } from './number-field.tsx';

interface Props {
  readonly name: string;
  readonly value: unknown;
  /** A span of a first or last time is always bounded. */
  readonly canBeEver?: true;
  readonly onChange: (value: DraftNode | undefined) => void;
}

const calendarUnits = ['week', 'month', 'quarter', 'year'] as const;
const kinds = ['days', 'calendarDays', 'dates', 'this', 'previous'] as const;
type Kind = (typeof kinds)[number];

const firsts: { readonly [Name in Kind]: DraftNode } = {
  days: { window: 'days', days: 90 },
  calendarDays: { window: 'calendarDays', days: 7 },
  dates: { window: 'dates', from: '2026-01-01' },
  this: { window: 'this', unit: 'month' },
  previous: { window: 'previous', unit: 'month' },
};

/** When something was to be done. */
export function WindowFields({ name, value, canBeEver, onChange }: Props) {
  const { t } = useTranslation();
  const window = isRecord(value) ? value : {};
  const kind = isOneOf(kinds, window['window']) ? window['window'] : 'ever';
  const options = [...(canBeEver === true ? (['ever'] as const) : []), ...kinds];
  return (
    <span className="segment-fields">
      <Choice
        name={name}
        value={kind}
        options={options.map((one) => ({ value: one, label: t(`segments.window.${one}`) }))}
        onChange={(next) => onChange(next === 'ever' ? undefined : firsts[next])}
      />
      {kind !== 'ever' && <Parts kind={kind} window={window} onChange={onChange} />}
    </span>
  );
}

interface PartsProps {
  readonly kind: Kind;
  readonly window: DraftNode;
  readonly onChange: Props['onChange'];
}

function Parts({ kind, window, onChange }: PartsProps) {
  const { t } = useTranslation();
  const set = (part: DraftNode) => onChange(given({ ...window, ...part }));
  switch (kind) {
    case 'days':
      return (
        <>
          <NumberField name={t('segments.window.count')} value={window['days']} onChange={(days) => set({ days })} />
          <span>{t('segments.window.butNot')}</span>
          <NumberField
            name={t('segments.window.until')}
            value={window['until'] ?? 0}
            min={0}
            onChange={(until) => set({ until: until === 0 ? undefined : until })}
          />
          <span>{t('segments.window.dayWord')}</span>
        </>
      );
    case 'calendarDays':
      return (
        <>
          <NumberField
            name={t('segments.window.count')}
            value={window['days']}
            isWhole
            min={1}
            onChange={(days) => set({ days })}
          />
          <span>{t('segments.window.dayWord')}</span>
        </>
      );
    case 'dates':
      return (
        <>
          <DayPicker
            aria-label={t('segments.window.from')}
            placeholder={t('segments.window.from')}
            value={typeof window['from'] === 'string' ? window['from'] : undefined}
            onChange={(from) => set({ from })}
          />
          <DayPicker
            aria-label={t('segments.window.through')}
            placeholder={t('segments.window.through')}
            value={typeof window['through'] === 'string' ? window['through'] : undefined}
            onChange={(through) => set({ through })}
          />
        </>
      );
    case 'this':
    case 'previous': {
      const unit = isOneOf(calendarUnits, window['unit']) ? window['unit'] : 'month';
      return (
        <Choice
          name={t('segments.window.unit')}
          value={unit}
          options={calendarUnits.map((one) => ({ value: one, label: t(`segments.window.units.${one}`) }))}
          onChange={(next) => set({ unit: next })}
        />
      );
    }
  }
}
