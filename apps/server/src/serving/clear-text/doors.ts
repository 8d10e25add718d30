import { expect } from 'vitest';
import type { Client } from '@perennial/contracts/staff';
import { shardOf } from '@perennial/domain';
import type { MemberId } from '@perennial/domain';
import { plantDelivery } from '@perennial/postgres/testing';
import { codeOf, dayMs, settled, started } from '../testing/served-platform.ts';
import type { ServedPlatform } from '../testing/served-platform.ts';
import { marks, sentence } from './personal-marks.ts';

const { name, phone, email, address, idCard } = marks;

/** Ids that lead to what was planted. */
export interface Planted {
  readonly memberId: string;
  readonly erasedId: string;
  readonly importIds: readonly string[];
  readonly quarantineIds: readonly string[];
  readonly draftId: string;
  readonly jobId: string;
  readonly rehearsalId: string;
  readonly changeId: string;
  /** Of the staff. */
  readonly userId: string;
  readonly segmentId: string;
  readonly webhookId: string;
  /** Of an event of hers, which is told with all that she is known by. */
  readonly deliveryId: string;
}

/** Sends her personal values through every door by which text comes in, in all the places where text is taken. */
export async function plantEverywhere(served: ServedPlatform): Promise<Planted> {
  const { administrator } = served;
  await putReference(administrator);
  await served.send(facts());
  await sendSegment(served);
  await sendBroken(served);
  const importIds = await importFiles(administrator);
  await served.caughtUp();
  const memberId = await idOf(administrator, phone);
  await decide(administrator, memberId);
  await giveUnits(administrator, memberId);
  const erasedId = await idOf(administrator, erasedPhone);
  const erased = await administrator.members.erase({
    params: { memberId: erasedId },
    body: { reason: 'asked for it by letter', confirm: erasedId },
  });
  expect(erased.mentionsFound).toBeGreaterThan(0);
  const { items } = await administrator.quarantine.list({ query: { limit: 200 } });
  const { documents } = await administrator.program.current();
  const draft = await administrator.program.createDraft({ body: { name: 'A draft', documents } });
  const job = await administrator.program.startPreview({ body: { documents } });
  const rehearsal = await administrator.program.startRehearsal({ body: { documents } });
  await served.caughtUp();
  const { count } = await administrator.members.list();
  const tag = `VIP ${phone}`;
  const change = await administrator.tags.change({ body: { kind: 'add', tag, filter: {}, membersMeant: count } });
  const { items: users } = await administrator.users.list();
  return {
    memberId,
    erasedId,
    importIds,
    quarantineIds: items.map(({ id }) => id),
    draftId: draft.id,
    segmentId: (await administrator.segments.create({ body: { name: 'All', condition: everybody } })).id,
    jobId: job.id,
    rehearsalId: rehearsal.id,
    changeId: change.id,
    userId: users[0]?.id ?? '',
    ...(await tellOutside(served, memberId)),
  };
}

const everybody = { field: 'purchase.count', operator: '>=', value: 0 };

async function tellOutside({ administrator, platform }: ServedPlatform, memberId: string) {
  const { webhook } = await administrator.webhooks.create({
    body: {
      name: 'CRM',
      url: 'https://crm.example/hook',
      types: ['member.erased'],
      identities: ['phone', 'email', 'user_id', 'external_id:*', 'card_no', 'wechat_unionid'],
    },
  });
  const webhookId = webhook.id;
  await administrator.webhooks.pause({ params: { webhookId } });
  const [shard, position] = [shardOf(memberId as MemberId, platform.installation.shard_count), 1_000_000];
  await plantDelivery(platform.database, { webhookId, shard, position, memberId, at: started });
  return { webhookId, deliveryId: `${shard}-${position}` };
}

/** Nothing of hers: lists that are empty are not answered at all. */
async function putReference({ reference, rates }: Client): Promise<void> {
  const product = { productId: 'p1', name: 'Serum', categoryPath: ['Face'], brand: 'B', priceMinor: 9_900 };
  await reference.putProducts({ body: { items: [product] } });
  await reference.putStores({ body: { items: [{ storeId: 's1', name: 'Bund', region: 'East' }] } });
  await reference.putStaff({ body: { items: [{ staffId: 'e1', name: 'Lin', storeId: 's1' }] } });
  await rates.publish({ body: { items: [{ currency: 'USD', fromOn: '2026-01-01', rate: '7.1' }] } });
}

/** Units come in, are held and are spent by names and codes, in which nothing of hers can stand. */
async function giveUnits({ program, wallets }: Client, memberId: string): Promise<void> {
  const { documents, version } = await program.current();
  const wallet = {
    id: 'points',
    name: { en: 'Points', zh: '积分' },
    kind: 'points',
    value: { units: 100, minor: 100 },
  };
  const levels = [{ id: 'basic', name: wallet.name }];
  const measures = [{ id: 'orders', kind: 'orders' }];
  const club = { id: 'club', name: wallet.name, measures, levels, period: { kind: 'ever' } };
  const withWallet = { ...documents, 'wallets/points.json': wallet, 'tiers/club.json': club };
  const draft = await program.createDraft({ body: { name: 'Wallets', documents: withWallet } });
  await program.publish({ body: { draftId: draft.id, revision: draft.revision, currentVersion: version } });
  const params = { memberId, wallet: 'points' };
  const sent = (body: object) =>
    codeOf(wallets.adjust({ params, body: { units: 9, reason: 'x', ...body }, idempotencyKey: phone }));
  expect([await sent({ reason: phone }), await sent({ reason: sentence }), await sent({})]).toEqual([
    'request.invalid',
    'request.invalid',
    'none',
  ]);
  await wallets.hold({ params, body: { units: 1, hold: 'basket-1', minutes: 5 }, idempotencyKey: email });
}

async function idOf(administrator: Client, q: string): Promise<string> {
  let memberId = '';
  await settled(async () => {
    memberId = (await administrator.members.search({ query: { q } })).items[0]?.member.id ?? '';
    expect(memberId).not.toBe('');
  });
  return memberId;
}

const erasedPhone = '13712345670';

function fact(messageId: string, type: string, payload: object): object {
  const occurredAt = new Date(started - 2 * dayMs).toISOString();
  return { messageId, type, occurredAt, channel: 'shop', storeId: 's1', identities: { phone }, payload };
}

/** What ingest takes: fields that a schema marks, that a name gives away, and sentences in fields that say nothing. */
function facts(): readonly object[] {
  return [
    {
      ...fact('clear-1', 'member.registered', {
        attributes: { name, address, note: sentence, realName: name, city: 'Shanghai' },
      }),
      identities: { phone, email },
    },
    fact('clear-2', 'page.viewed', { url: `https://shop.example/?mail=${email}`, title: sentence }),
    fact(`clear-3-${phone}`, 'order.paid', {
      orderId: 'clear-o1',
      amountMinor: 23_456_700,
      currency: 'CNY',
      shippingAddress: { street: address },
      recipient: name,
      buyer: { name, idNumber: idCard },
      remark: sentence,
      contacts: [sentence, { mobile: phone, address }],
    }),
    fact('clear-4', 'review.posted', { rating: 5, text: sentence }),
    fact('clear-5', 'booking.made', { guest: { name }, phone, address, at: sentence, list: [phone, [email]] }),
    fact('clear-8', 'tag.added', { tag: `VIP ${phone}` }),
    { ...fact('clear-6', 'store.visited', {}), identities: { phone: erasedPhone } },
  ];
}

/** The doors of the Segment spec. */
async function sendSegment({ address: at, writeKey }: ServedPlatform): Promise<void> {
  const authorization = `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`;
  const headers = { authorization, 'content-type': 'application/json' };
  const traits = { name, phone: `+86${phone}`, email, address: { street: address } };
  const bodies = {
    identify: { userId: 'clear-7', traits },
    track: {
      userId: 'clear-7',
      event: 'Form Sent',
      properties: { fullName: name, phone, text: sentence },
      context: { traits },
    },
    page: { userId: 'clear-7', name: 'Contact', properties: { url: `https://shop.example/${email}`, title: sentence } },
  };
  for (const [kind, body] of Object.entries(bodies)) {
    const init = { method: 'POST', headers, body: JSON.stringify({ ...body, messageId: `clear-${kind}` }) };
    expect((await fetch(`${at}/v1/${kind}`, init)).status).toBe(200);
  }
}

/** What is kept in quarantine: bodies in which she stands everywhere, and in names of fields, types and ids besides. */
async function sendBroken({ address: at, writeKey }: ServedPlatform): Promise<void> {
  const everywhere = { name, phone, address, note: sentence, remark: `${name} ${address}`, [phone]: 1, [email]: name };
  const sent = [
    {
      ...fact('clear-b1', 'order.paid', { orderId: 7, amountMinor: name, ...everywhere }),
      identities: { phone, email },
    },
    { ...fact(`clear-b2-${phone}`, 'order.paid', { ...everywhere }), who: name, extra: { address }, when: sentence },
    { ...fact('clear-b3', `visit.${phone}`, everywhere), occurredAt: sentence },
    { ...fact('clear-b4', 'order.paid', everywhere), identities: { phone: [erasedPhone, phone] } },
    { ...fact('clear-b5', 'order.paid', { orderId: 1, amountMinor: phone, ...everywhere }), channel: { name } },
    fact('clear-4', 'review.posted', { rating: 4, text: `${name} ${sentence}` }),
  ];
  const answer = await fetch(`${at}/v1/facts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${writeKey}` },
    body: JSON.stringify(sent),
  });
  expect([200, 207, 400, 422]).toContain(answer.status);
}

/** Orders in which she stands in every cell but the number; rows are rejected, and taken into quarantine. */
export const orders = [
  'order_id,phone,customer_name,address,remark,paid_at,amount',
  `C1,${phone},${name},${address},"${sentence}",2026-03-01 10:00,12.50`,
  `C1,13512345671,${name},${address},"${sentence}",2026-03-01 10:00,12.50`,
  `C2,13512345672,${name},${address},${email},2026-03-02 10:00,3`,
  `C3,13512345673,${name},${address},${email},2026-03-02 10:00,5`,
  `C4,${phone},${name},${address},${email},2026-03-02 10:00,6`,
  `C5,${phone},${name},${address},${email},${name},6`,
  '',
].join('\n');

/** A column that was taken for the number of the order: what is rejected names it. */
const lines = [
  'order_id,customer_id,product_id,quantity,unit_price,ordered_at',
  'L1,c1,p1,1,2.00,2026-03-01 10:00',
  ...[1, 2].map((customer) => `${phone},c${customer},p1,1,2.00,2026-03-01 10:00`),
  '',
].join('\n');

/** Facts of which ingest takes none: their reasons go into the file of the rejects. */
const wrongFacts = [
  { messageId: 'f1', type: 'order.paid', occurredAt: sentence, identities: { phone }, payload: { name, address } },
  { messageId: 'f2', type: `note ${phone}`, identities: { phone }, payload: { note: sentence } },
]
  .map((one) => `${JSON.stringify(one)}\n`)
  .join('');

async function importFiles(administrator: Client): Promise<readonly string[]> {
  const files = [
    // The first is the one whose rejects are revealed.
    { fileName: `lines-${phone}.csv`, text: lines, isDryRun: [true] },
    { fileName: `orders of ${phone}.csv`, text: orders },
    { fileName: `facts-${phone}.ndjson`, text: wrongFacts },
  ];
  const ids: string[] = [];
  for (const { fileName, text, isDryRun: runs = [true, false] } of files) {
    for (const isDryRun of runs) {
      const upload = await administrator.imports.upload({ query: { fileName }, body: new Blob([text]) });
      const mapping = { ...upload.mapping, rejectsPercentMax: 100 };
      const { id } = await administrator.imports.start({ body: { uploadId: upload.id, mapping, isDryRun } });
      ids.push(id);
      const params = { importId: id };
      await settled(async () =>
        expect(['succeeded', 'failed']).toContain((await administrator.imports.get({ params })).status),
      );
    }
  }
  return ids;
}

/** Acts whose inputs and reasons stand in decisions and in the audit log. */
async function decide(administrator: Client, memberId: string): Promise<void> {
  const params = { memberId };
  await administrator.members.setAttributes({
    params,
    body: { attributes: { phone, realName: name, address, memo: sentence, height: 170 } },
  });
  await administrator.members.act({
    body: {
      commands: [
        { member: memberId, command: 'attribute', input: { attributes: { remark: sentence, mobile: phone } } },
      ],
    },
  });
  await administrator.members.reveal({ params, body: { reason: `she asked: ${sentence}` } });
  await administrator.members.releaseIdentity({ params, body: { identity: `email:${email}`, reason: sentence } });
  await administrator.identities.block({ body: { identity: `email:${email}`, reason: sentence } });
  expect(
    await codeOf(administrator.members.reveal({ params: { memberId: `email:${email}` }, body: { reason: sentence } })),
  ).toBe('member.not_found');
}
