import { orderAmountMinorMax } from '@perennial/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from './testing/served-platform.ts';
import { startWalletServer } from './testing/wallet-server.ts';
import type { WalletServer } from './testing/wallet-server.ts';

let server: WalletServer;
let memberId: string;

const phone = '+8613800138000';
const newcomer = '+8613907154821';

const rule = (id: string, rest: object) => ({
  [`earning/${id}.json`]: {
    id,
    name: { en: `Rule ${id}`, zh: `规则 ${id}` },
    on: { kind: 'order' },
    wallet: 'points',
    award: { kind: 'rate', perMinor: 100, units: 1, rounding: 'down' },
    ...rest,
  },
});

const rules = {
  ...rule('base', { excludes: ['gift_card'] }),
  ...rule('skin', {
    award: { kind: 'multiplier', factorHundredths: 200, of: ['base'], rounding: 'down' },
    lines: { field: 'line.category', operator: 'contains', value: 'Skin' },
  }),
  ...rule('large', { award: { kind: 'fixed', units: 500 }, minimumMinor: 100_000 }),
  ...rule('old', { award: { kind: 'fixed', units: 9 }, who: { field: 'purchase.count', operator: '>', value: 90 } }),
  ...rule('daily', { wallet: 'growth', caps: [{ per: 'member', period: 'day', units: 150 }] }),
  ...rule('shared', { award: { kind: 'fixed', units: 20 }, caps: [{ per: 'rule', period: 'ever', units: 25 }] }),
};

const basket = {
  lines: [
    { lineId: '1', productId: 'p1', category: 'Skin/Serum', quantity: 2, priceMinor: 4_050 },
    { lineId: '2', productId: 'p2', quantity: 1, amountMinor: 3_333 },
  ],
  tenders: [{ tender: 'gift_card', amountMinor: 1_000 }],
  channel: 'web',
  storeId: 's1',
};

const preview = (body: object, id = memberId) =>
  server.administrator.wallets.previewEarning({ params: { memberId: id }, body });
type Preview = Awaited<ReturnType<typeof preview>>;

const byRule = ({ rules: all }: Preview) => new Map(all.map(({ rule: id, units }) => [id, units]));
const earning = (answer: Preview) => new Map([...byRule(answer)].filter(([, units]) => units > 0));

async function buy(orderId: string, who = phone): Promise<void> {
  const { channel, storeId, ...payload } = basket;
  await server.send([
    {
      messageId: `order-${orderId}`,
      type: 'order.paid',
      occurredAt: new Date(server.platform.clock.now()).toISOString(),
      channel,
      storeId,
      identities: { phone: who },
      payload: { orderId, ...payload },
    },
  ]);
}

/** By rule, as the entries of all her wallets say it. */
async function earnedBy(orderId: string, id = memberId): Promise<ReadonlyMap<string, number>> {
  const earned = new Map<string, number>();
  for (const wallet of ['points', 'growth']) {
    const { items } = await server.administrator.wallets.entries({ params: { memberId: id, wallet } });
    for (const { kind, units, origin, rule: by } of items)
      if (kind === 'earn' && origin.id.endsWith(orderId) && by !== null)
        earned.set(by.id, (earned.get(by.id) ?? 0) + units);
  }
  return earned;
}

beforeAll(async () => {
  server = await startWalletServer(rules);
  ({ memberId } = server);
});
afterAll(() => server?.close());

describe('a preview of what an order would earn', () => {
  it('is what the order then earns, rule by rule, and the next one after it', async () => {
    const first = await preview(basket);
    expect(first).toMatchObject({ memberId, programVersion: expect.any(Number) });
    await buy('e1');
    await server.caughtUp();
    expect(await earnedBy('e1')).toEqual(earning(first));
    expect(byRule(first).get('shared')).toBe(20);
    const second = await preview(basket);
    await buy('e2');
    await server.caughtUp();
    expect(await earnedBy('e2')).toEqual(earning(second));
    expect(byRule(second).get('shared')).toBe(5);
  });

  it('says of every rule what counts and why it earns not more', async () => {
    const answer = await preview(basket);
    const found = Object.fromEntries(answer.rules.map(({ rule: id, ...rest }) => [id, rest]));
    const counted = 2 * 4_050 + 3_333 - 1_000;
    expect(found).toMatchObject({
      base: { name: { en: 'Rule base', zh: '规则 base' }, countedMinor: counted, units: 104, why: null, limits: [] },
      large: { units: 0, why: { kind: 'below_minimum', missingMinor: 100_000 - 11_433, by: null } },
      old: { units: 0, why: { kind: 'who', missingMinor: null, by: null } },
      daily: { wanted: 114, units: 0, limits: [{ kind: 'cap', per: 'member', period: 'day', left: 0 }] },
      shared: { wanted: 20, units: 0, limits: [{ kind: 'cap', per: 'rule', period: 'ever', left: 0 }] },
    });
    const points = answer.rules.reduce((sum, { wallet, units }) => sum + (wallet === 'points' ? units : 0), 0);
    expect(answer.wallets).toContainEqual({
      wallet: 'points',
      name: { en: 'Points', zh: '积分' },
      decimals: 0,
      units: points,
    });
  });

  it('writes nothing, however often it is asked', async () => {
    const balances = () => server.administrator.wallets.ofMember({ params: { memberId } });
    const orders = () => server.administrator.members.orders({ params: { memberId } });
    const [before, bought] = [await balances(), await orders()];
    const [one, other] = [await preview(basket), await preview(basket)];
    expect(byRule(other)).toEqual(byRule(one));
    expect((await balances()).wallets).toEqual(before.wallets);
    expect(await orders()).toEqual(bought);
  });

  it('takes categories of lines from the product catalogue, as orders do', async () => {
    const { reference } = server.administrator;
    await reference.putProducts({
      body: { items: [{ productId: 'serum-9', name: 'Serum', categoryPath: ['Skin', 'Serum'] }] },
    });
    const answer = await preview({ lines: [{ productId: 'serum-9', amountMinor: 5_000 }] });
    expect(byRule(answer).get('skin')).toBe(50);
  });

  it.each([
    ['its amount', { amountMinor: orderAmountMinorMax }],
    ['its lines together', { lines: ['a', 'b'].map((productId) => ({ productId, amountMinor: orderAmountMinorMax })) }],
  ])('goes as far as orders are counted, by %s', async (_name, body) => {
    expect(byRule(await preview(body)).get('base')).toBe(orderAmountMinorMax / 100);
  });

  it('names a member by an identity too', async () => {
    const answer = await preview({ amountMinor: 10_000 }, `phone:${phone}`);
    expect(answer.memberId).toBe(memberId);
    expect(byRule(answer).get('base')).toBe(100);
  });
});

describe('a preview for somebody of whom nothing is known', () => {
  it('is what her first order then earns', async () => {
    const answer = await server.administrator.wallets.previewFirstEarning({ body: basket });
    expect(answer.memberId).toBeNull();
    await buy('n1', newcomer);
    await server.caughtUp();
    const { memberId: id } = await server.administrator.wallets.ofMember({ params: { memberId: `phone:${newcomer}` } });
    expect(await earnedBy('n1', id)).toEqual(earning(answer));
    expect(byRule(answer).get('daily')).toBe(114);
  });
});

describe('a preview under a draft', () => {
  const live = async () => (await server.administrator.program.current({})).documents;
  const drafted = async (changes: object) => JSON.parse(JSON.stringify({ ...(await live()), ...changes }));
  const triple = rule('base', {
    award: { kind: 'rate', perMinor: 100, units: 3 },
    pending: { until: 'days', days: 7 },
  });

  it('is by the rules of the draft, says when units begin and end, and leaves what is in force as it is', async () => {
    const documents = await drafted(triple);
    const under = await preview({ amountMinor: 10_000, documents });
    expect(under).toMatchObject({ isDraft: true, memberId });
    const base = under.rules.find(({ rule: id }) => id === 'base');
    const week = server.platform.clock.now() + 7 * 86_400_000;
    expect(base).toMatchObject({ units: 300, lot: { waitsFor: 'time', cancelsAt: null, isPutOff: false } });
    expect(Date.parse(base?.lot?.startsAt ?? '')).toBeCloseTo(week, -6);
    const before = await preview({ amountMinor: 10_000 });
    expect(before).toMatchObject({ isDraft: false, programVersion: under.programVersion - 1 });
    expect(byRule(before).get('base')).toBe(100);
    expect(before.rules.find(({ rule: id }) => id === 'base')?.lot).toMatchObject({ waitsFor: '' });
  });

  it('is the same by the id of the draft, and for nobody', async () => {
    const { program, wallets } = server.administrator;
    const draft = await program.createDraft({ body: { name: 'Triple', documents: await drafted(triple) } });
    expect(byRule(await preview({ amountMinor: 10_000, draftId: draft.id })).get('base')).toBe(300);
    const first = await wallets.previewFirstEarning({ body: { amountMinor: 10_000, draftId: draft.id } });
    expect(byRule(first).get('base')).toBe(300);
  });

  it('leaves of a budget what its publication would leave', async () => {
    const shared = (units: number) =>
      rule('shared', { award: { kind: 'fixed', units: 20 }, caps: [{ per: 'rule', period: 'ever', units }] });
    const grantedOf = async (documents: object) =>
      byRule(await preview({ amountMinor: 10_000, documents })).get('shared');
    // 25 of 25 were granted before.
    expect(await grantedOf(await drafted(shared(25)))).toBe(0);
    expect(await grantedOf(await drafted(shared(30)))).toBe(5);
    expect(await grantedOf(await drafted(shared(10)))).toBe(0);
    const another = rule('fresh', {
      award: { kind: 'fixed', units: 20 },
      caps: [{ per: 'rule', period: 'ever', units: 7 }],
    });
    expect(byRule(await preview({ amountMinor: 10_000, documents: await drafted(another) })).get('fresh')).toBe(7);
  });

  it('is of the time that is asked for', async () => {
    const ahead = (days: number) => new Date(server.platform.clock.now() + days * 86_400_000).toISOString();
    const documents = await drafted(rule('base', { schedule: { from: ahead(10).slice(0, 10) } }));
    expect(byRule(await preview({ amountMinor: 10_000, documents })).get('base')).toBe(0);
    const at = ahead(30);
    const later = await preview({ amountMinor: 10_000, documents, at });
    expect(later.asOfAt).toBe(at);
    expect(byRule(later).get('base')).toBe(100);
  });

  it('is refused for a draft that is not sound, that there is not, and for a time that is past or too far', async () => {
    const unsound = await drafted(rule('base', { wallet: 'nowhere' }));
    expect(await codeOf(preview({ amountMinor: 1, documents: unsound }))).toBe('program.invalid');
    const draftId = '00000000-0000-7000-8000-000000000000';
    expect(await codeOf(preview({ amountMinor: 1, draftId }))).toBe('draft.not_found');
    expect(await codeOf(preview({ amountMinor: 1, draftId, documents: unsound }))).toBe('request.invalid');
    for (const days of [-1, 400]) {
      const at = new Date(server.platform.clock.now() + days * 86_400_000).toISOString();
      expect(await codeOf(preview({ amountMinor: 1, at }))).toBe('request.invalid');
    }
  });

  it('is refused to who may read wallets but no drafts', async () => {
    const reader = await server.clientWithScopes('wallet.read');
    const documents = await drafted(triple);
    const body = { amountMinor: 10_000 };
    expect((await reader.wallets.previewEarning({ params: { memberId }, body })).isDraft).toBe(false);
    const refused = reader.wallets.previewEarning({ params: { memberId }, body: { ...body, documents } });
    expect(await codeOf(refused)).toBe('auth.forbidden');
    const first = reader.wallets.previewFirstEarning({ body: { ...body, documents } });
    expect(await codeOf(first)).toBe('auth.forbidden');
  });
});

describe('limits that all members share', () => {
  const budgets = () => server.administrator.wallets.budgets({});

  it('are told by rule, with what is used of them and left', async () => {
    const { programVersion, items } = await budgets();
    expect(programVersion).toBeGreaterThan(0);
    const none = { budgetMinor: null, usedMinor: null };
    const shared = { rule: 'shared', name: { en: 'Rule shared', zh: '规则 shared' }, wallet: 'points', decimals: 0 };
    expect(items).toEqual([{ ...shared, units: 25, used: 25, left: 0, overrun: 0, ...none }]);
  });

  it('are told as overrun once they are lowered below what was granted, which their publication warns of', async () => {
    const { program } = server.administrator;
    const current = await program.current({});
    const publish = async (documents: object, currentVersion: number) => {
      const body = { name: 'Lowered', documents: JSON.parse(JSON.stringify(documents)) };
      const { id: draftId, revision } = await program.createDraft({ body });
      return program.publish({ body: { draftId, revision, currentVersion } });
    };
    const lowered = rule('shared', {
      award: { kind: 'fixed', units: 20 },
      caps: [{ per: 'rule', period: 'ever', units: 10 }],
    });
    const { version, overruns } = await publish({ ...current.documents, ...lowered }, current.version);
    expect(overruns).toEqual([{ resource: 'earning/shared', units: 15 }]);
    expect((await budgets()).items).toMatchObject([{ rule: 'shared', units: 10, used: 25, left: 0, overrun: 15 }]);
    await publish(current.documents, version);
    expect((await budgets()).items).toMatchObject([{ rule: 'shared', units: 25, used: 25, left: 0, overrun: 0 }]);
  });

  it('are not told to who may not read rules', async () => {
    const reader = await server.clientWithScopes('wallet.read');
    expect(await codeOf(reader.wallets.budgets({}))).toBe('auth.forbidden');
  });
});

describe('a publication', () => {
  it('warns of gains without end with a scenario that shows them, and of nothing where there are none', async () => {
    const { program } = server.administrator;
    const { documents, version } = await program.current({});
    const publish = async (changes: object, currentVersion: number) => {
      const body = { name: 'Changed', documents: JSON.parse(JSON.stringify({ ...documents, ...changes })) };
      const { id: draftId, revision } = await program.createDraft({ body });
      return program.publish({ body: { draftId, revision, currentVersion } });
    };
    const points = JSON.parse(JSON.stringify(documents['wallets/points.json'] ?? {}));
    const forgiving = { 'wallets/points.json': { ...points, shortfall: { kind: 'clamp' } } };
    const first = await publish(forgiving, version);
    expect(first.warnings).toContainEqual(
      expect.objectContaining({ code: 'wallet.arbitrage', document: 'wallets/points.json', story: expect.anything() }),
    );
    const tame = Object.fromEntries(Object.keys(rules).map((path) => [path, undefined]));
    const { warnings } = await publish(tame, first.version);
    expect(warnings).toEqual([]);
    const restored = await program.rollBack({ body: { toVersion: first.version, currentVersion: first.version + 1 } });
    expect(restored.warnings).toEqual(first.warnings);
    await program.rollBack({ body: { toVersion: version, currentVersion: first.version + 2 } });
  });
});

describe('a preview of who was taken in by another', () => {
  it('is of that one, to whom her orders go', async () => {
    const { members, wallets } = server.administrator;
    const { memberId: absorbed } = await wallets.ofMember({ params: { memberId: `phone:${newcomer}` } });
    const merge = { params: { memberId }, body: { absorb: absorbed, reason: 'Same person' }, idempotencyKey: 'merge' };
    await members.merge(merge);
    await server.caughtUp();
    expect((await preview(basket, absorbed)).memberId).toBe(memberId);
  });
});

describe('a preview is refused', () => {
  it.each([
    ['an order without an amount and lines', {}],
    ['a line without an amount', { lines: [{ productId: 'p1' }] }],
    ['an amount below 0', { amountMinor: -1 }],
    ['an amount that is no whole number', { amountMinor: 1.5 }],
    ['an amount above what an order can count', { amountMinor: orderAmountMinorMax + 1 }],
    ['a field that no basket has', { amountMinor: 100, currency: 'USD' }],
    ['more means of payment than an order has', { amountMinor: 1, tenders: Array(21).fill(basket.tenders[0]) }],
  ])('for %s', async (_name, body) => {
    expect(await codeOf(preview(body))).toBe('request.invalid');
    expect(await codeOf(server.administrator.wallets.previewFirstEarning({ body }))).toBe('request.invalid');
  });

  it('for a member that there is not', async () => {
    expect(await codeOf(preview(basket, '00000000-0000-7000-8000-000000000000'))).toBe('member.not_found');
  });

  it('to a key that may not read wallets', async () => {
    const till = await server.clientWithScopes('wallet.redeem');
    expect(await codeOf(till.wallets.previewEarning({ params: { memberId }, body: basket }))).toBe('auth.forbidden');
    expect(await codeOf(till.wallets.previewFirstEarning({ body: basket }))).toBe('auth.forbidden');
  });
});
