import { createMergeStore } from '@perennial/postgres';
import { describeHand } from '@perennial/engine/testing';
import type { MemberId } from '@perennial/domain';
import { createWebhookSender } from '../channels/webhook/send.ts';
import { createPersonalReader } from '../use-cases/personal-data/personal-reader.ts';
import { insertWebhook } from '@perennial/postgres/webhooks';
import { startTestPlatform } from '../platform/testing/test-platform.ts';
import { sealSecret } from '../use-cases/webhooks/webhook-secrets.ts';
import { createSecret } from '../channels/webhook/signature.ts';
import { createHandWebhook } from './hand-webhook.ts';
import { startReceiver } from './testing/receiver.ts';

const webhookId = '00000000-0000-4000-8000-0000000000c1';
const memberId = '00000000-0000-7000-8000-00000000000a' as MemberId;
const answers = { takes: 204, fails: 503, gone: 410, hang: 'hang' } as const;

describeHand('webhooks', async () => {
  const started = await startTestPlatform();
  const { platform } = started;
  const receiver = await startReceiver();
  const { database, keyring, ingestion, clock } = platform;
  const sender = createWebhookSender({ policy: { allowsPrivate: true }, connectionsPerHostMax: 4 });
  const said = { name: 'CRM', url: receiver.url, types: ['stage.changed'], condition: null, identities: [] };
  const made = { created_at: 0, created_by: 'test', per_second_max: 100, timeout_ms: 1_000 };
  await insertWebhook(database, { ...said, ...made, id: webhookId, ...sealSecret(keyring, webhookId, createSecret()) });
  return {
    hand: createHandWebhook({
      sql: database,
      keyring,
      sender,
      personal: createPersonalReader({
        sql: database,
        merges: createMergeStore(database),
        keyring,
        policies: ingestion.policies,
      }),
      now: clock.now,
    }),
    receiver: {
      id: webhookId,
      types: said.types,
      condition: null,
      perSecondMax: 100,
      state: 'active',
      revision: 1,
    },
    delivery: {
      receiverId: webhookId,
      attempts: 0,
      nextAt: 0,
      wasTried: false,
      event: {
        shard: 0,
        position: 1,
        memberId,
        type: 'stage.changed',
        occurredAt: 1,
        recordedAt: 2,
        cause: { kind: 'fact', position: 1, at: 2, facet: 'lifecycle', n: 1, parent: 0 },
        payload: '{"to":"active"}',
      },
    },
    answer(how) {
      receiver.answer = () => answers[how];
    },
    arrived: () => receiver.received.map(({ id, text }) => ({ id, text })),
    removeReceiver: () => database.run(`delete from webhook where id = '${webhookId}'`),
    async close() {
      sender.close();
      await receiver.close();
      await started.close();
    },
  };
});
