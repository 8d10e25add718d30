import type { EventKind } from '@perennial/contracts/staff';
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
    rules: { events: () => eventKinds, program: world.program, identities: () => programs.identities },
    sending: createSending({ allowsPrivate: false }),
    personal: createPersonalReader({ sql: database, merges, keyring, policies: ingestion.policies }),
    findMember: createFindMember(database, installation.shard_count),
    async logsOf({ shard, memberId }) {
      const family = await memberFamily(merges, { shard, id: memberId });
      return family.map((place) => ({ shard: place.shard, memberId: place.id }));
    },
    now: clock.now,
  });
}

const eventKinds: readonly EventKind[] = [
  {
    type: 'stage.changed',
    label: { en: 'Stage changed', zh: '阶段变更' },
    describes: {
      en: 'A member moved in `lifecycle`, `from` one stage (null: she is new) `to` another.',
      zh: '会员在 lifecycle 中由 from 阶段（null 表示新会员）进入 to 阶段。',
    },
  },
  {
    type: 'member.reactivated',
    label: { en: 'Member won back', zh: '会员已唤回' },
    describes: {
      en: 'A member came back to a lively stage; told besides the change of stage.',
      zh: '会员重新回到活跃阶段；与阶段变更一并通知。',
    },
  },
  {
    type: 'member.merged',
    label: { en: 'Member merged', zh: '会员已合并' },
    describes: {
      en: 'Two members turned out to be one person: `memberId` goes on, `absorbedId` is no more.',
      zh: '两个会员被识别为同一人：memberId 保留，absorbedId 不再使用。',
    },
  },
  {
    type: 'member.merge_undone',
    label: { en: 'Merge undone', zh: '合并已撤销' },
    describes: {
      en: 'Told of both members, each with the other as `otherId`.',
      zh: '分别通知双方会员，otherId 为另一方。',
    },
  },
  {
    type: 'member.erased',
    label: { en: 'Member erased', zh: '会员个人信息已删除' },
    describes: {
      en: 'Her personal data is gone here. Whoever holds a copy of it has to erase it as well.',
      zh: '该会员的个人信息已在本系统删除，持有副本的系统也须删除。',
    },
  },
];
