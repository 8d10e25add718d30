import { createDefaultProgram, type ProgramDocuments } from '@perennial/domain';
import { explainRehearsed, joinRehearsal, rehearseProgram } from '@perennial/engine';
import type { Rehearsal, RehearsalAsked, RehearsalResult } from '@perennial/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayMs, started, startServedPlatform } from '../serving/testing/served-platform.ts';
import type { ServedPlatform } from '../serving/testing/served-platform.ts';
import { rehearseInThreads } from './rehearse-in-threads.ts';

/*
 * Points and levels on the real store. A hundred of the currency is a point or two; whoever has three is silver. What is expected is counted by
 * hand from the orders.
 */

let served: ServedPlatform;
let before: ProgramDocuments;
const named = (en: string) => ({ name: { en, zh: en } });

function program(perMinor: number): ProgramDocuments {
  return {
    ...createDefaultProgram(),
    'wallets/points.json': { id: 'points', ...named('Points'), kind: 'points', value: { units: 1, minor: 50 } },
    'earning/base.json': {
      id: 'base',
      ...named('Base'),
      on: { kind: 'order' },
      wallet: 'points',
      award: { kind: 'rate', perMinor, units: 1, rounding: 'down' },
    },
    'tiers/main.json': {
      id: 'main',
      ...named('Levels'),
      measures: [{ id: 'points', kind: 'wallet', wallet: 'points' }],
      period: { kind: 'ever' },
      levels: [
        { id: 'basic', ...named('Basic') },
        {
          id: 'silver',
          ...named('Silver'),
          qualifies: { combinator: 'and', rules: [{ measure: 'points', atLeast: 3 }] },
        },
      ],
    },
  };
}

/** Of twelve people the first orders once, the second twice …, each for 100.00; every third gives the first order back. */
const people = Array.from({ length: 12 }, (_, n) => ({
  phone: `+86139071503${String(10 + n)}`,
  orders: n + 1,
  isReturned: n % 3 === 2,
}));

function facts(): readonly object[] {
  return people.flatMap(({ phone, orders, isReturned }, n) => {
    const of = (type: string, id: string, payload: object) => ({
      messageId: `${type} ${n} ${id}`,
      type,
      occurredAt: new Date(started - dayMs).toISOString(),
      identities: { phone },
      payload: { orderId: `${n}-${id}`, amountMinor: 10_000, currency: 'CNY', ...payload },
    });
    const placed = Array.from({ length: orders }, (_, order) => of('order.placed', String(order), {}));
    return isReturned ? [...placed, of('order.refunded', '0', { refundId: `r${n}` })] : placed;
  });
}

const ordersKept = people.reduce((sum, { orders, isReturned }) => sum + orders - (isReturned ? 1 : 0), 0);

function asked(more: Partial<RehearsalAsked> = {}): RehearsalAsked {
  const ours = { documents: program(5_000), against: 'recorded', version: null, fromAt: null } as const;
  return { ...ours, untilAt: Date.now() + dayMs, isBackfillLive: false, isVerified: false, ...more };
}

function inline(of: RehearsalAsked): Promise<RehearsalResult> {
  const { foldStore, programs, installation } = served.platform;
  const control = { signal: new AbortController().signal, onProgress: () => undefined };
  return rehearseProgram(foldStore, programs, { ...of, shardCount: installation.shard_count, ...control });
}

async function inThreads(of: RehearsalAsked, threads: number): Promise<RehearsalResult> {
  const { foldStore, programs, installation, stores } = served.platform;
  const { zone, shard_count: shardCount } = installation;
  const use = { databaseUrl: stores.databaseUrl, zone, shardCount, threads };
  const control = { signal: new AbortController().signal, report: () => undefined };
  const parts = await rehearseInThreads(of, use, control);
  return joinRehearsal(foldStore, programs, { asked: of, parts });
}

/** What does not depend on who counted it first. */
function told({ moves, standings, ...rehearsal }: Rehearsal) {
  const names = (list: readonly { readonly list: string }[]) => list.map((one) => ({ ...one, list: '' }));
  const sorted = (list: readonly object[]) => list.map((one) => JSON.stringify(one)).toSorted();
  return { ...rehearsal, moves: sorted(names(moves)), standings: sorted(names(standings)) };
}

function lineOf({ lines }: Rehearsal, figure: string) {
  return lines.find((line) => line.figure === figure)?.total;
}

beforeAll(async () => {
  served = await startServedPlatform();
  const { program: routes } = served.administrator;
  const current = await routes.current();
  const documents = JSON.parse(JSON.stringify(program(10_000)));
  const draft = await routes.createDraft({ body: { name: 'Points', documents } });
  const body = { draftId: draft.id, revision: draft.revision, currentVersion: current.version };
  await routes.publish({ body });
  await served.send(facts());
  await served.caughtUp();
  before = documents;
}, 120_000);
afterAll(() => served?.close());

describe('a rehearsal of points and levels', () => {
  it('of the program as it is is history to the byte, and differs in nothing', async () => {
    const { rehearsal } = await inline(asked({ documents: before, fromAt: null, isVerified: true }));
    expect(rehearsal.verified).toMatchObject({ differing: 0, examples: [] });
    expect(rehearsal).toMatchObject({ failed: { members: 0 } });
    expect(lineOf(rehearsal, 'issued')?.base).toBeGreaterThan(0);
    const live = await inline(asked({ documents: before, against: 'live' }));
    expect(live.rehearsal.membersChanged).toBe(0);
  });

  it('says what is issued, taken back and owed to members, who wins, and who stands elsewhere', async () => {
    const { rehearsal, open } = await inline(asked({ against: 'live' }));
    // The history that the platform begins with is older than the program, and counts under both from the first fact on.
    const [points] = rehearsal.gains.filter(({ line }) => line?.document === 'wallets/points.json');
    const received = lineOf(rehearsal, 'received');
    expect(received?.draft).toBe(2 * (received?.base ?? 0));
    expect(points?.winners.amount).toBe(received?.base);
    expect(received?.base).toBeGreaterThanOrEqual(ordersKept);
    expect(lineOf(rehearsal, 'taken_back')).toMatchObject({ base: 4, draft: 8 });
    expect(rehearsal.costMinor).toEqual({ base: 50 * (received?.base ?? 0), draft: 100 * (received?.base ?? 0) });
    const up = rehearsal.standings.find(({ base, draft }) => base === 'basic' && draft === 'silver');
    // With two or three orders kept and one point each, or two points each.
    expect(up?.members).toBeGreaterThanOrEqual(2);
    expect(open(up?.list ?? '')?.items).toHaveLength(up?.members ?? 0);
    expect(rehearsal.moves.some(({ from, to }) => from === 'basic' && to === 'silver')).toBe(true);
  });

  it('explains a member by rule and fact', async () => {
    const of = asked({ against: 'live' });
    const { open, rehearsal, cuts } = await inline(of);
    const [points] = rehearsal.gains.filter(({ line }) => line?.document === 'wallets/points.json');
    const first = open(points?.winners.list ?? '')?.items[0] ?? expect.fail('nobody wins');
    const { foldStore, programs, database } = served.platform;
    const [key] = await database.rows<{ shard: number }>(
      { name: 'test_shard', text: 'select shard from member where id = $1' },
      [first.id],
    );
    const use = { asked: of, key: { id: first.id, shard: key?.shard ?? 0 }, cuts };
    const explained = await explainRehearsed(foldStore, programs, use);
    const earned = explained?.entries.filter(({ document }) => document === 'wallets/points.json') ?? [];
    expect(earned[0]).toMatchObject({
      step: { kind: 'fact', type: 'order.placed' },
      base: { kind: 'earn', units: 1, rule: 'base', source: 'order' },
      draft: { kind: 'earn', units: 2, rule: 'base', source: 'order' },
    });
  });
});

describe('threads', () => {
  it('come to what one comes to, however many they are', async () => {
    const of = asked({ isVerified: true, version: await served.platform.foldStore.latestProgramVersion() });
    const one = await inline(of);
    for (const threads of [1, 3]) {
      const many = await inThreads(of, threads);
      expect(told(many.rehearsal)).toEqual(told(one.rehearsal));
      for (const { total } of one.rehearsal.lines) expect(many.open(total.list)).toEqual(one.open(total.list));
    }
  });

  it('stop when they are asked to, and when one of them fails', async () => {
    const { stores, installation } = served.platform;
    const { zone, shard_count: shardCount } = installation;
    const stop = new AbortController();
    const use = { databaseUrl: stores.databaseUrl, zone, shardCount, threads: 2 };
    const running = rehearseInThreads(asked(), use, {
      signal: stop.signal,
      report: () => stop.abort(new Error('enough')),
    });
    await expect(running).rejects.toThrow('enough');
    const nowhere = { ...use, databaseUrl: 'postgres://127.0.0.1:1/nowhere' };
    const control = { signal: new AbortController().signal, report: () => undefined };
    await expect(rehearseInThreads(asked(), nowhere, control)).rejects.toThrow(/ECONNREFUSED/u);
    await expect(rehearseInThreads(asked(), use, { ...control, signal: stop.signal })).rejects.toThrow('enough');
  });
});
