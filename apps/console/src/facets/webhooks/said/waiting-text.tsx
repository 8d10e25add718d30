import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../reader/use-format.ts';
import { Ago } from './ago.tsx';
import { countText } from './count-text.ts';
import type { Webhook } from './webhook-queries.ts';

interface Props {
  readonly webhook: Webhook;
  /** When it was asked for. */
  readonly nowMs: number;
}

/** How many events wait, and since when the oldest of them does. */
export function WaitingText({ webhook: { waitingCount, oldestWaitingAt }, nowMs }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      {countText(waitingCount, format)}
      {oldestWaitingAt !== null && (
        <span className="block quiet">
          {t('webhooks.oldest')} <Ago at={oldestWaitingAt} nowMs={nowMs} />
        </span>
      )}
    </>
  );
}
