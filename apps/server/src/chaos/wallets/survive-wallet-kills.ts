import { createClient } from '@perennial/contracts/staff';
import type { Database } from '@perennial/postgres';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import { proveWallets } from '../../use-cases/wallets/proof/prove-wallets.ts';
import { publishDocuments } from '../../serving/testing/wallet-server.ts';
import type { Till } from '../../serving/testing/till.ts';
import { createChance, startSenders } from '../fact-senders.ts';
import type { runPerennial } from '../server-process.ts';
import type { ServerProcess } from '../server-process.ts';
import { sharedShardCount } from '../shared-installation.ts';
import { attempt, startWalletClients } from './wallet-clients.ts';
import type { Answered, WalletClients } from './wallet-clients.ts';

/** Where it happens: how a server of it starts, and whom else of it can be killed. */
export interface WalletStage {
  /** A key that sends facts. */
  readonly writeKey: string;
  start(): Promise<ServerProcess>;
  run(...words: readonly string[]): ReturnType<typeof runPerennial>;
  /** Kills the server, or what it stands on; true where the server is gone after it. */
  kill(server: ServerProcess, n: number): Promise<boolean>;
  database(): Promise<Database>;
}

export interface WalletKillReport {
  readonly kills: number;
  readonly answered: number;
  readonly done: number;
  /** Attempts whose answer was lost. */
  readonly unanswered: number;
}

const points = {
  id: 'points',
  name: { en: 'Points', zh: '积分' },
  kind: 'points',
  transfer: { unitsMin: 1, unitsMax: 5_000, unitsADayMax: 1_000_000 },
  shortfall: { kind: 'debt' },
  value: { units: 100, minor: 100 },
};
const perTen = {
  id: 'per_ten',
  name: { en: 'A point for every 10', zh: '每 10 元积 1 分' },
  on: { kind: 'order' },
  wallet: 'points',
  award: { kind: 'rate', perMinor: 1_000, units: 1, rounding: 'down' },
};

const people = 5;
const clients = 8;
const recoveryMsMax = 180_000;
const answersBetweenKillsMin = 30;
const pauseBeforeKillMsMax = 120;
const phoneOf = (person: number) => `+861390715${String(3_000 + person).padStart(4, '0')}`;
const members = Array.from({ length: people }, (_, person) => encodeURIComponent(`phone:${phoneOf(person)}`));

/**
 * Kills the server at random moments while clients do things to wallets and orders come in, and then holds what was answered against the
 * log: an answered command is there, one that was not answered is there or not, and its retry gives the one answer.
 */
export async function surviveWalletKills(
  stage: WalletStage,
  { kills, seed }: { readonly kills: number; readonly seed: number },
): Promise<WalletKillReport> {
  let server = await stage.start();
  const till = { address: () => server.address, secret: await prepare(stage, server) };
  const orders = startOrders(stage, till, seed);
  // Whoever is not there yet is not found, which is no answer that stands.
  await expect.poll(() => orders.acknowledged.size, { timeout: recoveryMsMax }).toBeGreaterThanOrEqual(people);
  const wallets = startWalletClients({ till, members, clients, seed });
  const chance = createChance(seed);
  for (let n = 0; n < kills; n += 1) {
    await progress(wallets, server);
    await delay(chance(pauseBeforeKillMsMax));
    if (await stage.kill(server, n)) server = await stage.start();
  }
  await progress(wallets, server);
  await Promise.all([wallets.finish(), orders.finish()]);
  const { answered } = wallets;
  expectReasons(answered);
  await expectSameAgain(till, answered);
  const database = await stage.database();
  try {
    const done = await expectLogged(database, answered);
    const proof = await proveWallets(database, { shardCount: sharedShardCount });
    expect([proof.problems, proof.resourceProblems]).toEqual([[], []]);
    expect(proof.entries).toBeGreaterThan(answersBetweenKillsMin);
    await expectReplayed(stage);
    return { kills, answered: answered.size, done, unanswered: wallets.unanswered() };
  } finally {
    await database.close();
    await server.stop();
  }
}

/** A program with wallets and members to whom they belong; answers the secret of a key that may do all of it. */
async function prepare(stage: WalletStage, server: ServerProcess): Promise<string> {
  const scopes = ['read', 'rules', 'edit', 'publish'].map((right) => `program.${right}`);
  scopes.push('wallet.read', 'wallet.redeem', 'wallet.adjust');
  const created = await stage.run('keys', 'create', '--kind', 'api', '--scopes', scopes.join(','));
  expect(created.code, created.stderr).toBe(0);
  const apiKey = created.stdout.trim();
  const client = createClient({ baseUrl: server.address, fetch, apiKey });
  await publishDocuments(client, { 'wallets/points.json': points, 'earning/per_ten.json': perTen });
  return apiKey;
}

/** Orders and refunds of the same members, which earn: steps of theirs come between their commands. */
function startOrders({ writeKey }: WalletStage, { address }: Till, seed: number) {
  const chance = createChance(seed + 1);
  return startSenders({
    address,
    writeKey,
    senders: 1,
    batchFacts: people,
    // A command begins again when a fact of its member comes between: one each half second lets it through on a busy machine as well.
    pauseMs: 500,
    createFact(messageId, serial) {
      const said = { messageId, occurredAt: new Date(Date.now() - 1_000).toISOString() };
      const identities = { phone: phoneOf(serial % people) };
      if (serial <= people) return { ...said, identities, type: 'member.registered', payload: {} };
      const orderId = `o-${serial % people}-${chance(40)}`;
      const payload = { orderId, amountMinor: 1_000 + chance(40_000), currency: 'CNY' };
      const refund = { ...payload, refundId: `r-${chance(3)}`, amountMinor: 5_000 };
      const isRefund = chance(3) === 0;
      return {
        ...said,
        identities,
        type: isRefund ? 'order.refunded' : 'order.placed',
        payload: isRefund ? refund : payload,
      };
    },
  });
}

/** New commands are answered: whatever was killed has come back. */
async function progress(wallets: WalletClients, server: ServerProcess): Promise<void> {
  const goal = wallets.answered.size + answersBetweenKillsMin;
  try {
    await expect
      .poll(() => wallets.answered.size, { timeout: recoveryMsMax, interval: 5 })
      .toBeGreaterThanOrEqual(goal);
  } catch (error) {
    throw new Error(`nothing is answered any more: ${server.log().slice(-4_000)}`, { cause: error });
  }
}

const reasons: ReadonlySet<string> = new Set([
  'wallet.insufficient',
  'hold.unknown',
  'hold.captured',
  'hold.released',
  'hold.too_much',
]);

interface Said {
  readonly code?: string;
  readonly memberId?: string;
  readonly entry?: number;
  readonly balance?: number;
}
type Answers = ReadonlyMap<string, Answered>;
// What the API answers is its contract, which tests of its own hold.
const read = ({ answer }: Answered) => JSON.parse(answer.text) as Said;

function expectReasons(answered: Answers): void {
  const refused = [...answered.values()].filter(({ answer }) => answer.status !== 200);
  const unexplained = refused.filter((one) => !reasons.has(read(one).code ?? ''));
  expect(unexplained).toEqual([]);
}

/** Each once more under its key: the one answer, to the byte. */
async function expectSameAgain(till: Till, answered: Answers): Promise<void> {
  const waiting = answered.values();
  const ask = async () => {
    for (const { act, answer } of waiting) {
      let again = await attempt(till, act);
      for (; again === undefined; again = await attempt(till, act)) await delay(10);
      expect({ act, ...again }).toEqual({ act, ...answer });
    }
  };
  await Promise.all(Array.from({ length: clients }, ask));
}

/** Every decision that was answered stands in the log, once, with the entry that its answer names, and no other does. */
async function expectLogged(database: Database, answered: Answers): Promise<number> {
  const done = [...answered.values()].filter(({ answer }) => answer.status === 200);
  const ofTwo = done.filter(({ act }) => act.path.endsWith('/transfers'));
  const [row] = await database.rows<{ decisions: number }>(
    { name: 'test_decisions', text: 'select count(*) as decisions from fact where kind = 4' },
    [],
  );
  // What is decided about two stands in both logs.
  expect(row?.decisions).toBe(done.length + ofTwo.length);
  const rows = await database.rows<{ member_id: string; sequence: number; balance_after: number }>(
    { name: 'test_entries', text: 'select member_id, sequence, balance_after from wallet_entry' },
    [],
  );
  const balances = new Map(rows.map((one) => [`${one.member_id} ${one.sequence}`, one.balance_after]));
  for (const one of done) {
    const { memberId, entry, balance } = read(one);
    if (entry !== undefined) expect([one, balances.get(`${memberId} ${entry}`)]).toEqual([one, balance]);
  }
  return done.length;
}

/** Members are what their logs say. */
async function expectReplayed(stage: WalletStage): Promise<void> {
  const replay = await stage.run('replay', '--verify', '--json');
  expect(replay.stdout, replay.stderr).toContain('"differing":0');
  expect(replay.code).toBe(0);
}
