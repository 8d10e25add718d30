import { useTranslation } from 'react-i18next';
import { toMilliseconds } from '../../../format/format.ts';
import { Instant } from '../../../ui/instant.tsx';
import type { Delivery, Webhook } from '../said/webhook-queries.ts';

interface Props {
  readonly delivery: Delivery;
  readonly webhook: Webhook;
  /** When they were asked for. */
  readonly nowMs: number;
}

/** When what waits is tried next: not before the webhook delivers. */
export function NextAttempt({ delivery: { nextAttemptAt }, webhook: { state, restsUntil }, nowMs }: Props) {
  const { t } = useTranslation();
  if (nextAttemptAt === null) return <span className="quiet">{t('value.none')}</span>;
  if (state === 'paused' || state === 'gone') return <span className="quiet">{t('webhooks.log.whenResumed')}</span>;
  const at = Math.max(toMilliseconds(nextAttemptAt), restsUntil === null ? 0 : toMilliseconds(restsUntil));
  return at <= nowMs ? t('webhooks.log.now') : <Instant at={at} precision="second" />;
}
