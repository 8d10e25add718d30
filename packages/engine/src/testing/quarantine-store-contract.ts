import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createUuidV7 } from '../kernel/uuid-v7.ts';
import type { Mention, PrivacyStore } from '../privacy/privacy-store.ts';
import type { NewQuarantineRow, QuarantineStore } from '../quarantine/quarantine-store.ts';
import { freshFixture, type Fixture } from './fixture.ts';

export interface QuarantineStoreFixture extends Fixture {
  readonly store: QuarantineStore;
  /** Of the same installation: erasures note what speaks of whom they erased. */
  readonly erasures: Pick<PrivacyStore, 'noteMentions'>;
}

let serial = 0;

/** Each came in a second after the one before. */
function newRow(changes: Partial<NewQuarantineRow> = {}): NewQuarantineRow {
  serial += 1;
  return {
    id: createUuidV7(Date.now()),
    source: 'shop',
    messageId: `q-${serial}`,
    type: 'order.placed',
    code: 'fact.invalid',
    reason: 'amount',
    masterKeyId: 'm1',
    body: Buffer.from(`sealed ${serial}`),
    bodyHash: serial,
    isBackfill: false,
    receivedAt: 1_750_000_000_000 + serial * 1_000,
    ...changes,
  };
}

const fromTheFirst = { receivedAt: 0, id: '00000000-0000-0000-0000-000000000000' };
const dismissed = { status: 'dismissed', by: 'li', note: '' } as const;

/** What every store of quarantined facts does, whatever it is made of. */
export function describeQuarantineStore(name: string, create: () => Promise<QuarantineStoreFixture>): void {
  describe(`the store of quarantine: ${name}`, () => {
    const fixture = freshFixture(create);
    describeKeeping(() => fixture().store);
    describeReading(() => fixture().store);
    describeResolving(() => fixture().store);
    describeMentions(fixture);
  });
}

type Store = () => QuarantineStore;

async function filled(store: QuarantineStore, ...changes: readonly Partial<NewQuarantineRow>[]) {
  const rows = changes.map(newRow);
  await store.add(rows);
  return rows;
}

const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);

function describeKeeping(store: Store): void {
  it('gives back every byte and word that it keeps, waiting', async () => {
    const [row] = await filled(store(), { body: Buffer.from([0, 255, 10, 13]), isBackfill: true, reason: '金额' });
    if (row === undefined) throw new Error('one row');
    const [kept] = await store().read([row.id]);
    expect(kept).toEqual({ ...row, status: 'waiting', resolvedAt: null, resolvedBy: null });
  });

  it('keeps one that waits already as it is, and another body under the same message beside it', async () => {
    const [first] = await filled(store(), {});
    const again = newRow({ messageId: first?.messageId ?? '', bodyHash: first?.bodyHash ?? 0, code: 'other' });
    const other = newRow({ messageId: first?.messageId ?? '' });
    await store().add([again, other]);
    const kept = await store().read([first?.id ?? '', again.id, other.id]);
    expect(kept.map(({ id, code }) => [id, code])).toEqual([
      [first?.id, 'fact.invalid'],
      [other.id, 'fact.invalid'],
    ]);
  });

  it('keeps one row of the same fact that two bring at once', async () => {
    const row = newRow();
    await Promise.all([store().add([row]), store().add([{ ...row, id: createUuidV7(Date.now()) }])]);
    expect(await store().count({ status: 'waiting' })).toBe(1);
  });

  it('keeps a fact again that was dismissed before, and forgets what is removed', async () => {
    const [first] = await filled(store(), {});
    await store().resolve([first?.id ?? ''], dismissed);
    const again = { ...newRow(), messageId: first?.messageId ?? '', bodyHash: first?.bodyHash ?? 0 };
    await store().add([again]);
    expect(await store().count({ status: 'waiting' })).toBe(1);
    await store().remove([again.id]);
    expect(await store().read([again.id])).toEqual([]);
    expect(await store().count({ status: 'dismissed' })).toBe(1);
  });
}

function describeReading(store: Store): void {
  it('lists the newest first, page by page, without bodies', async () => {
    const rows = await filled(store(), {}, {}, {});
    const [first, second] = [
      await store().list({ status: 'waiting', limit: 2 }),
      await store().list({ status: 'waiting', limit: 2, before: rows[1] }),
    ];
    expect(ids([...first, ...second])).toEqual(ids(rows.toReversed()));
    expect(first[0]).not.toHaveProperty('body');
  });

  it('finds by source, type, code, reason and all of them, and counts what it would list', async () => {
    const [row] = await filled(store(), { source: 'till', type: 'visit', code: 'c', reason: 'r' }, {});
    const { source = '', type = '', code = '', reason = '' } = row ?? {};
    for (const filter of [{ source }, { type }, { code }, { reason }, { source, type, code, reason }]) {
      expect(ids(await store().list({ status: 'waiting', limit: 10, ...filter }))).toEqual([row?.id]);
      expect(await store().count({ status: 'waiting', ...filter })).toBe(1);
    }
    expect(await store().count({ status: 'waiting', source: 'till', type: 'order.placed' })).toBe(0);
  });

  it('reads what waits oldest first, after a place and up to an instant, with bodies', async () => {
    const rows = await filled(store(), {}, {}, {}, {});
    await store().resolve([rows[2]?.id ?? ''], dismissed);
    const untilAt = rows[2]?.receivedAt ?? 0;
    const all = { after: fromTheFirst, untilAt: Number.MAX_SAFE_INTEGER };
    expect(ids(await store().readWaiting({ ...all, limit: 2 }))).toEqual(ids(rows.slice(0, 2)));
    expect(await store().countWaiting(all)).toBe(3);
    const [next, ...none] = await store().readWaiting({ after: rows[0] ?? fromTheFirst, untilAt, limit: 9 });
    expect([next?.id, next?.body, none]).toEqual([rows[1]?.id, rows[1]?.body, []]);
  });

  it('tells why facts wait, the most frequent reason first, with the oldest of each', async () => {
    const [first] = await filled(store(), { reason: 'b' }, { reason: 'a' }, { reason: 'b' });
    const reasons = await store().reasons(1);
    expect(reasons).toEqual([
      { code: 'fact.invalid', reason: 'b', count: 2, oldestAt: first?.receivedAt, newestAt: expect.any(Number) },
    ]);
    expect((await store().reasons(9)).map(({ reason }) => reason)).toEqual(['b', 'a']);
  });
}

function describeResolving(store: Store): void {
  it('resolves what waits once, and says by whom and when', async () => {
    const [row] = await filled(store(), {});
    const id = row?.id ?? '';
    expect(await store().resolve([id], { status: 'replayed', by: 'li', note: '' })).toBe(1);
    expect(await store().resolve([id], dismissed)).toBe(0);
    const [kept] = await store().read([id]);
    expect(kept).toMatchObject({ status: 'replayed', resolvedBy: 'li' });
    expect(kept?.resolvedAt).toBeGreaterThan(Date.UTC(2020, 0));
  });

  it('lets one of two resolve who do so at once', async () => {
    const [row] = await filled(store(), {});
    const both = await Promise.all(['li', 'wang'].map((by) => store().resolve([row?.id ?? ''], { ...dismissed, by })));
    expect(both.toSorted((a, b) => a - b)).toEqual([0, 1]);
  });

  it('replaces the body of one that waits, and never of one that was resolved', async () => {
    const [waiting, resolved] = await filled(store(), {}, {});
    await store().resolve([resolved?.id ?? ''], dismissed);
    const mended = { masterKeyId: 'm2', body: Buffer.from('mended'), bodyHash: 7, code: 'c', reason: 'r' };
    for (const row of [waiting, resolved]) await store().replaceBody({ id: row?.id ?? '', ...mended });
    const [first, second] = await store().read([waiting?.id ?? '', resolved?.id ?? '']);
    expect(first).toMatchObject(mended);
    expect(second).toMatchObject({ body: resolved?.body, bodyHash: resolved?.bodyHash, code: 'fact.invalid' });
  });
}

function describeMentions(made: () => Pick<QuarantineStoreFixture, 'store' | 'erasures'>): void {
  const mentioned = async (...whys: readonly Mention['why'][]) => {
    const rows = await filled(made().store, ...whys.map((_, at) => ({ source: `till-${at}` })));
    const erasureId = randomUUID();
    const mentions = rows.flatMap(({ id }, at) => {
      const why = whys[at];
      return why === undefined ? [] : [{ quarantineId: id, why }];
    });
    await made().erasures.noteMentions(erasureId, mentions);
    return { rows, erasureId, mentions };
  };
  const kept = { decision: 'kept', by: 'li' } as const;
  const deleted = { decision: 'deleted', by: 'li' } as const;

  it('lists what speaks of who was erased, with what is known of it and no body, as many as are asked for', async () => {
    const { store } = made();
    const { rows, erasureId, mentions } = await mentioned('with_others', 'mentioned');
    const listed = await store.listMentions(9);
    const known = rows.map(({ source, type, receivedAt }, at) => ({
      ...mentions[at],
      erasureId,
      source,
      type,
      receivedAt,
    }));
    expect(listed.toSorted((a, b) => a.receivedAt - b.receivedAt)).toEqual(
      known.map((one) => ({ ...one, foundAt: expect.any(Number) })),
    );
    expect(await store.listMentions(1)).toHaveLength(1);
  });

  it('lists the newest erasure first, and one that was noted twice once', async () => {
    const { store, erasures } = made();
    const first = await mentioned('mentioned');
    await erasures.noteMentions(first.erasureId, first.mentions);
    const noted = Date.now();
    await expect.poll(() => Date.now()).toBeGreaterThan(noted);
    const second = await mentioned('mentioned');
    expect((await store.listMentions(9)).map(({ erasureId }) => erasureId)).toEqual([
      second.erasureId,
      first.erasureId,
    ]);
  });

  it('lists no longer what is in quarantine no longer', async () => {
    const { store } = made();
    const { rows } = await mentioned('mentioned');
    await store.remove(ids(rows));
    expect(await store.listMentions(9)).toEqual([]);
  });

  it('keeps a fact that is somebody else’s, and asks no more about it', async () => {
    const { store } = made();
    const { rows } = await mentioned('with_others');
    expect(await store.decideMentions(ids(rows), kept)).toBe(1);
    expect(await store.listMentions(9)).toEqual([]);
    expect(await store.decideMentions(ids(rows), deleted)).toBe(0);
    expect(ids(await store.read(ids(rows)))).toEqual(ids(rows));
  });

  it('forgets a fact that is hers, with all mentions of it', async () => {
    const { store, erasures } = made();
    const { rows, mentions } = await mentioned('with_others', 'mentioned');
    await erasures.noteMentions(randomUUID(), mentions);
    expect(await store.decideMentions([rows[0]?.id ?? ''], deleted)).toBe(1);
    expect(ids(await store.read(ids(rows)))).toEqual([rows[1]?.id]);
    expect((await store.listMentions(9)).map(({ quarantineId }) => quarantineId)).toEqual([rows[1]?.id, rows[1]?.id]);
  });

  it('decides about nothing that is no mention', async () => {
    const { store } = made();
    const rows = await filled(store, {});
    for (const outcome of [kept, deleted]) expect(await store.decideMentions(ids(rows), outcome)).toBe(0);
    expect(ids(await store.read(ids(rows)))).toEqual(ids(rows));
  });

  it('lets one of two decide who do so at once', async () => {
    const { store } = made();
    const { rows } = await mentioned('mentioned');
    const both = await Promise.all([kept, deleted].map((outcome) => store.decideMentions(ids(rows), outcome)));
    expect(both.toSorted((a, b) => a - b)).toEqual([0, 1]);
    expect(await store.read(ids(rows))).toHaveLength(both[0] === 1 ? 1 : 0);
  });
}
