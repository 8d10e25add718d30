import type { Client, Liability } from '@perennial/contracts/staff';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, settled } from './testing/served-platform.ts';
import { startMovingServer } from './testing/moving-server.ts';
import type { MovingServer } from './testing/moving-server.ts';

let server: MovingServer;
/** A key outlives the months that the clock is moved by; a session does not. */
let client: Client;
let memberId: string;

const zoned = () =>
  Temporal.Instant.fromEpochMilliseconds(server.platform.clock.now()).toZonedDateTimeISO(
    server.platform.installation.zone,
  );
const thisMonth = () => zoned().toPlainDate().toPlainYearMonth().toString();
const points = { params: { wallet: 'points' } };

/** To the tenth of the next month, so that no test stands on the edge of one. */
async function toNextMonth(): Promise<void> {
  const now = zoned();
  const tenth = now.toPlainDate().with({ day: 10 }).add({ months: 1 }).toZonedDateTime(now.timeZoneId);
  await server.passHours(Math.round(now.until(tenth, { largestUnit: 'hours' }).total('hours')));
}

/** The figures of everything that has been done, in a period that has it all. */
async function figures(wallet = 'points'): Promise<Liability> {
  const asked = { params: { wallet }, query: { from: '2026-01' } };
  await settled(async () => expect((await client.installation.get()).foldLag.steps).toBe(0));
  await client.liability.count({ params: { wallet }, body: {} });
  await settled(async () => {
    const { counting } = await client.liability.get(asked);
    expect(counting.counted).toBe(4);
  });
  return client.liability.get(asked) as Promise<unknown> as Promise<Liability>;
}

const terms = {
  priority: 0,
  waitsFor: '',
  cancelsAt: null,
  lotClass: '',
  scope: '',
  costMinor: null,
} as const;

function credit(units: number, more: object = {}, lot: object = {}): object {
  const fixed = { op: 'credit', wallet: 'points', kind: 'earn', from: 'issuance', reason: '' };
  const startsAt = server.platform.clock.now();
  return { ...fixed, units, ...more, terms: { ...terms, startsAt, expiresAt: null, ...lot } };
}

function debit(units: number, lots: readonly (readonly [number, number])[], more: object = {}): object {
  const fixed = { op: 'debit', wallet: 'points', kind: 'spend', to: 'redemption', ending: 'spent', reverses: null };
  return { ...fixed, units, lots, reason: '', ...more };
}

async function buy(orderId: string, phone: string, amountMinor: number): Promise<void> {
  const payload = { orderId, amountMinor, currency: 'CNY', lines: [] };
  const occurredAt = new Date(server.platform.clock.now()).toISOString();
  await server.send([{ messageId: `buy-${orderId}`, type: 'order.paid', occurredAt, identities: { phone }, payload }]);
}

async function refund(orderId: string, phone: string, amountMinor: number): Promise<void> {
  const payload = { orderId, refundId: `${orderId}-1`, amountMinor, currency: 'CNY' };
  const occurredAt = new Date(server.platform.clock.now()).toISOString();
  const fact = { messageId: `refund-${orderId}`, type: 'order.refunded', occurredAt, identities: { phone }, payload };
  await server.send([fact]);
}

async function memberOf(phone: string): Promise<string> {
  return (await client.wallets.ofMember({ params: { memberId: `phone:${phone}` } })).memberId;
}

beforeAll(async () => {
  server = await startMovingServer();
  memberId = server.memberId;
  client = await server.clientWithScopes(
    'wallet.liability',
    'wallet.estimate',
    'wallet.read',
    'members.merge',
    'members.read',
  );
  await toNextMonth();
});
afterAll(() => server?.close());

describe('what is owed before anything was issued', () => {
  it('is nothing, and says as of when', async () => {
    const told = await figures();
    expect(told).toMatchObject({
      outstanding: { units: 0, owed: 0, valueMinor: 0, months: [] },
      differenceUnits: 0,
      revenue: { openingMinor: 0, batches: [], entries: [] },
    });
    expect(told.asOfAt).not.toBeNull();
    expect(told.months.at(-1)).toMatchObject({ month: thisMonth(), isOver: false, issued: 0 });
  });

  it('has no money where the program does not say what the units are worth', async () => {
    expect(await figures('growth')).toMatchObject({ outstanding: { valueMinor: null }, revenue: null });
    const csv = client.liability.entriesCsv({ params: { wallet: 'growth' } });
    expect(await codeOf(csv)).toBe('wallet.without_value');
  });

  it('is of no wallet that there is not, and of no period that ends before it begins', async () => {
    expect(await codeOf(client.liability.get({ params: { wallet: 'stars' } }))).toBe('wallet.unknown');
    expect(await codeOf(client.liability.count({ params: { wallet: 'stars' }, body: {} }))).toBe('wallet.unknown');
    const backwards = { ...points, query: { from: '2026-05', to: '2026-04' } };
    expect(await codeOf(client.liability.get(backwards))).toBe('request.invalid');
    expect(await codeOf(client.liability.get({ ...points, query: { from: '2026-13' } }))).toBe('request.invalid');
  });
});

/** Example 52 of IFRS 15: a month stands for a year of it. */
describe('sales of 100,000 with 10,000 points worth 1 each, of which 95 % are expected to be redeemed', () => {
  const months: string[] = [];
  const revenueOf = ({ revenue }: Liability, month: string | undefined) =>
    revenue?.months.find((one) => one.month === month) ?? expect.fail(`there is revenue of ${month}`);

  it('are 91,324 of goods and 8,676 of points', async () => {
    months.push(thisMonth());
    const issueYear = Number(thisMonth().slice(0, 4));
    const fromMonth = thisMonth();
    await client.liability.estimate({ ...points, body: { issueYear, fromMonth, share: 0.95 } });
    await buy('ifrs', '+8613800138000', 100_000);
    await server.move(memberId, [credit(10_000, { source: 'order', sourceId: 'shop/ifrs' })]);
    const told = await figures();
    expect(revenueOf(told, months[0])).toMatchObject({
      salesMinor: 100_000,
      deferredMinor: 8_676,
      revenueMinor: 0,
      liabilityMinor: 8_676,
      isOver: false,
    });
    expect(told.revenue?.batches).toMatchObject([{ month: months[0], expected: 9_500, share: 0.95, basis: 'hand' }]);
    expect(told.outstanding).toMatchObject({ units: 10_000, valueMinor: 10_000 });
  });

  it('earn 4,110 once 4,500 of 9,500 are redeemed', async () => {
    await server.move(memberId, [debit(4_500, [[1, 4_500]])]);
    const told = await figures();
    expect(revenueOf(told, months[0])).toMatchObject({ revenueMinor: 4_110, liabilityMinor: 4_566 });
  });

  it('earn 3,493 in the next period once 8,500 are redeemed and 9,700 are expected, and leave what was before', async () => {
    await toNextMonth();
    months.push(thisMonth());
    const issueYear = Number(months[0]?.slice(0, 4));
    await client.liability.estimate({ ...points, body: { issueYear, fromMonth: thisMonth(), share: 0.97 } });
    await server.move(memberId, [debit(4_000, [[1, 4_000]])]);
    const told = await figures();
    expect(revenueOf(told, months[0])).toMatchObject({ isOver: true, revenueMinor: 4_110, liabilityMinor: 4_566 });
    expect(revenueOf(told, months[1])).toMatchObject({
      isOver: false,
      deferredMinor: 0,
      revenueMinor: 3_493,
      liabilityMinor: 1_073,
    });
    expect(told.revenue?.batches).toMatchObject([{ deferredMinor: 8_676, recognisedMinor: 7_603, expected: 9_700 }]);
    expect(told.estimates.map(({ share }) => share)).toEqual([0.95, 0.97]);
  });

  it('give entries whose sides sum to the same, as a file too', async () => {
    const { revenue } = await figures();
    const entries = revenue?.entries ?? [];
    expect(
      entries.map(({ entry, account, debitMinor, creditMinor }) => [entry, account, debitMinor, creditMinor]),
    ).toEqual([
      [`${months[0]}/deferral`, 'revenue_sales', 8_676, 0],
      [`${months[0]}/deferral`, 'contract_liability', 0, 8_676],
      [`${months[0]}/recognition`, 'contract_liability', 4_110, 0],
      [`${months[0]}/recognition`, 'revenue_points', 0, 4_110],
      [`${months[1]}/recognition`, 'contract_liability', 3_493, 0],
      [`${months[1]}/recognition`, 'revenue_points', 0, 3_493],
    ]);
    const later = { ...points, query: { from: months[1] } };
    const { revenue: second } = await client.liability.get(later);
    expect(second).toMatchObject({ openingMinor: 4_566, entries: [{ debitMinor: 3_493 }, { creditMinor: 3_493 }] });
    const raw = await textOf(client.liability.entriesCsv({ ...later, query: { ...later.query, form: 'raw' } }));
    expect(raw.split('\r\n')).toEqual([
      'month,is_over,entry,account,debit_minor,credit_minor',
      `${months[1]},false,${months[1]}/recognition,contract_liability,3493,0`,
      `${months[1]},false,${months[1]}/recognition,revenue_points,0,3493`,
      '',
    ]);
    const words = await textOf(client.liability.entriesCsv({ ...points, query: { language: 'zh' } }));
    expect(words).toContain('借方');
    expect(words).toContain('86.76');
  });

  it('take back what a refund of the order takes back of both', async () => {
    await refund('ifrs', '+8613800138000', 50_000);
    await server.move(memberId, [
      debit(1_500, [[1, 1_500]], {
        kind: 'take_back',
        to: 'issuance',
        ending: 'taken_back',
        source: 'order',
        sourceId: 'shop/ifrs',
      }),
    ]);
    const told = await figures();
    // 50,000 × 8,075 ÷ (50,000 + 8,075) of what is left is of points, and of them all 8,500 that were redeemed are earned.
    expect(revenueOf(told, months[1])).toMatchObject({
      salesMinor: -50_000,
      deferredMinor: 6_952 - 8_676,
      liabilityMinor: 0,
    });
    expect(told.outstanding.units).toBe(0);
  });
});

async function textOf(call: Promise<unknown>): Promise<string> {
  const answer = await call;
  return answer instanceof Response ? answer.text() : String(answer);
}

describe('figures of the whole store', () => {
  const [mei, lin] = ['+8613907150411', '+8613907150412'];
  let [meiId, linId] = ['', ''];

  it('equal those that plain SQL works out over all rows, after debts, transfers, expiry and a merge', async () => {
    await buy('m1', mei, 20_000);
    await buy('l1', lin, 30_000);
    await settled(async () => expect(await memberOf(lin)).not.toBe(''));
    [meiId, linId] = [await memberOf(mei), await memberOf(lin)];
    const inHours = (hours: number) => server.platform.clock.now() + hours * 3_600_000;
    await server.move(meiId, [
      credit(300, { source: 'order', sourceId: 'shop/m1' }, { expiresAt: inHours(2_000), costMinor: 100 }),
      credit(90, {}, { expiresAt: inHours(5) }),
      credit(70, {}, { startsAt: inHours(9_000), waitsFor: 'time' }),
      { op: 'hold', wallet: 'points', hold: 'basket', lots: [[1, 30]], expiresAt: inHours(9_000) },
    ]);
    await server.move(linId, [
      credit(100, { source: 'order', sourceId: 'shop/l1' }),
      debit(100, [[1, 100]]),
      debit(60, [], { kind: 'take_back', to: 'issuance', ending: 'taken_back', reverses: 1 }),
      credit(40),
      credit(500, { kind: 'opening', from: 'opening', source: 'opening' }, { expiresAt: inHours(700) }),
    ]);
    await server.passHours(6);
    await client.members.get({ params: { memberId: meiId } });
    const before = salesOf(await compared());
    await server.move(meiId, [debit(20, [[1, 20]], { kind: 'transfer_out', to: 'in_transit', ending: 'transferred' })]);
    await server.move(linId, [credit(20, { kind: 'transfer_in', from: 'in_transit', source: 'transfer' })]);
    await client.members.merge({ params: { memberId: meiId }, body: { absorb: linId, reason: 'the same' } });
    await server.move(meiId, [debit(10, [[1, 10]])]);
    const told = await compared();
    expect(salesOf(told)).toBe(before);
    expect(told.accounts).toBe(2);
    expect(told.outstanding.months.find(({ costMinor }) => costMinor !== 0)).toMatchObject({ costMinor: null });
  });

  it('take a refund of an order off its sales once, though its member was merged since', async () => {
    const before = salesOf(await figures());
    await refund('l1', lin, 10_000);
    const taken = { kind: 'take_back', to: 'issuance', ending: 'taken_back', source: 'order', sourceId: 'shop/l1' };
    await server.move(meiId, [debit(5, [[1, 5]], taken)]);
    expect(salesOf(await compared())).toBe(before - 10_000);
  });

  it('say the same as before when nothing happened', async () => {
    const before = await figures();
    expect({ ...(await figures()), asOfAt: null }).toEqual({ ...before, asOfAt: null });
  });
});

const salesOf = ({ revenue }: Liability) =>
  (revenue?.batches ?? []).reduce((sum, { salesMinor }) => sum + salesMinor, 0);

/** Everything is read anew, without any of what was counted. */
async function compared(): Promise<Liability> {
  const told = await figures();
  const { pool } = server.platform.database;
  const { zone } = server.platform.installation;
  const monthly = await pool.query<{ month: string; kind: string; units: string }>(
    `select to_char(to_timestamp(at / 1000.0) at time zone $1, 'YYYY-MM') as month, kind,
            sum(case when credit = 'member' then units else -units end) as units
       from wallet_entry where wallet = 'points' group by 1, 2`,
    [zone],
  );
  const sum = (month: string, kinds: readonly string[]) =>
    monthly.rows.reduce(
      (all, row) => all + (row.month === month && kinds.includes(row.kind) ? Number(row.units) : 0),
      0,
    );
  for (const { month, issued, redeemed, expired, takenBack } of told.months)
    expect([month, issued, -redeemed, -expired, -takenBack].map((n) => n || 0)).toEqual(
      [
        month,
        sum(month, ['earn', 'adjust_up', 'opening']),
        sum(month, ['spend', 'capture', 'restore']),
        sum(month, ['expire', 'forfeit']),
        sum(month, ['take_back', 'adjust_down', 'cancel', 'void']),
      ].map((n) => n || 0),
    );
  const open = await pool.query<{ month: string | null; units: string; held: string; waiting: string }>(
    `select to_char(to_timestamp(l.expires_at / 1000.0) at time zone $1, 'YYYY-MM') as month, sum(remaining) as units,
            sum(held) as held, sum(case when waits_for = '' then 0 else remaining end) as waiting
       from wallet_lot l join member m using (shard) where m.id = l.member_id and m.status = 0 and wallet = 'points'
        and ended_at is null group by 1 order by 1 nulls last`,
    [zone],
  );
  expect(told.outstanding.months.map(({ month, units, held, waiting }) => [month, units, held, waiting])).toEqual(
    open.rows.map(({ month, ...counts }) => [month, ...[counts.units, counts.held, counts.waiting].map(Number)]),
  );
  const owed = await pool.query<{ owed: string; posted: string }>(
    `select sum(debt) as owed, sum(posted) as posted from wallet_account a join member m using (shard)
      where m.id = a.member_id and m.status = 0 and wallet = 'points'`,
  );
  expect(told.outstanding.owed).toBe(Number(owed.rows[0]?.owed));
  expect(told.outstanding.units - told.outstanding.owed).toBe(Number(owed.rows[0]?.posted));
  expect(told.differenceUnits).toBe(0);
  return told;
}
