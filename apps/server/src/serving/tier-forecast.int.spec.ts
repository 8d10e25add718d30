import { expiringDrill, tierDueDrill, tierMoveDrill } from '@perennial/contracts/staff';
import type { Client } from '@perennial/contracts/staff';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { codeOf, dayMs, started, startServedPlatform } from './testing/served-platform.ts';
import type { ServedPlatform } from './testing/served-platform.ts';

const name = { en: 'Name', zh: '名称' };
const ship = { id: 'ship', kind: 'free_shipping', name };
const early = { id: 'early', kind: 'early_access', name, hours: 24 };
const from = (atLeast: number) => ({ combinator: 'and', rules: [{ measure: 'spend', atLeast }] });
const club = {
  id: 'club',
  name,
  measures: [{ id: 'spend', kind: 'net_spend' }],
  levels: [
    { id: 'basic', name },
    { id: 'silver', name, qualifies: from(1_000_000), benefits: [ship] },
    { id: 'gold', name, qualifies: from(3_000_000), benefits: [ship, early] },
  ],
  period: { kind: 'rolling', days: 60 },
};
const points = {
  id: 'points',
  name,
  kind: 'points',
  value: { units: 100, minor: 50 },
  expiry: { kind: 'term', length: { unit: 'days', count: 60 }, roundTo: 'none' },
};
const rate = {
  id: 'rate',
  name,
  on: { kind: 'order' },
  wallet: 'points',
  award: { kind: 'rate', perMinor: 100, units: 1 },
};
const stamps = { id: 'stamps', name, kind: 'stamps' };

/** Who bought for how much so many days ago: a rolling window of sixty days loses it on the sixtieth day after. */
const bought: readonly (readonly [last: number, daysAgo: number, amountMinor: number])[] = [
  [4101, 20, 1_500_000],
  [4102, 40, 1_500_000],
  [4103, 50, 2_000_000],
  [4103, 10, 1_500_000],
  [4104, 2, 1_200_000],
  [4105, 55, 3_500_000],
  [4106, 3, 999_999],
];

let served: ServedPlatform;
let client: Client;

beforeAll(async () => {
  served = await startServedPlatform();
  client = served.administrator;
  const current = await client.program.current();
  const made = {
    'tiers/club.json': club,
    'wallets/points.json': points,
    'wallets/stamps.json': stamps,
    'earning/rate.json': rate,
  };
  const documents = { ...current.documents, ...JSON.parse(JSON.stringify(made)) };
  const draft = await client.program.createDraft({ body: { name: 'Tiers', documents } });
  await client.program.publish({
    body: { draftId: draft.id, revision: draft.revision, currentVersion: current.version },
  });
  await served.caughtUp();
  await served.send(
    bought.map(([last, daysAgo, amountMinor], n) => ({
      messageId: `forecast-${n}`,
      type: 'order.paid',
      occurredAt: new Date(started - daysAgo * dayMs).toISOString(),
      identities: { phone: `+861390715${last}` },
      payload: { orderId: `forecast-${n}`, amountMinor, currency: 'CNY' },
    })),
  );
  await served.caughtUp();
});
afterAll(() => served?.close());

const params = { tierSet: 'club' };

async function countOf(question: ReturnType<typeof tierMoveDrill>): Promise<number> {
  return (await client.members.list({ query: question })).count;
}

it('counts who falls by when as it is worked out by hand, with what is lost', async () => {
  const { windows, levels } = await client.tiers.forecast({ params });
  expect(levels.map(({ id }) => id)).toEqual(['basic', 'silver', 'gold']);
  expect(windows.map(({ kind, days }) => [kind, days])).toEqual([
    ['days', 30],
    ['days', 90],
    ['days', 365],
  ]);
  const shown = windows.map(({ moves }) =>
    moves.map(({ from: level, to, members, loses }) =>
      [level, to, members, loses.map(({ id }) => id).join()].join(' '),
    ),
  );
  const soon = ['gold silver 1 early', 'gold basic 1 ship,early', 'silver basic 1 ship'];
  const later = [...soon.slice(0, 2), 'silver basic 3 ship'];
  expect(shown).toEqual([soon, later, later]);
  expect(windows.flatMap(({ moves }) => moves).every(({ isFall }) => isFall)).toBe(true);
});

it('opens exactly those whom each figure counted', async () => {
  const answer = await client.tiers.forecast({ params });
  for (const { until, moves, grace, judged } of answer.windows) {
    for (const move of moves) expect(await countOf(tierMoveDrill(answer, { until, move }))).toBe(move.members);
    const all = moves.reduce((sum, { members }) => sum + members, 0);
    expect(await countOf(tierMoveDrill(answer, { until }))).toBe(all);
    expect(grace).toEqual([]);
    for (const { level, members } of judged)
      expect(await countOf(tierDueDrill(answer, { until, level, due: 'judged' }))).toBe(members);
  }
});

it('lists who falls first, with what keeps the level', async () => {
  const { items } = await client.tiers.falls({ params, query: { days: 30 } });
  expect(items.map(({ from: level, to }) => `${level} ${to}`)).toEqual(['gold basic', 'gold silver', 'silver basic']);
  expect(items.map(({ keep }) => [keep?.level, keep?.measures[0]?.left])).toEqual([
    ['gold', 3_000_000],
    ['gold', 1_500_000],
    ['silver', 1_000_000],
  ]);
  expect(items.every(({ because, label }) => because === 'qualified' && label !== '' && !label.includes('0715'))).toBe(
    true,
  );
  const two = await client.tiers.falls({ params, query: { days: 90, limit: 2 } });
  expect(two.items).toHaveLength(2);
});

it('counts units that expire as the lots say, and opens whose they are', async () => {
  const answer = await client.wallets.expiring();
  expect(answer.wallets.map(({ wallet }) => wallet)).toEqual(['points']);
  for (const { until, days, members, units, valueMinor } of answer.wallets[0]?.windows ?? []) {
    const [row] = await served.platform.database.rows<{ units: number; members: number }>(
      {
        name: 'test_units_that_expire',
        text: `select coalesce(sum(remaining - held), 0)::float8 as units, count(distinct member_id)::int as members from wallet_lot
                where ended_at is null and wallet = 'points' and expires_at < $1::bigint`,
      },
      [Date.parse(`${until}T00:00:00+08:00`)],
    );
    expect([days, units, members]).toEqual([days, row?.units, row?.members]);
    // Units of an order that is told late begin when it is told.
    expect(units > 0).toBe(days === 90);
    expect(valueMinor).toBe(Math.floor(units / 2));
    expect(await countOf(expiringDrill(answer, { wallet: 'points', until }))).toBe(members);
  }
});

it('refuses a set that there is not, and names nobody to a key that may not read members', async () => {
  const unknown = { params: { tierSet: 'other' } };
  expect(await codeOf(client.tiers.forecast(unknown))).toBe('tier.unknown_set');
  expect(await codeOf(client.tiers.falls(unknown))).toBe('tier.unknown_set');
  const { secret } = await client.keys.create({ body: { kind: 'api', name: 'Figures', scopes: ['overview.read'] } });
  const ask = async (path: string) => {
    const answer = await fetch(served.address + path, { headers: { authorization: `Bearer ${secret}` } });
    return answer.status;
  };
  expect(await ask('/v1/tiers/club/forecast')).toBe(200);
  expect(await ask('/v1/tiers/club/falls')).toBe(403);
});

it('tells where she stood on a past day by what is known now of it', async () => {
  const memberId = 'phone:+8613907154103';
  const on = (daysAgo: number) => new Date(started - daysAgo * dayMs).toISOString().slice(0, 10);
  const then = async (daysAgo: number) => {
    const { isHistory, sets } = await client.tiers.ofMember({ params: { memberId }, query: { asOf: on(daysAgo) } });
    return [
      isHistory,
      sets[0]?.level,
      sets[0]?.next?.level,
      sets[0]?.next?.measures[0]?.left,
      sets[0]?.benefits.length,
    ];
  };
  const now = await client.tiers.ofMember({ params: { memberId } });
  expect(now).toMatchObject({ isHistory: false, sets: [{ level: 'gold', rank: 3 }] });
  expect(await then(20)).toEqual([true, 'silver', 'gold', 1_000_000, 0]);
  expect(await then(5)).toEqual([true, 'gold', undefined, undefined, 0]);
  expect(await then(55)).toEqual([true, '', undefined, undefined, 0]);
  // The orders were told today, so nothing had been told by then.
  const changes = await client.tiers.changes({ params: { memberId }, query: { asOf: on(5) } });
  expect(changes.items).toEqual([]);
});
