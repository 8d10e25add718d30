import type { Client } from '@perennial/contracts/staff';
import { createDefaultProgram, defaultIdentityPolicies, facets } from '@perennial/domain';
import { createKeyring, createPrograms, keyBytes } from '@perennial/engine';
import type { Keyring } from '@perennial/engine';
import { createFoldStore, createProgramStore, ensureInstallation } from '@perennial/postgres';
import { randomBytes } from 'node:crypto';
import { createSending } from '../../../composition/webhooks.ts';
import { createWebhookHandlers } from '../../../http/handlers/webhooks.ts';
import { startTestServer } from '../../../http/testing/test-server.ts';
import type { TestServer, TestStores } from '../../../http/testing/test-server.ts';
import { createFindMember } from '../../members/find-member.ts';
import { createWebhooks } from '../webhooks.ts';

const shardCount = 4;

/** What may be told of here. */
export const testEvents = ['stage.changed', 'member.merged', 'member.erased'].map((type) => ({
  type,
  label: { en: type, zh: type },
  describes: { en: type, zh: type },
}));

type Said = Parameters<Client['webhooks']['create']>[0]['body'];

/** A server that manages webhooks, which may be sent to the loopback unless told otherwise. */
export interface WebhookServer extends TestServer {
  readonly keyring: Keyring;
}

export async function startWebhookServer({ allowsPrivate = true } = {}): Promise<WebhookServer> {
  const keyring = createKeyring({
    masterKeys: new Map([['m1', randomBytes(keyBytes)]]),
    currentMasterKeyId: 'm1',
    hashKeys: [{ id: crypto.randomUUID(), key: randomBytes(keyBytes) }],
  });
  const handlers = async ({ database, audit, now }: TestStores) => {
    await ensureInstallation(database, { shardCount, zone: 'Asia/Shanghai', currency: 'CNY' });
    const first = { publishedAt: 0, publishedBy: 'system', note: '', restores: null };
    await createProgramStore(database, facets).ensureFirst({ documents: createDefaultProgram(), ...first });
    const programs = await createPrograms(createFoldStore(database, facets), { zone: 'Asia/Shanghai', facets });
    const [program] = programs.context.programs;
    if (program === undefined) throw new Error('there is a first program');
    const webhooks = createWebhooks({
      database,
      audit,
      keyring,
      now,
      rules: { events: () => testEvents, program: async () => program, identities: () => defaultIdentityPolicies },
      sending: createSending({ allowsPrivate }),
      // Nobody has identities here.
      personal: { identitiesOf: async () => new Map() },
      findMember: createFindMember(database, shardCount),
      logsOf: async (member) => [member],
    });
    return { webhooks: createWebhookHandlers(webhooks) };
  };
  return { ...(await startTestServer({ transport: 'inject', handlers })), keyring };
}

/** What is said of a webhook, as far as a test minds. */
export function said(changes: Partial<Said>): Said {
  return { name: 'CRM', url: 'https://crm.example/hook?token=s3cret', types: ['stage.changed'], ...changes };
}
