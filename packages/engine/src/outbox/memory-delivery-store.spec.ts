import { describeDeliveryStore } from '../testing/outbox/delivery-store-contract.ts';
import { createMemoryDeliveryStore } from '../testing/outbox/memory-delivery-store.ts';

describeDeliveryStore('memory', async () => {
  const store = createMemoryDeliveryStore();
  const { putReceiver, removeReceiver, addEvents } = store;
  return { store, putReceiver, removeReceiver, addEvents, close: async () => undefined };
});
