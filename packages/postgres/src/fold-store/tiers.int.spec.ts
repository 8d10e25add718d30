import {
  createDefaultProgram,
  createIdentityPolicies,
  facets,
  foldLog,
  openView,
  tierChangeRows,
  tierClaimRows,
  tierDayRows,
  tierOrderRows,
  tiersFacet,
  tierStandingRows,
  type AnyRowKind,
  type FactPayload,
  type FactValue,
  type Member,
  type ProgramDocuments,
  type RowShape,
} from '@perennial/domain';
import {
  createCommands,
  eraseMember,
  foldBatch,
  foldDue,
  undoMerge,
  verifyReplay,
  type Commands,
  type MemberPlace,
  type Programs,
} from '@perennial/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowOf, sqlOf, type OwnedSqlRow } from '../rows/row-sql.ts';
import { factColumns, type FactRow } from '../sql/fact-row.ts';
import { createCommandStore } from '../stores/command-store.ts';
import { createMergeStore } from '../stores/merge-store.ts';
import { createPrivacyStore } from '../stores/privacy-store.ts';
import { act, placeOf } from '../testing/command-fixtures.ts';
import {
  createFoldInstallation,
  systemClock,
  testShardCount,
  type FoldInstallation,
} from '../testing/fold-fixtures.ts';
import { createPreparer, createTestKeyring, testKept } from '../testing/ingest-fixtures.ts';
import { stepOfRow } from './steps-of-rows.ts';

/*
 * Levels on the real store: whatever is done, what is stored is what folding the log from nothing gives (E2), and the values are those that
 * the test has worked out.
 */

const dayMs = 86_400_000;
const shards = Array.from({ length: testShardCount }, (_, shard) => shard);
const kinds: readonly AnyRowKind[] = [tierStandingRows, tierChangeRows, tierOrderRows, tierDayRows, tierClaimRows];
const name = { en: 'Name', zh: '名称' };

function level(id: string, atLeast: number, more: { readonly [key: string]: FactValue } = {}): FactValue {
  const qualifies = { combinator: 'and', rules: [{ measure: 'spend', atLeast }] };
  return { id, name, ...(atLeast === 0 ? {} : { qualifies }), ...more };
}

const shipping = { id: 'ship', kind: 'free_shipping', name, limit: { per: 'level', count: 1 } };

function program(gold = 30_000): ProgramDocuments {
  const set = {
    id: 'main',
    name,
    measures: [{ id: 'spend', kind: 'net_spend' }],
    levels: [level('basic', 0), level('silver', 10_000, { benefits: [shipping] }), level('gold', gold)],
    period: { kind: 'rolling', days: 30 },
  };
  return { ...createDefaultProgram(), 'tiers/main.json': set };
}

const prepare = createPreparer();
let installation: FoldInstallation;
let programs: Programs;
let commands: Commands;
const startedAt = Date.now();
let nowAt = startedAt;

beforeAll(async () => {
  installation = await createFoldInstallation(program());
  programs = await installation.createPrograms();
  commands = createCommands({
    store: createCommandStore(installation.database, facets),
    programs,
    keyring: createTestKeyring(),
    policies: createIdentityPolicies(),
    shardCount: testShardCount,
    meaningsOf: () => new Map(),
    clock: systemClock,
    signal: (raised, rows, nextWakeAt) => installation.signal.raise(raised, rows, nextWakeAt),
  });
});
afterAll(async () => {
  await installation?.close();
});

let serial = 0;

async function send(about: readonly string[], type: string, payload: FactPayload): Promise<MemberPlace> {
  serial += 1;
  const identities = about.map((one) => ({ type: 'card_no', value: `card-of-${one}` }));
  const said = { messageId: `m${serial}`, type, identities, payload: JSON.stringify(payload) };
  const fact = prepare({ ...said, occurredAt: startedAt - 1_000 });
  const [verdict] = await installation.append([fact]);
  return placeOf(verdict);
}

const buys = (about: string, orderId: string, amountMinor: number) =>
  send([about], 'order.placed', { orderId, amountMinor });
const refunds = (about: string, orderId: string, amountMinor: number) =>
  send([about], 'order.refunded', { orderId, refundId: `r-${orderId}`, amountMinor });

/** What is recorded from now on is recorded so many days after the tests began; everything happened on their first day. */
async function passTo(day: number): Promise<void> {
  nowAt = startedAt + day * dayMs;
  await installation.database.run(`update shard_head set recorded_at = greatest(recorded_at, ${nowAt})`);
}

/** Folds, so many steps at a time, and wakes; answers up to when. */
async function fold(stepsMax = 1_000): Promise<number> {
  const { store } = installation;
  while ((await foldBatch(store, programs, { shards, stepsMax })).steps > 0);
  const seals = await store.seal(shards);
  while ((await foldDue(store, programs, { seals, membersMax: 100 })).members > 0);
  return Math.min(...seals.map(({ sealedAt }) => sealedAt));
}

function textOf(member: string, table: string, row: RowShape): string {
  const sorted = Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `${member} ${table} ${JSON.stringify(Object.fromEntries(sorted))}`;
}

async function stored(): Promise<readonly string[]> {
  const content: string[] = [];
  for (const kind of kinds) {
    const kindSql = sqlOf(kind);
    const text = `select shard, member_id, ${kindSql.columns} from ${kind.table}`;
    for (const row of await installation.database.rows<OwnedSqlRow>({ name: `test_${kind.table}`, text }, []))
      content.push(textOf(row.member_id, kind.table, rowOf(kindSql, row)));
  }
  return content.toSorted();
}

function contentOf(member: Member): readonly string[] {
  const view = openView(member, tiersFacet);
  return kinds.flatMap((kind) =>
    view
      .setOf(kind)
      .rows()
      .map((row) => textOf(member.id, kind.table, row)),
  );
}

/** Folds and wakes, and compares the store with the log. */
async function expectPureFold(stepsMax?: number): Promise<void> {
  const until = await fold(stepsMax);
  const { database, store } = installation;
  const rows = await database.rows<FactRow>(
    { name: 'test_log', text: `select ${factColumns} from fact f order by f.shard, f.position` },
    [],
  );
  const log = rows.map(stepOfRow).filter((step) => step !== null);
  await programs.ensure(await store.latestProgramVersion());
  const members = foldLog(log, { facets, context: programs.context, until });
  expect(await stored()).toEqual([...members.values()].flatMap(contentOf).toSorted());
}

async function standingOf({ id }: MemberPlace) {
  const text = 'select level, reason, earned_level from tier_standing where member_id = $1';
  const [row] = await installation.database.rows<{ level: string; reason: string; earned_level: string }>(
    { name: 'test_standing', text },
    [id],
  );
  return row?.level ?? null;
}

async function movesOf({ id }: MemberPlace): Promise<readonly string[]> {
  const text = 'select from_level, to_level, kind from tier_change where member_id = $1 order by number';
  const rows = await installation.database.rows<{ from_level: string; to_level: string; kind: string }>(
    { name: 'test_moves', text },
    [id],
  );
  return rows.map(({ from_level, to_level, kind }) => `${from_level} → ${to_level} ${kind}`);
}

async function replayDiffers() {
  return (await verifyReplay(installation.store, programs, { shardCount: testShardCount })).examples;
}

describe('levels in the store', () => {
  it('are won by orders, lost by refunds and won back by corrections, however the log is cut', async () => {
    const ann = await buys('ann', 'a1', 25_000);
    await expectPureFold();
    await buys('ann', 'a2', 5_000);
    await refunds('ann', 'a2', 5_000);
    await send(['ann'], 'order.updated', { orderId: 'a2', amountMinor: 10_000 });
    await expectPureFold(1);
    expect([await standingOf(ann), await movesOf(ann)]).toEqual([
      'gold',
      [' → silver entered', 'silver → gold upgrade', 'gold → silver downgrade', 'silver → gold upgrade'],
    ]);
    expect(await replayDiffers()).toEqual([]);
  });

  it('follow two members who are one, and two again', async () => {
    const dan = await buys('dan', 'd1', 10_000);
    const eve = await buys('eve', 'e1', 20_000);
    await passTo(1);
    const both = await send(['dan', 'eve'], 'page.viewed', {});
    await expectPureFold();
    expect([await standingOf(both), await replayDiffers()]).toEqual(['gold', []]);
    const merges = createMergeStore(installation.database);
    const [merge] = await merges.readMergesOf([both]);
    await undoMerge({ store: merges, signal: () => undefined }, merge?.mergeId ?? '', 'li');
    await fold();
    expect([await standingOf(dan), await standingOf(eve)]).toEqual(['silver', 'silver']);
    expect((await movesOf(both)).slice(-2)).toEqual(['silver → gold merged', 'gold → silver unmerged']);
    expect(await replayDiffers()).toEqual([]);
  });

  it('are judged anew under another version, eagerly, and kept where it would take them', async () => {
    const fay = await buys('fay', 'f1', 30_000);
    const gus = await buys('gus', 'g1', 25_000);
    await fold();
    const request = { publishedAt: Date.now(), publishedBy: 'test', note: '', restores: null };
    await installation.programStore.publish({ ...request, documents: program(20_000) });
    await passTo(2);
    await fold();
    expect([await standingOf(fay), await standingOf(gus)]).toEqual(['gold', 'gold']);
    await installation.programStore.publish({ ...request, documents: program(90_000) });
    await passTo(3);
    await fold();
    expect([await standingOf(fay), await standingOf(gus)]).toEqual(['gold', 'gold']);
    expect((await movesOf(gus)).at(-1)).toBe('silver → gold version');
    expect(await replayDiffers()).toEqual([]);
  });

  it('are gone with who is erased', async () => {
    const hal = await buys('hal', 'h1', 30_000);
    await fold();
    expect(await standingOf(hal)).not.toBeNull();
    const privacy = {
      store: createPrivacyStore(installation.database, facets),
      keyring: createTestKeyring(),
      audit: async () => undefined,
      kept: testKept,
    };
    await eraseMember(privacy, hal, { by: 'li', reason: 'asked' });
    await fold();
    expect((await stored()).filter((text) => text.startsWith(hal.id))).toEqual([]);
    expect(await replayDiffers()).toEqual([]);
  });

  it('are given by commands, whose claims are counted', async () => {
    const cat = await send(['cat'], 'member.registered', {});
    await fold();
    const given = { set: 'main', level: 'silver', reason: 'courtesy', until: startedAt + 14 * dayMs };
    expect((await act(commands, ['assignTier', cat, given])).kind).toBe('done');
    const claim = { set: 'main', benefit: 'ship', reference: 'order-1' };
    expect(await act(commands, ['claimBenefit', cat, claim], 'claim-1')).toMatchObject({ kind: 'done' });
    expect(await act(commands, ['claimBenefit', cat, claim], 'claim-1')).toMatchObject({ kind: 'done' });
    expect(await act(commands, ['claimBenefit', cat, claim])).toMatchObject({ kind: 'rejected' });
    await fold();
    await passTo(15);
    await fold();
    expect(await movesOf(cat)).toEqual([
      ' → basic entered',
      'basic → silver assigned',
      'silver → basic assignment_ended',
    ]);
    expect(await replayDiffers()).toEqual([]);
  });

  it('end by time alone, to the day', async () => {
    const bob = await buys('bob', 'b1', 10_000);
    await fold();
    await passTo(29);
    await fold();
    expect(await standingOf(bob)).toBe('silver');
    await passTo(31);
    await fold();
    expect([await standingOf(bob), (await movesOf(bob)).at(-1)]).toEqual(['basic', 'silver → basic downgrade']);
    expect(await replayDiffers()).toEqual([]);
  });
});
