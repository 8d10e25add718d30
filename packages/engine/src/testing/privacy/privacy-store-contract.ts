import { describe, expect, it } from 'vitest';
import type { IngestStore } from '../../append/ingest-store.ts';
import { createUuidV7 } from '../../kernel/uuid-v7.ts';
import { readDecision } from '../../log/decision-payload.ts';
import { logKinds, type MemberPlace } from '../../log/log-rows.ts';
import { stepRow } from '../../log/step-row.ts';
import type { MergeStore } from '../../merges/merge-store.ts';
import type { Forget } from '../../privacy/forget-personal.ts';
import type { ErasureTransaction, PrivacyStore, StoredRow } from '../../privacy/privacy-store.ts';
import type { QuarantineStore } from '../../quarantine/quarantine-store.ts';
import { fail, failure, meet, sharedFixture, type Fixture } from '../fixture.ts';
import { createLogWriter, newHash, refusalOf, type LogWriter } from '../log-writer.ts';

export interface PrivacyStoreFixture extends Fixture {
  readonly store: PrivacyStore;
  /** Of the same installation. */
  readonly ingest: IngestStore;
  readonly quarantine: QuarantineStore;
  readonly merges: Pick<MergeStore, 'readRefusals'>;
  readonly shardCount: number;
  /** Folds all that waits, with the facets of the product. */
  foldAll(): Promise<void>;
}

interface Use extends Omit<PrivacyStoreFixture, 'close' | 'shardCount'> {
  readonly writer: LogWriter;
  readonly run: <T>(work: (transaction: ErasureTransaction) => Promise<T>) => Promise<T>;
}

/** What every store of personal data does, whatever it is made of. */
export function describePrivacyStore(name: string, create: () => Promise<PrivacyStoreFixture>): void {
  describe(`the store of personal data: ${name}`, () => {
    const fixture = sharedFixture(create);
    const use = (): Use => {
      const { shardCount, ...rest } = fixture();
      const run: Use['run'] = (work) => rest.store.transaction('contract', work);
      return { ...rest, writer: createLogWriter(rest.ingest, shardCount), run };
    };
    describeReads(use);
    describeRotation(use);
    describeErasure(use);
    describeIndexes(use);
  });
}

type Made = () => Use;

/** Somebody with a key, a value under each name and an identity. */
async function newPerson(use: Use, names: readonly string[] = []): Promise<MemberPlace> {
  const member = await use.writer.newMember({ identities: [newHash()] });
  await use.ingest.transaction('contract', async (transaction) => {
    await transaction.insertMemberKeys([{ ...member, masterKeyId: 'm1', wrappedKey: Buffer.from('key') }]);
    const rows = names.toSorted().map((name, n) => ({ ...member, name, ciphertext: Buffer.from(name), occurredAt: n }));
    if (rows.length > 0) await transaction.upsertSecrets(rows);
  });
  return member;
}

const namesOf = async ({ store }: Use, member: MemberPlace) =>
  (await store.readSecrets([member])).map(({ name }) => name).toSorted();

async function rowsOf({ store }: Use, members: readonly MemberPlace[]): Promise<readonly StoredRow[]> {
  const rows: StoredRow[] = [];
  for await (const page of store.readRows(members)) rows.push(...page);
  return rows;
}

function describeReads(made: Made): void {
  it('reads facts of one log in order, within a range, no more than asked for, and no other step', async () => {
    const use = made();
    const [member, other] = [await newPerson(use), await newPerson(use)];
    await use.writer.addFacts(member, { messageId: 'one', identities: [newHash()] }, { messageId: 'two' });
    await use.writer.merge(member, other);
    await use.writer.addFacts(member, { messageId: 'three' });
    const all = await use.store.readFacts(member, { after: 0, upTo: null, limit: 9 });
    expect(all.map(({ messageId }) => messageId)).toEqual(['one', 'two', 'three']);
    expect(all[0]?.identities).toHaveLength(1);
    const range = { after: all[0]?.position ?? 0, upTo: all[2]?.position ?? 0 };
    const within = await use.store.readFacts(member, { ...range, limit: 9 });
    expect(within.map(({ messageId }) => messageId)).toEqual(['two', 'three']);
    expect(await use.store.readFacts(member, { ...range, limit: 1 })).toHaveLength(1);
    expect(await use.store.readFacts(member, { ...range, upTo: range.after, limit: 9 })).toEqual([]);
  });

  it('reads keys, values and identities of those asked for, and of nobody else', async () => {
    const use = made();
    const [one, other] = [await newPerson(use, ['a', 'b']), await newPerson(use, ['c'])];
    const nobody = await use.writer.newMember();
    expect(await namesOf(use, one)).toEqual(['a', 'b']);
    expect(await use.store.readSecrets([nobody])).toEqual([]);
    expect((await use.store.readMemberKeys([one, nobody])).map(({ id }) => id)).toEqual([one.id]);
    expect((await use.store.readIdentitiesOf([other, nobody])).map(({ memberId }) => memberId)).toEqual([other.id]);
    expect(await use.store.currentPlace(one)).toEqual(one);
  });

  it('reads decisions of one log in order, within a range, no more than asked for, and no fact', async () => {
    const use = made();
    const member = await newPerson(use);
    await use.writer.addFacts(member, {});
    for (const id of ['one', 'two']) await use.writer.addDecision(member, { id, by: '李明' });
    const all = await use.store.readDecisions(member, { after: 0, upTo: null, limit: 9 });
    expect(all.map(({ decisionId, command }) => [decisionId, command])).toEqual([
      ['one', 'tag'],
      ['two', 'tag'],
    ]);
    expect(all.map(({ payload }) => readDecision(payload))).toEqual([
      { by: '李明', parts: {} },
      { by: '李明', parts: {} },
    ]);
    const after = all[0]?.position ?? 0;
    expect(await use.store.readDecisions(member, { after, upTo: null, limit: 9 })).toHaveLength(1);
    expect(await use.store.readDecisions(member, { after, upTo: after, limit: 9 })).toEqual([]);
    expect(await use.store.readDecisions(member, { after: 0, upTo: null, limit: 1 })).toHaveLength(1);
  });

  it('reads what the fold decided about one member, and about nobody else', async () => {
    const use = made();
    const people = [await newPerson(use), await newPerson(use)];
    const payload = JSON.stringify({ orderId: newHash(), amountMinor: 100, lines: [] });
    for (const one of people) await use.writer.addFacts(one, { type: 'order.placed', payload });
    await use.foldAll();
    for (const one of people) {
      const all = await use.store.readDerivedFacts(one, { after: 0, upTo: null, limit: 9 });
      expect(all.length).toBeGreaterThan(0);
      expect(all.every(({ causeKind, programVersion }) => causeKind === 'fact' && programVersion === 1)).toBe(true);
      const last = all.at(-1)?.position ?? 0;
      expect(await use.store.readDerivedFacts(one, { after: last, upTo: null, limit: 9 })).toEqual([]);
    }
  });

  it('reads of the merge log what concerns these members, joins and refusals, in their order', async () => {
    const use = made();
    const [one, other] = [await newPerson(use), await newPerson(use)];
    const refusal = refusalOf(one, { identities: [newHash()], recordedAt: 1 });
    await use.ingest.transaction('contract', (transaction) => transaction.insertMergeLog([refusal]));
    const mergeId = await use.writer.merge(one, other);
    const rows = await use.store.readMergeLog([other, one]);
    expect(rows.map(({ mergeId: id, status }) => [id, status])).toEqual([
      [refusal.mergeId, 'refused'],
      [mergeId, 'merged'],
    ]);
    expect(rows[0]).toMatchObject({ absorbedId: null, causeSource: 'contract', reason: 'limit' });
    expect(rows[1]).toMatchObject({ survivorId: one.id, absorbedId: other.id, undoneAt: null, undoneBy: null });
    expect((await use.store.readMergeLog([other])).map(({ mergeId: id }) => id)).toEqual([mergeId]);
  });

  it('reads the rows that facets keep of those asked for, page by page', async () => {
    const use = made();
    const [one, other] = [await newPerson(use), await newPerson(use)];
    const order = (orderId: string) => ({
      type: 'order.placed',
      payload: JSON.stringify({ orderId, amountMinor: 100, lines: [{ productId: 'p' }] }),
    });
    await use.writer.addFacts(one, order('o1'), order('o2'));
    await use.writer.addFacts(other, order('o3'));
    await use.foldAll();
    const rows = await rowsOf(use, [one]);
    expect(new Set(rows.map(({ memberId }) => memberId))).toEqual(new Set([one.id]));
    expect(new Set(rows.map(({ table }) => table)).size).toBeGreaterThan(1);
    expect((await rowsOf(use, [one, other])).length).toBeGreaterThan(rows.length);
    expect(await rowsOf(use, [])).toEqual([]);
  });
}

function describeRotation(made: Made): void {
  it('finds keys under other master keys, a page at a time, until all are replaced', async () => {
    const use = made();
    const people = [await newPerson(use), await newPerson(use), await newPerson(use)];
    const page = await use.store.readKeysNotUnder('m2', 2);
    expect(page).toHaveLength(2);
    for (let left = page; left.length > 0; left = await use.store.readKeysNotUnder('m2', 2)) {
      await use.store.replaceKeys(left.map((row) => ({ ...row, masterKeyId: 'm2', wrappedKey: Buffer.from('anew') })));
    }
    const keys = await use.store.readMemberKeys(people);
    expect(keys.map(({ wrappedKey }) => String(Buffer.from(wrappedKey)))).toEqual(['anew', 'anew', 'anew']);
    expect(await use.store.readKeysNotUnder('m1', 1)).toHaveLength(1);
  });

  it('goes through quarantined bodies in the order of their ids, replaces and removes them', async () => {
    const use = made();
    const ids = [newHash(), newHash(), newHash()].toSorted();
    await use.quarantine.add(ids.map((id, n) => sealedRow(id, n)));
    expect((await use.store.readQuarantineAfter(ids[0] ?? '', 1)).map(({ id }) => id)).toEqual([ids[1]]);
    expect(await use.store.readBodiesNotUnder('m2', 2)).toHaveLength(2);
    await use.store.replaceBodies(ids.slice(0, 2).map((id) => ({ id, masterKeyId: 'm2', body: Buffer.from('anew') })));
    expect((await use.store.readBodiesNotUnder('m2', 9)).map(({ id }) => id)).toEqual([ids[2]]);
    await use.store.removeQuarantine(ids.slice(0, 1));
    const left = await use.store.readQuarantineAfter('00000000-0000-0000-0000-000000000000', 9);
    expect(left.map(({ id, body }) => [id, String(Buffer.from(body))])).toEqual([
      [ids[1], 'anew'],
      [ids[2], 'sealed'],
    ]);
  });
}

function sealedRow(id: string, bodyHash: number) {
  const about = { source: 'shop', messageId: id, type: 't', code: 'c', reason: 'r' };
  const sealed = { masterKeyId: 'm1', body: Buffer.from('sealed'), bodyHash };
  return { id, ...about, ...sealed, isBackfill: false, receivedAt: Date.now() };
}

function describeErasure(made: Made): void {
  it('leaves nothing of a member but her place: no key, no value, no identity, no order', async () => {
    const use = made();
    const [member, other] = [await newPerson(use, ['a']), await newPerson(use, ['b'])];
    const orderId = newHash();
    const owner = { memberId: member.id, identity: newHash(), isStrong: true };
    await use.ingest.transaction('contract', (transaction) =>
      transaction.claimOrders([{ id: orderId, shard: member.shard, owner }]),
    );
    await use.run(async (transaction) => {
      await transaction.deleteOrders([member]);
      await transaction.deleteSecrets([member]);
      await transaction.deleteIdentities([member]);
      await transaction.markErased([member]);
    });
    expect(await namesOf(use, member)).toEqual([]);
    expect(await use.store.readMemberKeys([member])).toEqual([]);
    expect(await use.store.readIdentitiesOf([member])).toEqual([]);
    expect(await use.ingest.transaction('contract', (transaction) => transaction.readOrders([orderId]))).toEqual([]);
    expect(await namesOf(use, other)).toEqual(['b']);
    const present = await use.run((transaction) => transaction.lockMembers([member, other]));
    expect(present).toEqual([other]);
  });

  it('deletes rows of the kinds that keep something personal, and no other', async () => {
    const use = made();
    const member = await newPerson(use);
    const payload = JSON.stringify({ orderId: 'o', amountMinor: 100, lines: [] });
    const attributes = JSON.stringify({ attributes: { name: { $secret: 'name' } } });
    await use.writer.addFacts(
      member,
      { type: 'order.placed', payload },
      { type: 'attributes.changed', payload: attributes },
    );
    await use.foldAll();
    const before = new Set((await rowsOf(use, [member])).map(({ table }) => table));
    await use.run((transaction) => transaction.deletePersonalRows([member]));
    const after = new Set((await rowsOf(use, [member])).map(({ table }) => table));
    expect(after.size).toBeGreaterThan(0);
    expect(before.size).toBeGreaterThan(after.size);
  });

  it('keeps all of her when the erasure fails', async () => {
    const use = made();
    const member = await newPerson(use, ['a']);
    const work = use.run(async (transaction) => {
      await transaction.deleteSecrets([member]);
      await transaction.deleteIdentities([member]);
      await transaction.deletePersonalRows([member]);
      fail(await transaction.markErased([member]));
    });
    await expect(work).rejects.toBe(failure);
    expect(await namesOf(use, member)).toEqual(['a']);
    expect(await use.run((transaction) => transaction.lockMembers([member]))).toEqual([member]);
  });

  it('lets who erases the same wait, and finds nobody left then', async () => {
    const use = made();
    const member = await newPerson(use);
    const { got, hasWaited } = await meet(use.run, {
      first: async (transaction) => {
        await transaction.lockMembers([member]);
        await transaction.markErased([member]);
      },
      second: (transaction) => transaction.lockMembers([member]),
      beside: () => use.store.readMemberKeys([member]),
    });
    expect([hasWaited, got]).toEqual([true, []]);
  });

  it('deletes a value only while it is the one that was told then', async () => {
    const use = made();
    const member = await newPerson(use, ['a', 'b']);
    await use.run((transaction) =>
      transaction.deleteSecretsTold([
        { ...member, name: 'a', occurredAt: 0 },
        { ...member, name: 'b', occurredAt: 0 },
      ]),
    );
    expect(await namesOf(use, member)).toEqual(['b']);
  });

  it('appends a step under locked heads, after which refusals of hers stand no more', async () => {
    const use = made();
    const member = await newPerson(use);
    const refusal = refusalOf(member, { identities: [newHash()] });
    await use.ingest.transaction('contract', (transaction) => transaction.insertMergeLog([refusal]));
    expect(await use.merges.readRefusals([member], 9)).toEqual([refusal.mergeId]);
    const id = createUuidV7(Date.now());
    const heads = await use.run(async (transaction) => {
      await transaction.lockMerges([member]);
      const locked = await transaction.lockHeads([member.shard]);
      const grown = locked.map((head) => ({ ...head, position: head.position + 1 }));
      const step = { kind: logKinds.erase, place: member, id, type: 'member.erased', payload: '{}' };
      await transaction.resolveRefusals([member]);
      await transaction.appendLog(
        grown.map((head) => stepRow(step, head)),
        grown,
      );
      return grown;
    });
    const [head] = await use.ingest.transaction('contract', (transaction) => transaction.readHeads([member.shard]));
    expect(head?.position).toBe(heads[0]?.position);
    expect(await use.merges.readRefusals([member], 9)).toEqual([]);
  });
}

/** Payloads stay as they are. */
const nothing: Forget = { ofFact: (_, payload) => payload, ofDecision: (payload) => payload };

async function replaceIndexes(transaction: ErasureTransaction, members: readonly MemberPlace[], salt: string) {
  await transaction.eraseSteps(members, { salt: Buffer.from(salt), forget: nothing });
  await transaction.endSteps(members, Buffer.from(salt));
}

function describeIndexes(made: Made): void {
  const indexesOf = async ({ store }: Use, member: MemberPlace) =>
    (await store.readFacts(member, { after: 0, upTo: null, limit: 9 })).map(({ identities }) => identities);

  it('puts the same in the place of the same index, in the log and in what the merge log has, by the salt', async () => {
    const use = made();
    const [own, other] = [newHash(), newHash()];
    const absorbed = await use.writer.newMember({ identities: [own] });
    const survivor = await use.writer.newMember();
    const stranger = await use.writer.newMember();
    await use.writer.addFacts(survivor, { identities: [own, other] }, { identities: [own] });
    await use.writer.addFacts(stranger, { identities: [own] });
    await use.writer.merge(survivor, absorbed);
    await use.run((transaction) => replaceIndexes(transaction, [survivor, absorbed], 'salt'));
    const [first, second] = await indexesOf(use, survivor);
    const [merge] = await use.store.readMergesOf([survivor]);
    expect(first).toHaveLength(2);
    expect(first).not.toContain(own);
    expect([second, merge?.identities]).toEqual([[first?.[0]], [first?.[0]]]);
    expect(await indexesOf(use, stranger)).toEqual([[own]]);
    await use.run((transaction) => replaceIndexes(transaction, [stranger], 'another'));
    expect((await indexesOf(use, stranger))[0]).not.toEqual(second);
  });

  it('replaces in the log of a host what was told of her guest, within her stay, and the host’s own nowhere', async () => {
    const use = made();
    const [guest, own] = [newHash(), newHash()];
    const host = await use.writer.newMember();
    const [, during] = [
      await use.writer.addFacts(host, { identities: [own] }),
      await use.writer.addFacts(host, { identities: [guest, own] }, { identities: [own, guest] }),
      await use.writer.addFacts(host, { identities: [own] }),
    ];
    const after = (during[0]?.position ?? 0) - 1;
    const stay = { host, after, upTo: during[1]?.position ?? 0, identities: [guest] };
    await use.run((transaction) => transaction.eraseStepsOfGuest(stay, { salt: Buffer.from('salt'), forget: nothing }));
    const [before, hers, hosts, later] = await indexesOf(use, host);
    expect([before, later]).toEqual([[own], [own]]);
    expect(hers).not.toContain(guest);
    expect(hers).not.toContain(own);
    expect(hosts?.[0]).toBe(own);
    expect(hosts?.[1]).toBe(hers?.[0]);
  });
}
