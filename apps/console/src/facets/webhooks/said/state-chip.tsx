import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  HourglassOutlined,
  PauseCircleOutlined,
  StopOutlined,
} from '@ant-design/icons';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../reader/use-format.ts';
import type { Delivery, Webhook } from './webhook-queries.ts';
import './said.css';

const stateIcons = {
  active: CheckCircleOutlined,
  paused: PauseCircleOutlined,
  resting: ClockCircleOutlined,
  gone: StopOutlined,
} as const satisfies Record<Webhook['state'], ComponentType>;

/** How a webhook stands: told by shape and word, not by colour alone. */
export function StateChip({ webhook: { state, restsUntil } }: { readonly webhook: Webhook }) {
  const { t } = useTranslation();
  const format = useFormat();
  const Icon = stateIcons[state];
  const word =
    state === 'resting' && restsUntil !== null
      ? t('webhooks.state.restingUntil', { at: format.clock(restsUntil) })
      : t(`webhooks.state.${state}`);
  return (
    <span className={`webhook-state webhook-${state}`} title={t(`webhooks.stateHint.${state}`)}>
      <Icon aria-hidden /> {word}
    </span>
  );
}

const deliveryIcons = {
  waiting: HourglassOutlined,
  delivered: CheckCircleOutlined,
  dead: StopOutlined,
} as const satisfies Record<Delivery['state'], ComponentType>;

/** How a delivery stands. */
export function DeliveryChip({ state }: Pick<Delivery, 'state'>) {
  const { t } = useTranslation();
  const Icon = deliveryIcons[state];
  return (
    <span className={`webhook-state delivery-${state}`}>
      <Icon aria-hidden /> {t(`webhooks.log.states.${state}`)}
    </span>
  );
}
