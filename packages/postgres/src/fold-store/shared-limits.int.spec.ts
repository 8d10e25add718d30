import { sumGrants, sumSlices } from '../facets/wallets/index.ts';
import { walletDocuments, walletFaults } from '@perennial/domain/testing';
import { verifyReplay, type MemberPlace } from '@perennial/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testShardCount } from '../testing/fold-fixtures.ts';
import { createPreparer } from '../testing/ingest-fixtures.ts';
import { createWalletInstallation, type WalletInstallation } from '../testing/wallet-fixtures.ts';

/*
 * What everybody shares of a rule (a cap, a budget) under members of all shards who want it at the same time, folded by two workers: it is
 * given away to the last unit and no further, and what orders give back is there for others.
 */

const name = { en: 'Name', zh: '名称' };
const capUnits = 400;
/** Of units that cost 3 for 2 of them: 333 of these. */
const budget = { budgetMinor: 500, cost: { units: 2, minor: 3 } };
const budgetUnits = 333;
const award = { kind: 'rate', perMinor: 1_000, units: 1, rounding: 'down' };
const rule = (id: string, wallet: string, limit: object) => ({
  [`earning/${id}.json`]: { id, name, on: { kind: 'order' }, wallet, award, ...limit },
});
const documents = {
  ...walletDocuments({ capped: {}, paid: {} }),
  ...rule('capped', 'capped', { caps: [{ per: 'rule', period: 'ever', units: capUnits }] }),
  ...rule('paid', 'paid', budget),
};

const people = 40;
const prepare = createPreparer();
let installation: WalletInstallation;
let members: readonly MemberPlace[];

beforeAll(async () => {
  installation = await createWalletInstallation(JSON.parse(JSON.stringify(documents)));
  members = await installation.register(people);
  await installation.settle();
});
afterAll(() => installation?.close());

let serial = 0;

function about(person: number, type: string, payload: object) {
  serial += 1;
  return prepare({
    messageId: `limit-${serial}`,
    type,
    identities: [{ type: 'phone', value: `+861390715${String(person + 1).padStart(4, '0')}` }],
    occurredAt: Date.now() - 1_000,
    payload: JSON.stringify({ currency: 'CNY', lines: [], ...payload }),
  });
}

/** All at once by four clients, while two workers fold. */
async function send(facts: readonly ReturnType<typeof about>[]): Promise<void> {
  const workers = [await installation.startWorker('one'), await installation.startWorker('two')];
  const waiting = Array.from({ length: Math.ceil(facts.length / 10) }, (_, n) =>
    facts.slice(n * 10, n * 10 + 10),
  ).values();
  const client = async () => {
    for (const batch of waiting) await installation.append(batch);
  };
  await Promise.all(Array.from({ length: 4 }, client));
  await installation.folded();
  await Promise.all(workers.map((worker) => worker.stop()));
}

/** What members have of a wallet, and that it is what was granted and is not left. */
async function given(wallet: string): Promise<number> {
  const units = await Promise.all(
    members.map(async (member) => {
      const rows = await installation.rowsOf(member);
      expect(walletFaults(rows, Date.now())).toEqual([]);
      return rows.accounts.find((account) => account.wallet === wallet)?.posted ?? 0;
    }),
  );
  return units.reduce((sum, one) => sum + one, 0);
}

async function expectExact(expected: { readonly capped: number; readonly paid: number }): Promise<void> {
  const { database, store, programs } = installation;
  expect({ capped: await given('capped'), paid: await given('paid') }).toEqual(expected);
  const granted = new Map<string, number>();
  for (let shard = 0; shard < testShardCount; shard += 1)
    for (const one of await sumGrants(database, shard))
      granted.set(one.resource, (granted.get(one.resource) ?? 0) + one.granted);
  const totals = await sumSlices(database);
  const left = totals.map(({ key, units, available }) => [units, available + (granted.get(key) ?? 0)]);
  expect(left.toSorted(([a = 0], [b = 0]) => a - b)).toEqual([
    [budgetUnits, budgetUnits],
    [capUnits, capUnits],
  ]);
  expect(totals.every(({ available }) => available >= 0)).toBe(true);
  expect((await verifyReplay(store, programs, { shardCount: testShardCount })).examples).toEqual([]);
}

describe('what everybody shares of a rule', () => {
  it('lies in more than one shard', () => {
    expect(new Set(members.map(({ shard }) => shard)).size).toBeGreaterThan(4);
  });

  it('is given away to the last unit and no further, to whomever of all shards wants it at once', async () => {
    const orders = Array.from({ length: 120 }, (_, n) =>
      about(n % people, 'order.placed', { orderId: `o${n}`, amountMinor: 1_000 * (3 + (n % 7)) }),
    );
    await send(orders);
    await expectExact({ capped: capUnits, paid: budgetUnits });
  });

  it('is there again when orders come back, and is given to the next, while others still come back', async () => {
    const refunds = Array.from({ length: 120 }, (_, n) =>
      about(n % people, 'order.refunded', { orderId: `o${n}`, refundId: 'all', amountMinor: 1_000 * (3 + (n % 7)) }),
    );
    const orders = Array.from({ length: 60 }, (_, n) =>
      about((n * 7) % people, 'order.placed', { orderId: `p${n}`, amountMinor: 9_000 }),
    );
    await send([...refunds.slice(0, 60), ...orders.flatMap((order, n) => [order, ...refunds.slice(60 + n, 61 + n)])]);
    const now = { capped: await given('capped'), paid: await given('paid') };
    expect(now.capped).toBeLessThanOrEqual(capUnits);
    expect(now.paid).toBeLessThanOrEqual(budgetUnits);
    expect(now.capped).toBeGreaterThan(0);
    await expectExact(now);
  });

  it('is whole again when all orders have come back (W4)', async () => {
    const refunds = Array.from({ length: 60 }, (_, n) =>
      about((n * 7) % people, 'order.refunded', { orderId: `p${n}`, refundId: 'all', amountMinor: 9_000 }),
    );
    await send(refunds);
    await expectExact({ capped: 0, paid: 0 });
    const left = await sumSlices(installation.database);
    expect(left.map(({ units, available }) => units - available)).toEqual([0, 0]);
  });
});
