import { availableOf, type FactPayload } from '@perennial/domain';
import { walletDocuments, walletFaults, type WalletRows } from '@perennial/domain/testing';
import { verifyReplay, type CommandOutcome, type Commands, type MemberPlace } from '@perennial/engine';
import { afterEach, describe, expect, it } from 'vitest';
import { testShardCount } from '../testing/fold-fixtures.ts';
import { createPreparer } from '../testing/ingest-fixtures.ts';
import { readSerialOrder, type SerialOrder } from '../testing/serial-order.ts';
import { createWalletInstallation, type WalletInstallation } from '../testing/wallet-fixtures.ts';

/*
 * Any interleaving of clients is some serial order: that of the log. Each answer is the one that the command has where everything is done
 * one after the other in memory, each refusal is one of a moment between two steps, and what is stored is what is there in the end.
 */

const people = 6;
const lanes = 8;
const actsPerLane = 16;
const prepare = createPreparer();

/** Mulberry32: the same choices every run; what the machine adds in timing is the point of the test. */
function createChance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
type Chance = ReturnType<typeof createChance>;

const documents = {
  ...walletDocuments({
    points: {
      expiry: { kind: 'term', length: { unit: 'days', count: 2 }, roundTo: 'none' },
      holdMinutesMax: 43_200,
      shortfall: { kind: 'debt' },
      transfer: { unitsMin: 1, unitsMax: 5_000, unitsADayMax: 5_000 },
    },
  }),
  'earning/per_ten.json': {
    id: 'per_ten',
    name: { en: 'A point for every 10', zh: '每 10 元积 1 分' },
    on: { kind: 'order' },
    wallet: 'points',
    award: { kind: 'rate', perMinor: 1_000, units: 1, rounding: 'down' },
    caps: [{ per: 'member', period: 'day', units: 60 }],
  },
};

interface Call {
  readonly key: string;
  readonly command: string;
  readonly member: MemberPlace;
  readonly other?: MemberPlace;
  readonly input: FactPayload;
}

function callAt(chance: Chance, key: string, members: readonly MemberPlace[]): Call {
  const [member, other] = [members[chance(people)], members[chance(people)]];
  if (member === undefined || other === undefined) return expect.fail('there are people');
  const wallet = 'points';
  const units = 1 + chance(25);
  const hold = `hold-${chance(12)}`;
  const reason = 'test';
  const asks: readonly (readonly [string, FactPayload])[] = [
    ['redeemUnits', { wallet, units }],
    ['redeemUnits', { wallet, units }],
    ['redeemUnits', { wallet, units: 2 * units }],
    ['holdUnits', { wallet, units, hold, minutes: 600 * (1 + chance(4)) }],
    ['holdUnits', { wallet, units, hold, minutes: 1 }],
    ['captureHold', { wallet, hold, units: chance(9) }],
    ['releaseHold', { wallet, hold }],
    ['adjustUnits', { wallet, units: 2 * units, reason }],
    ['adjustUnits', { wallet, units: -units, reason }],
    ['voidLot', { wallet, lot: 1 + chance(20), reason }],
    ['reverseSpend', { wallet, entry: 1 + chance(20), reason }],
    ['transferUnits', { wallet, units }],
  ];
  const [command, input] = asks[chance(asks.length)] ?? expect.fail('a command');
  if (command !== 'transferUnits') return { key, command, member, input };
  return other === member ? callAt(chance, key, members) : { key, command, member, other, input };
}

/** An order, a correction of it or a refund of all or a part. */
function factAt(chance: Chance, serial: number) {
  const person = 1 + chance(people);
  const type = ['order.placed', 'order.placed', 'order.refunded', 'order.updated', 'order.cancelled'][chance(5)];
  const orderId = `o-${person}-${chance(8)}`;
  const amountMinor = 1_000 * (1 + chance(40));
  return prepare({
    messageId: `x-${serial}`,
    type: type ?? 'order.placed',
    identities: [{ type: 'phone', value: `+861390715${String(person).padStart(4, '0')}` }],
    occurredAt: Date.now() - 1_000,
    payload: JSON.stringify({ orderId, refundId: `r-${chance(3)}`, amountMinor, currency: 'CNY', lines: [] }),
  });
}

/** Until it is answered for good: nobody knows what became of an attempt whose connection was lost. */
async function surely<Result>(attempt: () => Promise<Result>, isFinal: (result: Result) => boolean): Promise<Result> {
  for (let failures = 0; ; failures += 1) {
    const result = await attempt().catch((error: unknown) => (failures < 50 ? null : expect.fail(String(error))));
    if (result !== null && isFinal(result)) return result;
  }
}

function ask(commands: Commands, { key, command, member, other, input }: Call): Promise<CommandOutcome> {
  const call = { caller: 'user:1', key, said: { command, member: member.id, input }, command, member, input };
  const attempt = () => (other === undefined ? commands.act(call) : commands.actOnTwo({ ...call, other }));
  return surely(attempt, ({ kind }) => kind !== 'refused');
}

const killOne = `select pg_terminate_backend(pid) from pg_stat_activity
                  where datname = current_database() and pid <> pg_backend_pid() and application_name = 'perennial'
                  order by random() limit 1`;

type Done = Extract<CommandOutcome, { readonly kind: 'done' }>;

interface Answered {
  readonly call: Call;
  readonly outcome: CommandOutcome;
}

let installation: WalletInstallation | undefined;
afterEach(async () => {
  await installation?.close();
  installation = undefined;
});

/** Everything at once: clients, orders, merges, lost connections, and time that goes by. Answers up to when it has been looked at. */
async function runAll(
  live: WalletInstallation,
  { chance, members }: { readonly chance: Chance; readonly members: readonly MemberPlace[] },
): Promise<{ readonly answered: readonly Answered[]; readonly looked: readonly number[] }> {
  const answered: Answered[] = [];
  const looked: number[] = [];
  const processes = [live.createCommands(), live.createCommands()];
  const client = async (lane: number): Promise<void> => {
    const commands = processes[lane % 2] ?? expect.fail('two processes');
    for (let n = 0; n < actsPerLane; n += 1) {
      const call = callAt(chance, `${lane}-${n}`, members);
      answered.push({ call, outcome: await ask(commands, call) });
    }
  };
  const shop = async (part: number): Promise<void> => {
    for (let n = 0; n < 12; n += 1) {
      const facts = Array.from({ length: 3 }, (_, one) => factAt(chance, 1_000 * part + 10 * n + one));
      await surely(
        () => live.append(facts),
        () => true,
      );
    }
  };
  const disturb = async (): Promise<void> => {
    for (let round = 1; round <= 6; round += 1) {
      const goal = (round * lanes * actsPerLane) / 8;
      await expect.poll(() => answered.length, { timeout: 60_000, interval: 2 }).toBeGreaterThan(goal);
      if (round % 2 === 0) await live.database.run(killOne).catch(() => undefined);
      if (round === 3 || round === 5)
        await mergeTwo(processes[0], members.slice(round - 3, round - 1), `merge-${round}`);
      await live.pass(0.6);
      looked.push(await live.settle());
    }
  };
  await Promise.all([...Array.from({ length: lanes }, (_, lane) => client(lane)), shop(1), shop(2), disturb()]);
  return { answered, looked };
}

async function mergeTwo(commands: Commands | undefined, both: readonly MemberPlace[], key: string): Promise<void> {
  const [survivor, absorbed] = both;
  if (commands === undefined || survivor === undefined || absorbed === undefined) return expect.fail('two members');
  const call = { caller: 'user:1', key, said: key, by: 'li', survivor, absorbed };
  const outcome = await surely(
    () => commands.merge(call),
    ({ kind }) => kind !== 'refused',
  );
  expect(outcome).toMatchObject({ kind: 'done' });
}

describe.each([1, 2])('interleaving %i of commands over wallets, orders, refunds, merges and time', (seed) => {
  it('is the serial order of the log: its answers, its refusals and its end', async () => {
    const live = await createWalletInstallation(JSON.parse(JSON.stringify(documents)));
    installation = live;
    const chance = createChance(seed);
    const members = await live.register(people);
    for (const [n, member] of members.entries())
      await ask(live.createCommands(), {
        key: `start-${n}`,
        command: 'adjustUnits',
        member,
        input: { wallet: 'points', units: 60, reason: 'test' },
      });
    const workers = [await live.startWorker('worker-1'), await live.startWorker('worker-2')];
    const { answered, looked } = await runAll(live, { chance, members });
    await Promise.all(workers.map((worker) => worker.stop()));
    const until = await live.settle();
    const serial = await readSerialOrder(live);

    // What was decided is what is decided where one thing is done after the other.
    const done = answered.filter(({ outcome }) => outcome.kind === 'done');
    expect(done.length).toBeGreaterThan(40);
    for (const { call, outcome } of done) if (outcome.kind === 'done') expectSerial(serial, call, outcome);

    // What was refused for too little was asked for at a moment at which there was that much.
    const refused = answered.flatMap(({ call, outcome }) =>
      outcome.kind === 'rejected' && outcome.code === 'wallet.insufficient' ? [{ call, facts: outcome.facts }] : [],
    );
    expect(refused.length).toBeGreaterThan(5);
    for (const { call, facts } of refused) {
      expect(Number(facts['asked'])).toBeGreaterThan(Number(facts['available']));
      const moments = serial.momentsOf(call.member.id, [...looked, until]);
      const seen = moments.map(({ accounts }) => {
        const account = accounts.find(({ wallet }) => wallet === 'points');
        return account === undefined ? 0 : availableOf(account);
      });
      expect(seen, call.key).toContain(Number(facts['available']));
    }

    // And what is stored is what is there in the end.
    const ends = serial.endOf(until);
    for (const member of members) {
      const rows = await live.rowsOf(member);
      expect(sorted(rows)).toEqual(sorted(ends.get(member.id) ?? expect.fail('she is in the log')));
      if (serial.isLiving(member.id)) expect(walletFaults(rows, until)).toEqual([]);
    }
    const { store, programs } = live;
    expect((await verifyReplay(store, programs, { shardCount: testShardCount })).examples).toEqual([]);
  });
});

/** A decision is what it is where it is decided at its place of the log; what is answered about two is made of both of their answers. */
function expectSerial(serial: SerialOrder, call: Call, { decisionId, memberId, answer }: Done): void {
  if (decisionId === null) return;
  const decision = { decisionId, memberId };
  const { minutes } = call.input;
  const starts = /"startsAt":(\d+)/u.exec(
    call.command === 'adjustUnits' ? JSON.stringify(serial.partsOf(decision)) : '',
  );
  const at = typeof minutes === 'number' ? Number(answer['expiresAt']) - minutes * 60_000 : Number(starts?.[1]);
  const again = serial.decideAgain(decision, Number.isNaN(at) ? call : { ...call, at });
  const answered = call.other === undefined ? { answer } : {};
  expect({ call, ...again }).toEqual({ call, ...answered, parts: serial.partsOf(decision) });
}

function sorted({ accounts, entries, lots, holds }: WalletRows) {
  const textOf = (row: object) => JSON.stringify(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return [accounts, entries, lots, holds].map((rows) => rows.map(textOf).toSorted());
}
