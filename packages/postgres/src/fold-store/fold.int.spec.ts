import { activityDayRows, lifecycleFacet, openView, type Member, type MemberId } from '@perennial/domain';
import { foldBatch, foldDue, readMember, verifyReplay, type AppendVerdict } from '@perennial/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFoldInstallation, testShardCount, type FoldInstallation } from '../testing/fold-fixtures.ts';
import { createPreparer, type TestFact } from '../testing/ingest-fixtures.ts';

const dayMs = 86_400_000;
const allShards = Array.from({ length: testShardCount }, (_, shard) => shard);
const prepare = createPreparer();
let installation: FoldInstallation;

beforeAll(async () => {
  installation = await createFoldInstallation();
});
afterAll(async () => {
  await installation?.close();
});

function stateOf(member: Member | null) {
  return member === null ? undefined : openView(member, lifecycleFacet).state;
}

let serial = 0;
function newPhone(): { type: string; value: string } {
  serial += 1;
  return { type: 'phone', value: `+86137${String(serial).padStart(8, '0')}` };
}

function order(fact: Omit<TestFact, 'messageId'> & { readonly daysAgo: number }) {
  serial += 1;
  const payload = JSON.stringify({ orderId: `o-${serial}`, amountMinor: 12_300, currency: 'CNY', lines: [] });
  return prepare({
    messageId: `order-${serial}`,
    type: 'order.placed',
    payload,
    ...fact,
    occurredAt: Date.now() - fact.daysAgo * dayMs,
  });
}

function keyOf(verdict: AppendVerdict | undefined): { shard: number; id: MemberId } {
  if (verdict?.kind !== 'accepted' || verdict.memberId === null) throw new Error('not accepted for a member');
  return { shard: verdict.shard, id: verdict.memberId };
}

async function foldAll(): Promise<void> {
  const programs = await installation.createPrograms();
  for (;;) {
    const batch = await foldBatch(installation.store, programs, { shards: allShards, stepsMax: 1_000 });
    if (batch.steps === 0) return;
  }
}

async function entriesOf(key: { shard: number; id: MemberId }) {
  return installation.database.rows<{ stage: string; is_acted: boolean; cause_kind: string }>(
    {
      name: 'test_entries_of',
      text: `select stage, is_acted, cause_kind from stage_entry
              where shard = $1 and member_id = $2 and superseded_at is null order by valid_from`,
    },
    [key.shard, key.id],
  );
}

describe('folding the log', () => {
  it('tells a whole past from one old order, as known now, without acting on it', async () => {
    const phone = newPhone();
    const [verdict] = await installation.append([order({ identities: [phone], daysAgo: 700 })]);
    await foldAll();
    const entries = await entriesOf(keyOf(verdict));
    expect(entries.map((entry) => entry.stage)).toEqual(['new', 'active', 'silent', 'dormant', 'churned']);
    expect(entries.slice(0, -1).every((entry) => !entry.is_acted)).toBe(true);
  });

  it('reads what has just been sent, before any worker has folded it', async () => {
    const programs = await installation.createPrograms();
    const [verdict] = await installation.append([order({ identities: [newPhone()], daysAgo: 1 })]);
    const work = await readMember(installation.store, programs, { key: keyOf(verdict), asOf: Date.now() });
    expect(stateOf(work)?.lifecycle.standings[0]?.stage).toBe('new');
    expect(stateOf(work)?.activity.purchaseCount).toBe(1);
  });

  it('moves a member at the instant her window ends, once, whoever looks and however late', async () => {
    const programs = await installation.createPrograms();
    const [verdict] = await installation.append([order({ identities: [newPhone()], daysAgo: 1 })]);
    await foldAll();
    const key = keyOf(verdict);
    const before = await readMember(installation.store, programs, { key, asOf: Date.now() });
    const wakeAt = before?.wakeAt ?? 0;
    expect(wakeAt).toBeGreaterThan(Date.now());
    const at = await readMember(installation.store, programs, { key, asOf: wakeAt });
    const almost = await readMember(installation.store, programs, { key, asOf: wakeAt - 1 });
    expect(stateOf(almost)?.lifecycle.standings[0]?.stage).toBe('new');
    expect(stateOf(at)?.lifecycle.standings[0]).toMatchObject({ stage: 'active', since: wakeAt });
    const seals = [{ shard: key.shard, position: 0, sealedAt: wakeAt + 5 * dayMs }];
    await foldDue(installation.store, programs, { seals, membersMax: 100 });
    await foldDue(installation.store, programs, { seals, membersMax: 100 });
    const entries = await entriesOf(key);
    expect(entries.map((entry) => entry.stage)).toEqual(['new', 'active']);
    expect(entries[1]).toMatchObject({ is_acted: true, cause_kind: 'wake' });
  });

  it('joins anonymous history at sign-in and gives one timeline', async () => {
    const phone = newPhone();
    const browser = { type: 'anonymous_id', value: `browser-${serial}` };
    await installation.append([
      prepare({ messageId: `view-${serial}`, identities: [browser], occurredAt: Date.now() - 9 * dayMs }),
    ]);
    await installation.append([order({ identities: [phone], daysAgo: 5 })]);
    await foldAll();
    const [verdict] = await installation.append([
      prepare({
        messageId: `sign-in-${serial}`,
        type: 'member.signed_in',
        identities: [phone, browser],
        occurredAt: Date.now(),
      }),
    ]);
    await foldAll();
    const programs = await installation.createPrograms();
    const work = await readMember(installation.store, programs, { key: keyOf(verdict), asOf: Date.now() });
    expect(stateOf(work)?.activity).toMatchObject({ purchaseCount: 1, factCount: 3 });
    expect(stateOf(work)?.lifecycle.standings[0]?.stage).toBe('new');
    expect(work === null ? [] : openView(work, lifecycleFacet).rows(activityDayRows).rows()).toHaveLength(2);
  });

  it('goes on past a fact that could have set attributes and set none', async () => {
    const identities = [newPhone()];
    const [verdict] = await installation.append([order({ identities, daysAgo: 2 })]);
    await foldAll();
    const payload = JSON.stringify({ attributes: {} });
    const type = 'attributes.changed';
    await installation.append([prepare({ messageId: `none-${serial}`, type, payload, identities })]);
    await foldAll();
    const programs = await installation.createPrograms();
    const work = await readMember(installation.store, programs, { key: keyOf(verdict), asOf: Date.now() });
    expect(stateOf(work)?.activity.factCount).toBe(2);
  });

  it('parks a member whose step cannot be applied, and goes on with the others', async () => {
    const poison = order({ identities: [newPhone()], daysAgo: 3 });
    const broken = { ...poison, payload: '{"orderId":' };
    const sound = order({ identities: [newPhone()], daysAgo: 3 });
    const [bad, good] = await installation.append([broken, sound]);
    await foldAll();
    expect(await entriesOf(keyOf(good))).toHaveLength(1);
    expect(await entriesOf(keyOf(bad))).toHaveLength(0);
    const parked = await installation.database.rows<{ member_id: string; error: string }>(
      { name: 'test_parked', text: 'select member_id, error from parked_member' },
      [],
    );
    expect(parked).toHaveLength(1);
    expect(parked[0]).toMatchObject({ member_id: keyOf(bad).id });
    await installation.database.run('delete from parked_member; delete from fact where payload = \'{"orderId":\'');
  });

  it('gives the state of folding the log from nothing (E2)', async () => {
    const programs = await installation.createPrograms();
    const report = await verifyReplay(installation.store, programs, { shardCount: testShardCount });
    expect(report.examples).toEqual([]);
    expect(report.members).toBeGreaterThan(4);
  });

  it('finds what was changed behind the back of the fold', async () => {
    await installation.database.run(
      `update member set clock_at = clock_at + 1 where (shard, id) in (select shard, id from member where clock_at > 0 limit 1)`,
    );
    const programs = await installation.createPrograms();
    const report = await verifyReplay(installation.store, programs, { shardCount: testShardCount });
    expect(report.differing).toBe(1);
    expect(report.examples[0]?.differences[0]?.part).toBe('clockAt');
  });
});
