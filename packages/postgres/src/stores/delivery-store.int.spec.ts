import { describeDeliveryStore } from '@perennial/engine/testing';
import type { FactPayload } from '@perennial/domain';
import type { OutboxEvent, Receiver } from '@perennial/engine';
import type { Database } from '../database/database.ts';
import { insertRequests, takeOutboxPositions } from '../sql/outbox/requests.ts';
import { createContractDatabase } from '../testing/contract-fixtures.ts';
import { createDeliveryStore } from './delivery-store.ts';

describeDeliveryStore('PostgreSQL', async () => {
  const { database, close } = await createContractDatabase();
  return {
    store: createDeliveryStore(database),
    putReceiver: (receiver) => putReceiver(database, receiver),
    removeReceiver: (id) => database.run(`delete from webhook where id = '${id}'`),
    addEvents: (events) => addEvents(database, events),
    close,
  };
});

async function putReceiver(database: Database, receiver: Receiver): Promise<void> {
  const { id, types, condition, perSecondMax, state, revision } = receiver;
  await database.pool.query(
    `insert into webhook (id, name, url, types, condition, per_second_max, timeout_ms, state, revision, created_at, created_by,
                          updated_at, master_key_id, secret, secret_hint)
     values ($1, 'CRM', 'https://crm.example/', $2, $3, $4, 1000, $5, $6, 0, 'test', 0, 'none', '', '')`,
    [id, types, condition === null ? null : JSON.stringify(condition), perSecondMax, state, revision],
  );
}

/** As the fold writes them, each at the place that it says. */
async function addEvents(database: Database, events: readonly OutboxEvent[]): Promise<void> {
  await database.transaction({ name: 'test events' }, async (sql) => {
    const counts = [...Map.groupBy(events, ({ shard }) => shard)].map(([shard, own]) => ({ shard, count: own.length }));
    await takeOutboxPositions(sql, counts);
    await insertRequests(
      sql,
      events.map(({ shard, position, memberId, payload, ...row }) => {
        return { shard, position, memberId, row: { ...row, payload: JSON.parse(payload) as FactPayload } };
      }),
    );
  });
}
