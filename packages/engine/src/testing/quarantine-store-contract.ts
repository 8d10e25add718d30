import { describe, expect, it } from 'vitest';
import { createUuidV7 } from '../kernel/uuid-v7.ts';
import type { NewQuarantineRow, QuarantineStore } from '../quarantine/quarantine-store.ts';
import { freshFixture, type Fixture } from './fixture.ts';

export interface QuarantineStoreFixture extends Fixture {
  readonly store: QuarantineStore;
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
    expect(reasons).toEqual([{ code: 'fact.invalid', reason: 'b', count: 2, oldestAt: first?.receivedAt }]);
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
