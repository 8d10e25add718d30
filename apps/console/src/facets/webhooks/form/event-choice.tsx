import { useSuspenseQuery } from '@tanstack/react-query';
import { Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLocal } from '../../../i18n/use-local.ts';
import { webhookQueries } from '../said/webhook-queries.ts';
import { CodeText } from './code-text.tsx';

interface Props {
  readonly id?: string;
  readonly value?: readonly string[];
  readonly onChange?: (types: readonly string[]) => void;
}

/** The events that there are, each with when it is told. One that is chosen and no more can still be taken away. */
export function EventChoice({ id, value = [], onChange }: Props) {
  const { t } = useTranslation();
  const local = useLocal();
  const { data } = useSuspenseQuery(webhookQueries.events());
  const known = new Set(data.items.map(({ type }) => type));
  const gone = value.filter((type) => !known.has(type));
  const toggle = (type: string) =>
    onChange?.(value.includes(type) ? value.filter((one) => one !== type) : [...value, type]);
  return (
    <fieldset id={id} className="event-choice" aria-label={t('webhooks.form.events')}>
      {data.items.map(({ type, label, describes }) => (
        <Checkbox key={type} checked={value.includes(type)} onChange={() => toggle(type)}>
          {local(label)} <code className="quiet">{type}</code>
          <span className="block quiet">
            <CodeText text={local(describes)} />
          </span>
        </Checkbox>
      ))}
      {gone.map((type) => (
        <Checkbox key={type} checked onChange={() => toggle(type)}>
          <code>{type}</code>
          <span className="block quiet">{t('webhooks.form.eventGone')}</span>
        </Checkbox>
      ))}
    </fieldset>
  );
}
