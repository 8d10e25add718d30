import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { proveWallets } from '../use-cases/wallets/proof/prove-wallets.ts';
import { sendSurely } from './testing/till.ts';
import type { Act, ActAnswer, Till } from './testing/till.ts';
import { nextKey, startWalletServer } from './testing/wallet-server.ts';
import type { WalletServer } from './testing/wallet-server.ts';

/*
 * Many clients at one balance over HTTP: exactly what it allows is given, every refusal says why, and a key is answered once and for good.
 */

const points = {
  id: 'points',
  name: { en: 'Points', zh: '积分' },
  kind: 'points',
  transfer: { unitsMin: 1, unitsMax: 5_000, unitsADayMax: 5_000 },
  value: { units: 100, minor: 100 },
};

let server: WalletServer;
let till: Till;

beforeAll(async () => {
  server = await startWalletServer({ 'wallets/points.json': points });
  const scopes = ['wallet.read', 'wallet.redeem', 'wallet.adjust'] as const;
  const { secret } = await server.administrator.keys.create({
    body: { kind: 'api', name: 'tills', scopes: [...scopes] },
  });
  till = { address: () => server.address, secret };
});
afterAll(() => server?.close());

let people = 0;

/** Somebody new with so many units, in two lots. */
async function somebodyWith(units: number): Promise<string> {
  people += 1;
  const phone = `+861390715${String(people).padStart(4, '0')}`;
  const occurredAt = new Date(Date.now() - 60_000).toISOString();
  await server.send([{ messageId: `race-${people}`, type: 'member.registered', occurredAt, identities: { phone } }]);
  const { memberId } = await server.administrator.wallets.ofMember({ params: { memberId: `phone:${phone}` } });
  for (const part of [Math.floor(units / 3), units - Math.floor(units / 3)]) {
    const adjustment = { path: `${memberId}/wallets/points/adjustments`, body: { units: part, reason: 'goodwill' } };
    expect((await sendSurely(till, { ...adjustment, key: nextKey() })).status).toBe(200);
  }
  return memberId;
}

interface Answer {
  readonly code?: string;
  readonly context?: Readonly<Record<string, unknown>>;
  readonly entry?: number;
  readonly units?: number;
  readonly available?: number;
  readonly balance?: number;
  readonly captured?: number;
  readonly lots?: readonly (readonly [number, number])[];
}

// What the API answers is its contract, which tests of its own hold.
const read = ({ text }: ActAnswer) => JSON.parse(text) as Answer;
const isDone = ({ status }: ActAnswer) => status === 200;
const sumOf = (numbers: readonly (number | undefined)[]) => numbers.reduce<number>((sum, one) => sum + (one ?? 0), 0);

/** Once more, all at once: the answers are the same to the byte, and nothing is done again. */
async function expectSameAgain(acts: readonly Act[], answers: readonly ActAnswer[]): Promise<void> {
  const again = await Promise.all(acts.map((act) => sendSurely(till, act)));
  expect(again).toEqual(answers);
}

async function expectProven(): Promise<void> {
  const { database, installation } = server.platform;
  const proof = await proveWallets(database, { shardCount: installation.shard_count });
  expect([proof.problems, proof.resourceProblems]).toEqual([[], []]);
}

async function accountOf(memberId: string) {
  const { wallets } = await server.administrator.wallets.ofMember({ params: { memberId } });
  return wallets.find(({ wallet }) => wallet === 'points') ?? expect.fail('no account');
}

async function deadlocks(): Promise<number> {
  const text = 'select deadlocks::integer from pg_stat_database where datname = current_database()';
  const [row] = await server.platform.database.rows<{ deadlocks: number }>({ name: 'test_deadlocks', text }, []);
  return row?.deadlocks ?? -1;
}

describe('one balance over HTTP', () => {
  it('of 1,000 is given to 142 of 200 who want 7 of it at once, and the others hear how much there is', async () => {
    const memberId = await somebodyWith(1_000);
    const acts = Array.from({ length: 200 }, () => ({
      path: `${memberId}/wallets/points/redemptions`,
      body: { units: 7, reason: 'gift' },
      key: nextKey(),
    }));
    const answers = await Promise.all(acts.map((act) => sendSurely(till, act)));
    const done = answers.filter(isDone).map(read);
    expect(done).toHaveLength(142);
    // Each is one of those serial answers, and no two are the same.
    const serial = done.toSorted((a, b) => (a.entry ?? 0) - (b.entry ?? 0));
    expect(serial.map(({ entry, balance, available }) => [entry, balance, available])).toEqual(
      Array.from({ length: 142 }, (_, n) => [n + 3, 993 - 7 * n, 993 - 7 * n]),
    );
    expect(done.every(({ lots = [] }) => sumOf(lots.map(([, units]) => units)) === 7)).toBe(true);
    for (const answer of answers.filter((one) => !isDone(one)))
      expect({ status: answer.status, ...read(answer) }).toMatchObject({
        status: 409,
        code: 'wallet.insufficient',
        context: { asked: 7, available: 6 },
      });
    expect(await accountOf(memberId)).toMatchObject({ balance: 6, available: 6, held: 0 });
    await expectSameAgain(acts, answers);
    expect(await accountOf(memberId)).toMatchObject({ balance: 6 });
    await expectProven();
  });

  it('is spent once by 50 who send one key at the same time, and all of them hear it', async () => {
    const memberId = await somebodyWith(100);
    const act = { path: `${memberId}/wallets/points/redemptions`, body: { units: 60 }, key: nextKey() };
    const answers = await Promise.all(Array.from({ length: 50 }, () => sendSurely(till, act)));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(await accountOf(memberId)).toMatchObject({ balance: 40, available: 40 });
    await expectProven();
  });

  it('goes to and fro between two members who spend, hold and capture, and none of it is lost or made', async () => {
    const both = [await somebodyWith(400), await somebodyWith(400)] as const;
    const acts = Array.from({ length: 240 }, (_, n) => actAt(n, both));
    const answers = await Promise.all(acts.map((act) => sendSurely(till, act)));
    const kinds = ['redemptions', 'holds', 'capture', 'transfers'] as const;
    const of = (kind: string) =>
      answers.flatMap((answer, n) => (acts[n]?.path.endsWith(kind) === true && isDone(answer) ? [read(answer)] : []));
    for (const kind of kinds) expect([kind, of(kind).length]).not.toEqual([kind, 0]);
    for (const [n, answer] of answers.entries()) if (!isDone(answer)) expectReason(acts[n], answer);

    const spent =
      sumOf(of('redemptions').map(({ units }) => units)) + sumOf(of('capture').map(({ captured }) => captured));
    const accounts = await Promise.all(both.map(accountOf));
    expect(sumOf(accounts.map(({ balance }) => balance))).toBe(800 - spent);
    expect(accounts.every(({ available, held }) => available >= 0 && held >= 0)).toBe(true);
    await expectSameAgain(acts, answers);
    expect(await Promise.all(both.map(accountOf))).toEqual(accounts);
    await expectProven();
    // Whoever locks two members locks them in the order of their ids: nobody had to be stopped for others to go on.
    expect(await deadlocks()).toBe(0);
  });
});

/** Of each four one that spends, one that holds, one that captures a hold asked for at the same time, and one that gives to the other. */
function actAt(n: number, both: readonly [string, string]): Act {
  const [member, other] = Math.floor(n / 4) % 2 === 0 ? both : [both[1], both[0]];
  const wallet = `${member}/wallets/points`;
  const key = nextKey();
  const units = 3 + (n % 13);
  if (n % 4 === 0) return { path: `${wallet}/redemptions`, body: { units }, key };
  if (n % 4 === 1) return { path: `${wallet}/holds`, body: { units, hold: `order-${n}`, minutes: 60 }, key };
  if (n % 4 === 2) return { path: `${wallet}/holds/order-${n - 1}/capture`, body: { units: 2 }, key };
  return { path: `${wallet}/transfers`, body: { to: other, units }, key };
}

/** A refusal is one that the moment explains: less than was asked, or a hold that nobody had asked for yet. */
function expectReason(act: Act | undefined, answer: ActAnswer): void {
  const { code, context = {} } = read(answer);
  if (act?.path.endsWith('/capture') === true) return expect([answer.status, code]).toEqual([404, 'hold.unknown']);
  expect([answer.status, code]).toEqual([409, 'wallet.insufficient']);
  expect(Number(context['asked'])).toBeGreaterThan(Number(context['available']));
}
