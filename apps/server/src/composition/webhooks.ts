import { memberFamily } from '@perennial/engine';
import { createMergeStore } from '@perennial/postgres';
import { checkUrl } from '../channels/webhook/address.ts';
import type { AddressPolicy } from '../channels/webhook/address.ts';
import { createWebhookSender } from '../channels/webhook/send.ts';
import { createSecret, readSecret } from '../channels/webhook/signature.ts';
import type { Platform } from '../platform/platform.ts';
import type { Audit } from '../use-cases/audit/audit.ts';
import { createFindMember } from '../use-cases/members/find-member.ts';
import { createPersonalReader } from '../use-cases/personal-data/personal-reader.ts';
import type { ReadingWorld } from '../use-cases/reading/world.ts';
import type { Sending } from '../use-cases/webhooks/ports.ts';
import { createWebhooks } from '../use-cases/webhooks/webhooks.ts';
import type { Webhooks } from '../use-cases/webhooks/webhooks.ts';

/** Of this process: webhooks that are tried out are few. */
const connectionsPerHostMax = 4;

export function createSending(policy: AddressPolicy): Sending {
  const sender = createWebhookSender({ policy, connectionsPerHostMax });
  return {
    createSecret,
    readSecret,
    checkUrl: (text) => checkUrl(text, policy),
    send: (message, signal) => sender.send(message, signal),
  };
}

/** Webhooks on the stores of a platform. */
export function composeWebhooks(
  platform: Platform,
  { audit, world }: { readonly audit: Audit; readonly world: ReadingWorld },
): Webhooks {
  const { clock, database, ingestion, installation, keyring, programs } = platform;
  const merges = createMergeStore(database);
  return createWebhooks({
    database,
    audit,
    keyring,
    rules: {
      events: () => [...programs.facets.events.values()],
      program: world.program,
      identities: () => programs.identities,
    },
    sending: createSending({ allowsPrivate: platform.config.webhooks.allowsPrivate }),
    personal: createPersonalReader({ sql: database, merges, keyring, policies: ingestion.policies }),
    findMember: createFindMember(database, installation.shard_count),
    async logsOf({ shard, memberId }) {
      const family = await memberFamily(merges, { shard, id: memberId });
      return family.map((place) => ({ shard: place.shard, memberId: place.id }));
    },
    now: clock.now,
  });
}
