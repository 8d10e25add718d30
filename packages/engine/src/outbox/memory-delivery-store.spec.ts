import { describeDeliveryStore } from '../testing/outbox/delivery-store-contract.ts';
import { createMemoryDeliveryStore } from '../testing/outbox/memory-delivery-store.ts';

describeDeliveryStore('memory', async () => {
  const store = createMemoryDeliveryStore();
  return {
    store,
    putReceiver: (receiver) => store.putReceiver(receiver),
    removeReceiver: (id) => store.removeReceiver(id),
    addEvents: (events) => store.addEvents(events),
    close: async () => undefined,
  };
});
