import { createDefaultProgram, type Budget, type ProgramDocuments } from '@perennial/domain';
import { describe, expect, it } from 'vitest';
import type { FoldStore } from '../fold/fold-store.ts';
import { ProgramOvertakenError, type ProgramStore, type PublishRequest } from '../program/program-store.ts';
import { freshFixture, type Fixture } from './fixture.ts';

/** A store without a version. */
export interface ProgramStoreFixture extends Fixture {
  readonly store: ProgramStore;
  /** The same store as a release sees it in which a facet computes something otherwise. */
  readonly newer: ProgramStore;
  readonly fold: Pick<FoldStore, 'seal' | 'programVersions' | 'transaction'>;
  /** The same store as one sees it who has a facet with this budget, whatever the documents say. */
  readonly withBudget: (budget: Budget) => ProgramStore;
  stockOf(resource: string): Promise<number>;
}

const documents = createDefaultProgram();
const request = (changes: Partial<PublishRequest> = {}): PublishRequest => ({
  documents,
  publishedAt: 1_750_000_000_000,
  publishedBy: 'li',
  note: '备注',
  restores: null,
  ...changes,
});
const release = { publishedAt: 0, publishedBy: 'system', note: 'release' };

/** What every store of programs does, whatever it is made of. */
export function describeProgramStore(name: string, create: () => Promise<ProgramStoreFixture>): void {
  describe(`the store of programs: ${name}`, () => {
    const fixture = freshFixture(create);
    describeFirst(fixture);
    describePublishing(fixture);
    describeRevisions(fixture);
    describeBudgets(fixture);
  });
}

type Made = () => ProgramStoreFixture;
const callers = 6;

/** So many at once, each of whom was answered something before: nobody is late because he had to connect first. */
async function atOnce<T>(store: ProgramStore, work: () => Promise<T>): Promise<readonly PromiseSettledResult<T>[]> {
  await Promise.all(Array.from({ length: callers }, () => store.versions()));
  return Promise.allSettled(Array.from({ length: callers }, work));
}

const numbers = async (store: ProgramStore) => (await store.versions()).map(({ version }) => version);

function describeFirst(fixture: Made): void {
  it('has one first version, in force from the beginning of time, however many make it at once', async () => {
    const { store } = fixture();
    const all = await atOnce(store, () => store.ensureFirst(request()));
    expect(all.every(({ status }) => status === 'fulfilled')).toBe(true);
    await store.ensureFirst(request({ note: 'later' }));
    const versions = await store.versions();
    expect(versions.map(({ version, effectiveAt }) => [version, effectiveAt])).toEqual([[1, 0]]);
    expect(versions[0]?.note).not.toBe('later');
  });

  it('gives documents back as they were published, and none of a version that there is not', async () => {
    const { store } = fixture();
    await store.ensureFirst(request());
    expect(await store.documentsOf(1)).toEqual(JSON.parse(JSON.stringify(documents)));
    expect([await store.documentsOf(0), await store.documentsOf(2)]).toEqual([null, null]);
  });
}

function describePublishing(fixture: Made): void {
  it('numbers versions one after the other, oldest first, with all that was said', async () => {
    const { store } = fixture();
    await store.ensureFirst(request());
    const { overruns, ...published } = await store.publish(request({ restores: 1 }));
    expect(overruns).toEqual([]);
    expect(published).toMatchObject({ version: 2, publishedBy: 'li', note: '备注', restores: 1 });
    const later = await Promise.all([store.publish(request()), store.publish(request())]);
    expect(new Set(later.map(({ version }) => version))).toEqual(new Set([3, 4]));
    expect((await store.versions())[1]).toEqual(published);
    expect(await numbers(store)).toEqual([1, 2, 3, 4]);
  });

  it('puts a version into force later than every seal before it, and no earlier than the version before', async () => {
    const { store, fold } = fixture();
    await store.ensureFirst(request());
    const seals = await fold.seal([0, 1]);
    const { effectiveAt } = await store.publish(request());
    for (const { sealedAt } of seals) expect(effectiveAt).toBeGreaterThan(sealedAt);
    expect((await store.publish(request())).effectiveAt).toBeGreaterThanOrEqual(effectiveAt);
  });

  it('refuses what was to follow another version than the latest, and keeps nothing of it', async () => {
    const { store } = fixture();
    await store.ensureFirst(request());
    await store.publish(request({ follows: 1 }));
    await expect(store.publish(request({ follows: 1 }))).rejects.toThrow(ProgramOvertakenError);
    expect(await numbers(store)).toEqual([1, 2]);
  });

  it('lets one publish of those who follow the same version at once', async () => {
    const { store } = fixture();
    await store.ensureFirst(request());
    const all = await atOnce(store, () => store.publish(request({ follows: 1 })));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await numbers(store)).toEqual([1, 2]);
  });

  it('names the same content alike, whatever the order of its keys', async () => {
    const { store } = fixture();
    await store.ensureFirst(request());
    const { manifest } = await store.publish(request({ documents: turnedAround(documents) }));
    expect(manifest).toEqual((await store.versions())[0]?.manifest);
    expect(Object.keys(manifest).toSorted()).toEqual(Object.keys(documents).toSorted());
  });
}

function turnedAround<Value>(value: Value): Value;
function turnedAround(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((one: unknown) => turnedAround(one));
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, part]: [string, unknown]) => [key, turnedAround(part)]),
  );
}

function describeRevisions(fixture: Made): void {
  it('publishes nothing anew for a release that computes as the last one did, or without a first version', async () => {
    const { store, newer } = fixture();
    expect(await newer.ensureRevisions(release)).toBeNull();
    await store.ensureFirst(request());
    expect(await store.ensureRevisions(release)).toBeNull();
    expect(await numbers(store)).toEqual([1]);
  });

  it('publishes the latest documents anew, once, for a release that computes otherwise', async () => {
    const { store, newer, fold } = fixture();
    await store.ensureFirst(request());
    const other: ProgramDocuments = createDefaultProgram();
    await store.publish(request({ documents: other }));
    const all = await atOnce(newer, () => newer.ensureRevisions(release));
    const published = all.map((one) => (one.status === 'fulfilled' ? (one.value?.version ?? null) : one.reason));
    expect(published.filter((version) => version !== null)).toEqual([3]);
    expect(await newer.ensureRevisions(release)).toBeNull();
    const [second, third] = await fold.programVersions(1);
    expect(third?.documents).toEqual(second?.documents);
    expect(third?.revisions).not.toEqual(second?.revisions);
    // A process of the release before goes on beside it, and takes nothing back.
    expect(await store.ensureRevisions(release)).toBeNull();
  });
}

const prizes = 'prizes';
const withPrizes = ({ withBudget }: ProgramStoreFixture, units: number) => withBudget({ resource: prizes, units });

/** Takes so many prizes, as a batch of the fold does that holds the first shard. */
async function take(made: ProgramStoreFixture, asked: number): Promise<number> {
  return made.fold.transaction('contract', async (transaction) => {
    await transaction.lockCursors([0]);
    return (await transaction.take([{ shard: 0, resource: prizes, asked }]))[0] ?? 0;
  });
}

function describeBudgets(fixture: Made): void {
  it('fills in a budget with the version that first has it, once, and what a later one has more', async () => {
    const made = fixture();
    await withPrizes(made, 3).ensureFirst(request());
    await withPrizes(made, 3).ensureFirst(request());
    expect(await made.stockOf(prizes)).toBe(3);
    expect((await withPrizes(made, 3).publish(request())).overruns).toEqual([]);
    expect(await withPrizes(made, 3).ensureBudgets()).toEqual([]);
    expect(await made.stockOf(prizes)).toBe(3);
    expect(await take(made, 2)).toBe(2);
    expect((await withPrizes(made, 5_000_000).publish(request())).overruns).toEqual([]);
    expect(await made.stockOf(prizes)).toBe(4_999_998);
    expect(await take(made, 4_999_999)).toBe(4_999_998);
  });

  it('takes out what a version has less, leaves nothing of what is overrun, and says by how much', async () => {
    const made = fixture();
    await withPrizes(made, 10).publish(request());
    expect(await take(made, 6)).toBe(6);
    expect((await withPrizes(made, 8).publish(request())).overruns).toEqual([]);
    expect(await made.stockOf(prizes)).toBe(2);
    expect((await withPrizes(made, 4).publish(request())).overruns).toEqual([{ resource: prizes, units: 2 }]);
    expect(await made.stockOf(prizes)).toBe(0);
    expect(await withPrizes(made, 4).ensureBudgets()).toEqual([{ resource: prizes, units: 2 }]);
    expect((await withPrizes(made, 7).publish(request())).overruns).toEqual([]);
    expect(await made.stockOf(prizes)).toBe(1);
  });

  it('takes what is given back of an overrun budget out of it the next time, and no more than is overrun', async () => {
    const made = fixture();
    await withPrizes(made, 6).publish(request());
    expect(await take(made, 6)).toBe(6);
    await withPrizes(made, 4).publish(request());
    await made.fold.transaction('contract', (transaction) =>
      transaction.giveBack([{ shard: 1, resource: prizes, asked: 3, granted: 3 }]),
    );
    expect(await withPrizes(made, 4).ensureBudgets()).toEqual([]);
    expect(await made.stockOf(prizes)).toBe(1);
  });

  it('fills in nothing with a version that is refused', async () => {
    const made = fixture();
    await withPrizes(made, 3).ensureFirst(request());
    await withPrizes(made, 3).publish(request());
    await expect(withPrizes(made, 9).publish(request({ follows: 1 }))).rejects.toThrow(ProgramOvertakenError);
    expect(await made.stockOf(prizes)).toBe(3);
  });

  it('comes to what the last version says, however many publish at once and take beside', async () => {
    const made = fixture();
    await withPrizes(made, 50).ensureFirst(request());
    const publishing = Array.from({ length: callers }, (_, n) => withPrizes(made, 60 + n).publish(request()));
    const ensuring = Array.from({ length: callers }, () => withPrizes(made, 50).ensureFirst(request()));
    const taking = Array.from({ length: callers }, () => take(made, 3));
    const versions = await Promise.all(publishing);
    await Promise.all(ensuring);
    const taken = (await Promise.all(taking)).reduce((sum, one) => sum + one, 0);
    const last = versions.findIndex(({ version }) => version === callers + 1);
    expect(taken).toBe(3 * callers);
    expect(await made.stockOf(prizes)).toBe(60 + last - taken);
  });

  it('fills in the budgets of a facet that comes with a release, at its first start', async () => {
    const made = fixture();
    await made.store.ensureFirst(request());
    await made.store.ensureBudgets();
    expect(await made.stockOf(prizes)).toBe(0);
    const starts = Array.from({ length: callers }, () => withPrizes(made, 7).ensureBudgets());
    expect(await Promise.all(starts)).toEqual(Array.from({ length: callers }, () => []));
    expect(await made.stockOf(prizes)).toBe(7);
  });

  it('leaves what a version says nothing of as it was', async () => {
    const made = fixture();
    await withPrizes(made, 7).ensureFirst(request());
    await made.store.publish(request());
    expect(await made.stockOf(prizes)).toBe(7);
    await withPrizes(made, 7).publish(request());
    expect(await made.stockOf(prizes)).toBe(7);
  });
}
