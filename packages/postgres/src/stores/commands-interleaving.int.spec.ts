import { createDefaultProgram, fiveStages, type FactPayload } from '@perennial/domain';
import {
  verifyReplay,
  type CommandOutcome,
  type Commands,
  type MemberPlace,
  type RawIdentity,
} from '@perennial/engine';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { act, createCommandInstallation, placeOf, type CommandInstallation } from '../testing/command-fixtures.ts';
import { testShardCount } from '../testing/fold-fixtures.ts';
import { createPreparer } from '../testing/ingest-fixtures.ts';

const dayMs = 86_400_000;
const prepare = createPreparer();
const people = 40;

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

const phoneOf = (person: number): RawIdentity => ({
  type: 'phone',
  value: `+861311${String(person).padStart(7, '0')}`,
});
const mailOf = (person: number): RawIdentity => ({ type: 'email', value: `i${person}@example.cn` });

function randomFact(chance: Chance, serial: number) {
  const person = chance(people);
  const who = chance(10);
  const isOrder = chance(2) === 0;
  return prepare({
    messageId: `i-${serial}`,
    type: isOrder ? 'order.placed' : 'attributes.changed',
    payload: JSON.stringify(
      isOrder
        ? { orderId: `o-${person}-${chance(4)}`, amountMinor: 100 * chance(90), lines: [] }
        : { attributes: { city: `city-${chance(9)}` } },
    ),
    identities: who < 4 ? [phoneOf(person)] : who < 8 ? [mailOf(person)] : [phoneOf(person), mailOf(person)],
    occurredAt: Date.now() - chance(400) * dayMs - chance(dayMs),
  });
}

/** More failures in a row than lost connections bring about. */
const attemptsMax = 50;

/** Does it until it is answered for good: nobody knows what became of an attempt that failed. */
async function surely(attempt: () => Promise<CommandOutcome>): Promise<CommandOutcome> {
  const failures: unknown[] = [];
  while (failures.length < attemptsMax) {
    try {
      const outcome = await attempt();
      if (outcome.kind !== 'refused') return outcome;
      failures.push(outcome.code);
    } catch (error) {
      // The connection was lost: the same key tells.
      failures.push(error);
    }
  }
  throw new Error(`not answered: ${String(failures.at(-1))}`, { cause: failures.at(-1) });
}

async function sendSurely(live: CommandInstallation, facts: Parameters<CommandInstallation['append']>[0]) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await live.append(facts);
    } catch (error) {
      // Nothing was kept, or all of it: the same messages tell.
      if (attempt === attemptsMax) throw error;
    }
  }
}

interface Call {
  readonly key: string;
  readonly run: (commands: Commands) => Promise<CommandOutcome>;
}

function randomCall(chance: Chance, serial: number, members: readonly MemberPlace[]): Call {
  const one = members[chance(members.length)];
  const other = members[chance(members.length)];
  if (one === undefined || other === undefined) throw new Error('there are no members');
  const key = `call-${serial}`;
  const what = chance(15);
  const who = { caller: 'user:1', key, by: 'user:1', said: { what, one: one.id, other: other.id } };
  if (what === 0) return { key, run: (commands) => commands.merge({ ...who, survivor: one, absorbed: other }) };
  const tag = { tag: `t${chance(5)}`, action: chance(3) === 0 ? 'remove' : 'add' };
  const share = { resource: `stock-${chance(2)}`, units: 1 + chance(3), next: chance(3) === 0 ? 'next' : '' };
  const input = what < 6 ? tag : share;
  if (what > 12) return { key, run: (commands) => commands.actOnTwo(passing(who, share, { member: one, other })) };
  const command = what < 6 ? 'tag' : what < 11 ? 'takeShare' : 'returnShare';
  return { key, run: (commands) => act(commands, [command, one, input], key) };
}

function passing(
  who: { readonly caller: string; readonly key: string; readonly by: string; readonly said: FactPayload },
  input: FactPayload,
  both: { readonly member: MemberPlace; readonly other: MemberPlace },
) {
  return { ...who, ...both, said: { ...who.said, input }, command: 'passShare', input };
}

const killOne = `select pg_terminate_backend(pid) from pg_stat_activity
                  where datname = current_database() and pid <> pg_backend_pid() and application_name = 'perennial'
                  order by random() limit 1`;

/** Takes the last merge back, if there is one. */
async function undoOne(live: CommandInstallation, commands: Commands, key: string): Promise<number> {
  const [merge] = await live.database.rows<{ merge_id: string }>(
    {
      name: 'test_pick_merge',
      text: `select merge_id from merge_log where status = 'merged' order by recorded_at desc limit 1`,
    },
    [],
  );
  if (merge === undefined) return 0;
  const mergeId = merge.merge_id;
  const call = { caller: 'user:1', key, said: { mergeId }, by: 'user:1', mergeId };
  return (await surely(() => commands.undoMerge(call))).kind === 'done' ? 1 : 0;
}

let live: CommandInstallation;
beforeEach(async () => {
  live = await createCommandInstallation();
});
afterEach(async () => {
  await live?.close();
});

let statements = 0;
async function countOf(live: CommandInstallation, text: string): Promise<number> {
  statements += 1;
  const [row] = await live.database.rows<{ count: number }>({ name: `test_count_${statements}`, text }, []);
  return row?.count ?? -1;
}

const stocks = ['stock-0', 'stock-1', 'next'];
const unitsPerShard = 20;

async function prepareAll(live: CommandInstallation): Promise<readonly MemberPlace[]> {
  for (const key of stocks)
    await live.database.run(
      `insert into resource_slice select n, '${key}', ${unitsPerShard} from generate_series(0, ${testShardCount - 1}) n`,
    );
  const identities = Array.from({ length: people }, (_, n) => [phoneOf(n), mailOf(n)]).flat();
  const facts = identities.map((identity, n) =>
    prepare({ messageId: `f-${n}`, identities: [identity], occurredAt: 1_700_000_000_000 }),
  );
  return (await live.append(facts)).map(placeOf);
}

const lanes = 16;
type Answers = Map<string, CommandOutcome>;

/** Everything at once; how many merges were taken back. */
async function runAll(
  live: CommandInstallation,
  work: { readonly chance: Chance; readonly calls: readonly Call[]; readonly answers: Answers },
): Promise<number> {
  const processes = [live.createCommands(), live.createCommands()];
  const processAt = (n: number): Commands => processes[n % processes.length] ?? live.createCommands();
  const facts = Array.from({ length: 400 }, (_, serial) => randomFact(work.chance, serial));
  const sendFacts = async (part: number): Promise<void> => {
    for (let start = part * 20; start < facts.length; start += 40)
      await sendSurely(live, facts.slice(start, start + 20));
  };
  const callAll = async (lane: number): Promise<void> => {
    for (let n = lane; n < work.calls.length; n += lanes) {
      const call = work.calls[n];
      if (call !== undefined) work.answers.set(call.key, await surely(() => call.run(processAt(lane))));
    }
  };
  const disturbAll = async (): Promise<number> => {
    let undone = 0;
    for (let round = 0; round < 5; round += 1) {
      const answered = ((round + 1) * work.calls.length) / 6;
      await expect.poll(() => work.answers.size, { timeout: 30_000, interval: 5 }).toBeGreaterThan(answered);
      await live.folded();
      await live.database.run(killOne).catch(() => undefined);
      undone += await undoOne(live, processAt(round), `undo-${round}`).catch(() => 0);
      if (round === 2) await publish(live).catch(() => undefined);
    }
    return undone;
  };
  const calling = Array.from({ length: lanes }, (_, lane) => callAll(lane));
  const [undone] = await Promise.all([disturbAll(), sendFacts(0), sendFacts(1), ...calling]);
  return undone;
}

async function publish(live: CommandInstallation): Promise<void> {
  const documents = createDefaultProgram(fiveStages);
  await live.programStore.publish({
    documents,
    publishedAt: Date.now(),
    publishedBy: 'test',
    note: '',
    restores: null,
  });
}

/** Every decision that was answered stands in the log and no other, and shares are where the answers say. */
async function expectExact(live: CommandInstallation, answers: Answers): Promise<void> {
  const decided = [...answers.values()].filter(
    (one) => one.kind === 'done' && one.decisionId !== null && !('mergeId' in one.answer),
  );
  // What is decided about two stands in both logs.
  const ofTwo = decided.filter((one) => one.kind === 'done' && 'others' in one.answer);
  expect(ofTwo.length).toBeGreaterThan(0);
  const logged = decided.length + ofTwo.length;
  expect(await countOf(live, 'select count(*) as count from fact where kind = 4')).toBe(logged);
  for (const key of stocks) {
    const left = `select sum(available) as count from resource_slice where key = '${key}'`;
    const taken = `select coalesce(sum(granted), 0) as count from step_input where resource = '${key}'`;
    const held = `select coalesce(sum(s.units), 0) as count from test_share s
                    join member m on m.shard = s.shard and m.id = s.member_id and m.status = 0
                   where s.resource = '${key}'`;
    expect((await countOf(live, left)) + (await countOf(live, taken))).toBe(unitsPerShard * testShardCount);
    expect(await countOf(live, held)).toBe(await countOf(live, taken));
  }
}

describe.each([1, 2])(
  'interleaving %i of commands, ingest, workers, merges, publishing and lost connections',
  (seed) => {
    it('answers each key once and for good, takes no more than there is, and is what the log says', async () => {
      const members = await prepareAll(live);
      const workers = [await live.startWorker('worker-1'), await live.startWorker('worker-2')];
      const chance = createChance(seed);
      const calls = Array.from({ length: 200 }, (_, serial) => randomCall(chance, serial, members));
      const answers: Answers = new Map();
      expect(await runAll(live, { chance, calls, answers })).toBeGreaterThan(0);

      const other = live.createCommands();
      const again = await Promise.all(calls.map((call) => surely(() => call.run(other))));
      for (const [n, outcome] of again.entries())
        expect(outcome).toEqual({ ...answers.get(calls[n]?.key ?? ''), isRepeat: true });
      await live.folded();
      await expectExact(live, answers);
      const report = await verifyReplay(live.store, await live.createPrograms(), { shardCount: testShardCount });
      expect(report.examples).toEqual([]);
      await Promise.all(workers.map((worker) => worker.stop()));
    });
  },
);
