import type { Webhooks } from '../../use-cases/webhooks/webhooks.ts';
import type { GroupHandlers } from '../routing/handlers.ts';

export function createWebhookHandlers(webhooks: Webhooks): GroupHandlers<'webhooks'> {
  return {
    events: async () => ({ items: [...webhooks.events()] }),
    list: (call) => webhooks.list(call, call.query),
    create: (call) => webhooks.create(call, call.body),
    get: (call) => webhooks.get(call, call.params.webhookId),
    update: (call) => webhooks.update(call, call.params.webhookId, call.body),
    async remove(call) {
      await webhooks.remove(call, call.params.webhookId);
      return {};
    },
    pause: (call) => webhooks.pause(call, call.params.webhookId),
    resume: (call) => webhooks.resume(call, call.params.webhookId),
    rotateSecret: (call) => webhooks.rotateSecret(call, call.params.webhookId, call.body),
    test: (call) => webhooks.test(call, call.params.webhookId),
    deliveries: (call) => webhooks.deliveries(call, call.params.webhookId, call.query),
    delivery: ({ params }) => webhooks.delivery(params.webhookId, params.deliveryId),
    sendAgain: (call) => webhooks.sendAgain(call, call.params.webhookId, call.params.deliveryId),
    sendDeadAgain: async (call) => ({ count: await webhooks.sendDeadAgain(call, call.params.webhookId) }),
  };
}
