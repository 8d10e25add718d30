import { randomBytes } from 'node:crypto';
import { facets } from '@perennial/domain';
import { createKeyring, keyBytes, openWithMaster } from '@perennial/engine';
import type { Keyring } from '@perennial/engine';
import { createPrivacyStore, findOtherMasterKey } from '@perennial/postgres';
import { readWebhookSecret } from '@perennial/postgres/webhooks';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { said, startWebhookServer } from '../webhooks/testing/webhook-server.ts';
import type { WebhookServer } from '../webhooks/testing/webhook-server.ts';
import { rotateKeys } from './rotate-keys.ts';

let server: WebhookServer;
let webhookId: string;
/** As they were shown: the secret in use, and the one before. */
let secrets: readonly [string, string];

beforeAll(async () => {
  server = await startWebhookServer();
});
afterAll(() => server?.close());
beforeEach(async () => {
  await server.database.run('delete from webhook');
  const { webhooks } = server.client({ cookie: await server.signIn('administrator') });
  const { webhook, secret: before } = await webhooks.create({ body: said({}) });
  const { secret } = await webhooks.rotateSecret({ params: { webhookId: webhook.id }, body: { keepOldHours: 5 } });
  webhookId = webhook.id;
  secrets = [secret, before];
});

function ringOf(...masterKeys: readonly (readonly [string, Uint8Array])[]): Keyring {
  const [[currentMasterKeyId] = ['']] = masterKeys;
  return createKeyring({ masterKeys: new Map(masterKeys), currentMasterKeyId, hashKeys: server.keyring.hashKeys });
}

const oldKey = () => server.keyring.masterKeys.get('m1') ?? new Uint8Array();

/** Rotates as it does with a ring of which `add` is told. */
async function rotate(current: Keyring, next: Keyring) {
  const added: string[] = [];
  const rotated = await rotateKeys(
    {
      database: server.database,
      store: createPrivacyStore(server.database, facets),
      isGuest: false,
      keyring: { isGiven: false, current, add: (kind) => (added.push(kind), 'm2'), open: () => next },
      now: Date.now,
    },
    'master',
  );
  return { rotated, added };
}

async function opened(keyring: Keyring): Promise<readonly [string, string]> {
  const row = await readWebhookSecret(server.database, webhookId);
  if (row === undefined || row.old_master_key_id === null || row.old_secret === null)
    throw new Error('it has two secrets');
  return [
    openWithMaster(keyring, { masterKeyId: row.master_key_id, body: row.secret }, webhookId),
    openWithMaster(keyring, { masterKeyId: row.old_master_key_id, body: row.old_secret }, webhookId),
  ];
}

it('seals both secrets of a webhook by the new master key, so that the old one may go', async () => {
  const newKey = randomBytes(keyBytes);
  const { rotated, added } = await rotate(server.keyring, ringOf(['m2', newKey], ['m1', oldKey()]));
  expect(rotated).toMatchObject({ kind: 'master', id: 'm2', webhooks: 1 });
  expect(added).toEqual(['master']);
  expect(await opened(ringOf(['m2', newKey]))).toEqual(secrets);
  expect(await findOtherMasterKey(server.database, ['m2'])).toBeNull();
  await expect(opened(ringOf(['m2', randomBytes(keyBytes)]))).rejects.toThrow();
});

it('goes on with a webhook where it was cut off, without another key', async () => {
  const next = ringOf(['m2', randomBytes(keyBytes)], ['m1', oldKey()]);
  const { rotated, added } = await rotate(next, next);
  expect(rotated).toMatchObject({ kind: 'master', id: 'm2', webhooks: 1 });
  expect(added).toEqual([]);
  expect(await opened(next)).toEqual(secrets);
});

it('is missed where a key was taken out under which the secret of a webhook is', async () => {
  expect(await findOtherMasterKey(server.database, ['m1'])).toBeNull();
  expect(await findOtherMasterKey(server.database, ['m2'])).toBe('m1');
  // Also where it is the secret before alone.
  await server.database.run(`update webhook set master_key_id = 'm2'`);
  expect(await findOtherMasterKey(server.database, ['m2'])).toBe('m1');
});
