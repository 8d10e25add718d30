import {
  compileProgram,
  createDayTable,
  createDefaultProgram,
  createFoldContext,
  createMember,
  facets,
  type DecisionStep,
  type FactPayload,
  type FactStep,
  type LoggedStep,
  type Member,
  type MemberId,
  type ProgramDocuments,
} from '@perennial/domain';
import { describe, expect, it } from 'vitest';
import type { FoldSnapshot, FoldStore, LogAsked } from '../fold/fold-store.ts';
import { explainRehearsed } from './explain-member.ts';
import { rehearseProgram } from './rehearse-program.ts';
import type { RehearsalAsked } from './answer/rehearsal.ts';

const days = createDayTable('Asia/Shanghai');
const id = '00000000-0000-7000-8000-000000000001' as MemberId;
const dayMs = 86_400_000;
const startAt = Date.UTC(2025, 0, 10);
const named = (en: string) => ({ name: { en, zh: en } });

/** So many minor units bring a point, which is worth a cent. */
function program(perMinor: number, more: ProgramDocuments = {}): ProgramDocuments {
  return {
    ...createDefaultProgram(),
    'wallets/points.json': {
      id: 'points',
      ...named('Points'),
      kind: 'points',
      value: { units: 1, minor: 1 },
      expiry: { kind: 'term', length: { unit: 'days', count: 100 }, roundTo: 'none' },
      shortfall: { kind: 'debt' },
    },
    'earning/base.json': {
      id: 'base',
      ...named('Base'),
      on: { kind: 'order' },
      wallet: 'points',
      award: { kind: 'rate', perMinor, units: 1, rounding: 'down' },
    },
    ...more,
  };
}

const place = (position: number, days_: number) => ({
  shard: 0,
  position,
  memberId: id,
  recordedAt: startAt + days_ * dayMs,
});

function fact(position: number, day: number, [type, payload]: readonly [string, FactPayload]): FactStep {
  const at = place(position, day);
  const said = { source: 'till', messageId: `m${position}`, channel: 'shop', storeId: '', isBackfill: false };
  return { kind: 'fact', ...at, ...said, type, occurredAt: at.recordedAt, payload: () => payload };
}

const order = (position: number, day: number) =>
  fact(position, day, ['order.placed', { orderId: `o${position}`, amountMinor: 10_000 }]);

/** Her points are redeemed, whatever lots they are in. */
function redeemed(position: number, day: number, units: number): DecisionStep {
  const spent = { op: 'debit', wallet: 'points', units, kind: 'spend', to: 'redemption', reason: '', ending: 'spent' };
  const parts = { wallets: { operations: [{ ...spent, reverses: null, lots: [[1, units, 'some lot']] }] } };
  return { kind: 'decision', ...place(position, day), command: 'redeemUnits', decisionId: 'd', parts: () => parts };
}

/** One shard with one member. */
function storeOf(log: readonly LoggedStep[]): FoldStore {
  const stored: Member = createMember(facets, id, 0);
  const snapshot = {
    pageMembers: (_: number, afterId: string) => Promise.resolve(afterId === '' ? [stored] : []),
    readLogs: (asked: readonly LogAsked[]) => Promise.resolve(new Map(asked.map((one) => [one.id, log]))),
    readInputs: () => Promise.resolve(new Map()),
  };
  const store = {
    latestProgramVersion: () => Promise.resolve(1),
    isOfData: () => true,
    snapshot: <T>(_: string, read: (one: FoldSnapshot) => Promise<T>) => read(snapshot as unknown as FoldSnapshot),
  };
  return store as unknown as FoldStore;
}

function programsOf(documents: ProgramDocuments) {
  const compiled = compileProgram(documents, { version: 1, effectiveAt: 0 }, { days, facets });
  const { identities, sources, properties } = compiled;
  const context = createFoldContext({ programs: [compiled], days });
  return { context, facets, identities, sources, properties, eagerVersion: 0, ensure: () => Promise.resolve() };
}

const asked = (documents: ProgramDocuments, more: Partial<RehearsalAsked> = {}): RehearsalAsked => ({
  documents,
  against: 'live',
  version: null,
  fromAt: null,
  untilAt: startAt + 400 * dayMs,
  isBackfillLive: false,
  isVerified: false,
  ...more,
});

async function rehearse(log: readonly LoggedStep[], of: RehearsalAsked) {
  const programs = programsOf(program(100));
  const control = { shardCount: 1, signal: new AbortController().signal, onProgress: () => undefined };
  const result = await rehearseProgram(storeOf(log), programs, { ...of, ...control });
  const totals = Object.fromEntries(
    result.rehearsal.lines.map(({ figure, total: { base, draft } }) => [figure, [base, draft]]),
  );
  return { ...result, totals };
}

describe('a rehearsal of points', () => {
  const log = [order(1, 0), redeemed(2, 10, 80), order(3, 40)];

  it('counts what is issued, redeemed, expired and left, by month', async () => {
    const { rehearsal, totals } = await rehearse(log, asked(program(50)));
    expect(totals).toEqual({
      issued: [200, 400],
      redeemed: [80, 80],
      expired: [120, 320],
      received: [80, 80],
      outstanding: [0, 0],
    });
    const outstanding = rehearsal.lines.find(({ figure }) => figure === 'outstanding');
    expect(outstanding?.months.slice(0, 3).map(({ month, base, draft }) => [month, base, draft])).toEqual([
      ['2025-01', 20, 120],
      ['2025-02', 120, 320],
      ['2025-03', 120, 320],
    ]);
    expect(outstanding?.months[1]).toMatchObject({ baseMinor: 120, draftMinor: 320, members: 1 });
  });

  it('shows what she would owe for what she redeemed, where the draft gives less', async () => {
    const { totals, rehearsal, open } = await rehearse(log, asked(program(1_000), { untilAt: startAt + 50 * dayMs }));
    expect(totals['owed']).toEqual([0, 60]);
    expect(totals['outstanding']).toEqual([120, 0]);
    const loss = rehearsal.gains.find(({ line }) => line?.figure === 'received');
    expect(loss?.losers).toMatchObject({ members: 1, amount: 180 });
    expect(open(loss?.losers.list ?? '')?.items).toEqual([{ id, base: 200, draft: 20 }]);
  });

  it('differs in nothing where the draft is the program', async () => {
    const { rehearsal } = await rehearse(log, asked(program(100)));
    expect(rehearsal).toMatchObject({ membersChanged: 0, members: 1, steps: 3, gains: [{}, {}] });
    expect(rehearsal.gains.every(({ winners, losers }) => winners.members + losers.members === 0)).toBe(true);
  });

  it('begins with what was there where the draft comes into force later, and leaves out what comes after', async () => {
    const { totals } = await rehearse(
      log,
      asked(program(50), { fromAt: startAt + 30 * dayMs, untilAt: startAt + 50 * dayMs }),
    );
    expect(totals).toEqual({ issued: [100, 200], received: [100, 200], outstanding: [120, 220] });
    const { totals: first } = await rehearse(log, asked(program(50), { untilAt: startAt + dayMs }));
    expect(first).toEqual({ issued: [100, 200], received: [100, 200], outstanding: [100, 200] });
  });

  it('knows figures of wallets that only one of the programs has', async () => {
    const other = { id: 'stars', ...named('Stars'), kind: 'stamps' };
    const rule = {
      id: 'star',
      ...named('Star'),
      on: { kind: 'order' },
      wallet: 'stars',
      award: { kind: 'fixed', units: 1 },
    };
    const draft = program(100, { 'wallets/stars.json': other, 'earning/star.json': rule });
    const { rehearsal } = await rehearse(log, asked(draft));
    const stars = rehearsal.lines.find(
      ({ document, figure }) => document === 'wallets/stars.json' && figure === 'issued',
    );
    expect(stars?.total).toMatchObject({ base: 0, draft: 2, baseMinor: null, draftMinor: null, members: 1 });
  });

  it('explains each entry by its rule and by the step that it came of', async () => {
    const of = asked(program(50));
    const { cuts } = await rehearse(log, of);
    const explained = await explainRehearsed(storeOf(log), programsOf(program(100)), {
      asked: of,
      key: { id, shard: 0 },
      cuts,
    });
    const told = explained?.entries.map(({ step, base, draft }) => [
      step?.type ?? 'time',
      base?.units,
      draft?.units,
      draft?.rule,
    ]);
    expect(told).toEqual([
      ['order.placed', 100, 200, 'base'],
      ['redeemUnits', -80, -80, ''],
      ['order.placed', 100, 200, 'base'],
      ['time', -20, -120, 'base'],
      ['time', -100, -200, 'base'],
    ]);
  });

  it('ends with the reason of whoever stops it', async () => {
    const control = { shardCount: 1, signal: AbortSignal.abort(new Error('enough')), onProgress: () => undefined };
    const running = rehearseProgram(storeOf(log), programsOf(program(100)), { ...asked(program(50)), ...control });
    await expect(running).rejects.toThrow('enough');
  });
});
