import { createDefaultProgram, type ProgramDocuments } from '@perennial/domain';
import { describe, expect, it } from 'vitest';
import type { FoldStore } from '../fold/fold-store.ts';
import { ProgramOvertakenError, type ProgramStore, type PublishRequest } from '../program/program-store.ts';
import { freshFixture, type Fixture } from './fixture.ts';

/** A store without a version. */
export interface ProgramStoreFixture extends Fixture {
  readonly store: ProgramStore;
  /** The same store as a release sees it in which a facet computes something otherwise. */
  readonly newer: ProgramStore;
  readonly fold: Pick<FoldStore, 'seal' | 'programVersions'>;
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
    const published = await store.publish(request({ restores: 1 }));
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
