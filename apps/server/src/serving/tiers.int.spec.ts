import { ApiError } from '@perennial/contracts';
import type { Client } from '@perennial/contracts/staff';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServedPlatform } from './testing/served-platform.ts';
import type { ServedPlatform } from './testing/served-platform.ts';
import { nextKey } from './testing/wallet-server.ts';

const name = { en: 'Name', zh: '名称' };
const club = {
  id: 'club',
  name,
  measures: [{ id: 'orders', kind: 'orders' }],
  levels: [
    { id: 'basic', name },
    {
      id: 'gold',
      name,
      qualifies: { combinator: 'and', rules: [{ measure: 'orders', atLeast: 50 }] },
      benefits: [{ id: 'ship', kind: 'free_shipping', name, limit: { per: 'month', count: 1 } }],
    },
    { id: 'black', name, qualifies: { invitation: true } },
  ],
  period: { kind: 'rolling', days: 365 },
};

let served: ServedPlatform;
let client: Client;
let params: { readonly memberId: string; readonly tierSet: string };

beforeAll(async () => {
  served = await startServedPlatform();
  client = served.administrator;
  const current = await client.program.current();
  const documents = { ...current.documents, 'tiers/club.json': JSON.parse(JSON.stringify(club)) };
  const draft = await client.program.createDraft({ body: { name: 'Tiers', documents } });
  await client.program.publish({
    body: { draftId: draft.id, revision: draft.revision, currentVersion: current.version },
  });
  params = { memberId: served.memberId, tierSet: 'club' };
});
afterAll(() => served?.close());

async function clubOf(memberId: string) {
  const { sets } = await client.tiers.ofMember({ params: { memberId } });
  return sets.find(({ tierSet }) => tierSet === 'club');
}

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString();
}

async function codeOf(asked: Promise<unknown>): Promise<string | undefined> {
  return asked.then(
    () => undefined,
    (error: unknown) => (error instanceof ApiError ? error.problem.code : String(error)),
  );
}

it('tells where a member stands, and how far the next level is', async () => {
  const set = await clubOf(params.memberId);
  expect(set).toMatchObject({ level: 'basic', rank: 1, because: 'base', assigned: null, keep: null });
  expect(set?.levels.map(({ id, isByInvitation }) => [id, isByInvitation])).toEqual([
    ['basic', false],
    ['gold', false],
    ['black', true],
  ]);
  const [orders] = set?.next?.measures ?? [];
  expect(set?.next).toMatchObject({ level: 'gold', isReached: false });
  expect((orders?.counts ?? 0) + (orders?.left ?? 0)).toBe(50);
});

it('gives a level by hand once a key, counts its benefits, and ends it', async () => {
  const body = { level: 'gold', reason: 'goodwill', until: inDays(30) };
  const idempotencyKey = nextKey();
  const first = await client.tiers.assign({ params, body, idempotencyKey });
  expect(await client.tiers.assign({ params, body, idempotencyKey })).toEqual(first);
  expect(await clubOf(params.memberId)).toMatchObject({
    level: 'gold',
    because: 'manual',
    assigned: { level: 'gold', isCap: false },
    benefits: [{ id: 'ship', claims: 0, left: 1 }],
  });
  const claim = () =>
    client.tiers.claim({
      params: { ...params, benefit: 'ship' },
      body: { reference: 'A-1' },
      idempotencyKey: nextKey(),
    });
  expect(await claim()).toMatchObject({ benefit: 'ship', claims: 1, left: 0 });
  expect(await codeOf(claim())).toBe('benefit.used_up');
  expect((await clubOf(params.memberId))?.benefits).toMatchObject([{ id: 'ship', claims: 1, left: 0 }]);
  await client.tiers.endAssignment({ params, body: { reason: 'settled' }, idempotencyKey: nextKey() });
  expect(await clubOf(params.memberId)).toMatchObject({ level: 'basic', assigned: null });
});

it('freezes what she has, invites to what nobody earns, and tells all that happened, page by page', async () => {
  const reason = 'goodwill';
  await client.tiers.freeze({ params, body: { until: inDays(5), reason }, idempotencyKey: nextKey() });
  expect((await clubOf(params.memberId))?.frozen).toMatchObject({ level: 'basic' });
  await client.tiers.unfreeze({ params, body: { reason }, idempotencyKey: nextKey() });
  await client.tiers.invite({ params, body: { level: 'black', expiresAt: inDays(5) }, idempotencyKey: nextKey() });
  await client.tiers.answer({ params, body: { accept: true }, idempotencyKey: nextKey() });
  expect(await clubOf(params.memberId)).toMatchObject({ level: 'black', invited: null });
  const ofMember = { memberId: params.memberId };
  const whole = await client.tiers.changes({ params: ofMember, query: { limit: 100 } });
  expect(whole.items.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['assigned', 'frozen', 'invited', 'accepted']),
  );
  expect(whole.items.find(({ kind }) => kind === 'assigned')).toMatchObject({ to: 'gold', reason: 'goodwill' });
  const first = await client.tiers.changes({ params: ofMember, query: { limit: 2 } });
  const second = await client.tiers.changes({ params: ofMember, query: { limit: 2, cursor: first.nextCursor ?? '' } });
  expect([...first.items, ...second.items]).toEqual(whole.items.slice(0, 4));
});

it('refuses what there is not, what is over, and what she was not asked', async () => {
  const reason = 'goodwill';
  const elsewhere = { ...params, tierSet: 'other' };
  const refused = [
    client.tiers.assign({ params: elsewhere, body: { level: 'gold', reason }, idempotencyKey: nextKey() }),
    client.tiers.assign({ params, body: { level: 'iron', reason }, idempotencyKey: nextKey() }),
    client.tiers.freeze({ params, body: { until: inDays(-1), reason }, idempotencyKey: nextKey() }),
    client.tiers.endAssignment({ params, body: { reason }, idempotencyKey: nextKey() }),
    client.tiers.answer({ params, body: { accept: true }, idempotencyKey: nextKey() }),
    client.tiers.assign({ params, body: { level: 'gold', reason: 'Because she asked' }, idempotencyKey: nextKey() }),
  ];
  expect(await Promise.all(refused.map(codeOf))).toEqual([
    'tier.unknown_set',
    'tier.unknown_level',
    'tier.end_has_passed',
    'tier.not_assigned',
    'tier.not_invited',
    'request.invalid',
  ]);
  const nobody = '00000000-0000-7000-8000-000000000000';
  expect(await codeOf(client.tiers.ofMember({ params: { memberId: nobody } }))).toBe('member.not_found');
});
