import type { Client } from '@perennial/contracts/staff';
import { shardOf } from '@perennial/domain';
import type { MemberId } from '@perennial/domain';
import { plantDelivery } from '@perennial/postgres/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, order, phone, startServedPlatform } from './testing/served-platform.ts';
import type { ServedPlatform } from './testing/served-platform.ts';

let served: ServedPlatform;
let administrator: Client;
let params: { readonly webhookId: string };

beforeAll(async () => {
  served = await startServedPlatform();
  ({ administrator } = served);
  const { webhook } = await administrator.webhooks.create({
    body: { name: 'CRM', url: 'https://crm.example', types: ['member.erased'], identities: ['phone'] },
  });
  params = { webhookId: webhook.id };
  await administrator.webhooks.pause({ params });
});
afterAll(() => served?.close());

/** The position is far from those that the fold takes. */
async function tell(memberId: string, position: number, payload = '{}'): Promise<string> {
  const shard = shardOf(memberId as MemberId, served.platform.installation.shard_count);
  const { database } = served.platform;
  await plantDelivery(database, { ...params, shard, position, memberId, at: position, payload });
  return `${shard}-${position}`;
}

async function memberWith(own: string, name: string): Promise<string> {
  await served.send([order(name, 3, { identities: { phone: own } })]);
  await served.caughtUp();
  return idOf(own);
}

async function idOf(q: string): Promise<string> {
  const { items } = await administrator.members.search({ query: { q } });
  return items[0]?.member.id ?? '';
}

async function idsOf(memberId: string): Promise<readonly string[]> {
  return (await administrator.webhooks.deliveries({ params, query: { memberId } })).items.map(({ id }) => id);
}

async function keptOf(memberId: string): Promise<number> {
  const kept = {
    name: 'test_kept_of',
    text: `select (select count(*) from webhook_delivery where member_id = $1::uuid and type <> 'member.erased')
                + (select count(*) from outbox where member_id = $1::uuid and type <> 'member.erased') as count`,
  };
  const [row] = await served.platform.database.rows<{ count: number }>(kept, [memberId]);
  return row?.count ?? 0;
}

describe('the log of a webhook', () => {
  it('shows what is sent with identities masked, to whoever may read it', async () => {
    const deliveryId = await tell(served.memberId, 1_000_001);
    const { body } = await administrator.webhooks.delivery({ params: { ...params, deliveryId } });
    expect(JSON.parse(body)).toMatchObject({ data: { identities: [{ type: 'phone', value: '138••••8000' }] } });
    expect(body).not.toContain(phone.slice(3));
  });

  it('finds what was told of a member, also under the id of one whom she took in', async () => {
    const survivor = await memberWith('+8613907150011', 'w-1');
    const absorbed = await memberWith('+8613907150012', 'w-2');
    const [hers, theirs] = [await tell(survivor, 1_000_010), await tell(absorbed, 1_000_011)];
    expect(await idsOf(survivor)).toEqual([hers]);
    expect(await idsOf(absorbed)).toEqual([theirs]);
    await served.send([order('w-3', 1, { identities: { phone: ['+8613907150011', '+8613907150012'] } })]);
    await served.caughtUp();
    const live = await idOf('+8613907150011');
    expect((await idsOf(live)).toSorted()).toEqual([hers, theirs].toSorted());
    expect(await idsOf(served.memberId)).not.toContain(hers);
  });

  it('finds nothing of who is nobody', async () => {
    const memberId = '00000000-0000-4000-8000-000000000000';
    expect(await codeOf(administrator.webhooks.deliveries({ params, query: { memberId } }))).toBe('member.not_found');
  });
});

describe('who is erased', () => {
  it('is erased from logs and from what waits, of every webhook, and nobody else is', async () => {
    const erased = await memberWith('+8613907150021', 'w-21');
    const stays = await memberWith('+8613907150022', 'w-22');
    const { webhook } = await administrator.webhooks.create({
      body: { name: 'Other', url: 'https://other.example', types: ['member.erased'] },
    });
    const deliveryId = await tell(erased, 1_000_021, '{"to":"new"}');
    await tell(stays, 1_000_022);
    const other = { webhookId: webhook.id, position: 1_000_021, memberId: erased, at: 5, state: 2 } as const;
    const shard = shardOf(erased as MemberId, served.platform.installation.shard_count);
    await plantDelivery(served.platform.database, { ...other, shard });
    expect(await keptOf(erased)).toBeGreaterThanOrEqual(3);
    await administrator.members.erase({ params: { memberId: erased }, body: { reason: 'asked', confirm: erased } });
    expect(await keptOf(erased)).toBe(0);
    expect(await idsOf(stays)).toHaveLength(1);
    const one = { ...params, deliveryId };
    expect(await codeOf(administrator.webhooks.delivery({ params: one }))).toBe('webhook.delivery_not_found');
    expect(await codeOf(administrator.webhooks.sendAgain({ params: one }))).toBe('webhook.delivery_not_found');
  });
});

it('keeps neither identities nor secrets where events are kept', async () => {
  for (const table of ['outbox', 'webhook_delivery']) {
    const all = { name: `test_all_${table}`, text: `select t::text as text from ${table} t` };
    const rows = await served.platform.database.rows<{ text: string }>(all, []);
    expect(rows.length, table).toBeGreaterThan(0);
    expect(rows.map(({ text }) => text).join('\n'), table).not.toMatch(/1380013|whsec_|1390715/);
  }
});
