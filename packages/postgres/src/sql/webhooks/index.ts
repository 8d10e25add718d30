export {
  countDeliveries,
  deliveryStates,
  listDeliveries,
  listDeliveriesOfMember,
  listDeliveriesOfType,
  readDelivery,
  readOldestWaitingAt,
} from './deliveries.ts';
export type { DeliveryEventRow, DeliveryKey, DeliveryRow, DeliveryState, LogPlace } from './deliveries.ts';
export { deleteDeliveries, readDeliveryKeys } from './removal.ts';
export { putWebhookSecret, readWebhookSecret, readWebhookSecretsNotUnder, resealWebhookSecrets } from './secrets.ts';
export type { WebhookSecretRow } from './secrets.ts';
export { readDeadAfter, reviveDeliveries, sendDeliveryAgain } from './sending-again.ts';
export {
  deleteWebhook,
  insertWebhook,
  listWebhooks,
  lockWebhookCount,
  pauseWebhook,
  readWebhook,
  readWebhookIds,
  resumeWebhook,
  updateWebhook,
} from './webhooks.ts';
export type { WebhookRow, WebhookSaid } from './webhooks.ts';
