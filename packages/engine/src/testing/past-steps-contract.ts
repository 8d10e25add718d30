import { describe, expect, it } from 'vitest';
import type { IngestStore } from '../append/ingest-store.ts';
import type { MemberPlace } from '../log/log-rows.ts';
import type { MergeStore } from '../merges/merge-store.ts';
import { undoMerge } from '../merges/undo-merge.ts';
import type { MemberStepsWanted, ReadStepsWanted } from '../reading/members-as-of.ts';
import { sharedFixture, type Fixture } from './fixture.ts';
import { createLogWriter, newHash, newPlace, type LogWriter } from './log-writer.ts';

export interface PastStepsFixture extends Fixture {
  readonly read: ReadStepsWanted;
  /** Of the same installation. */
  readonly ingest: IngestStore;
  readonly merges: MergeStore;
  readonly shardCount: number;
}

interface Use extends Omit<PastStepsFixture, 'close'> {
  readonly writer: LogWriter;
}

const toEnd = Number.MAX_SAFE_INTEGER;
const everything = { fromAt: 0, types: [], hasDecisions: true };

/** What every reader of the steps behind a past instant does, whatever it reads. */
export function describeReadStepsWanted(name: string, create: () => Promise<PastStepsFixture>): void {
  describe(`the reader of steps behind a past instant: ${name}`, () => {
    const fixture = sharedFixture(create);
    const use = (): Use => {
      const made = fixture();
      return { ...made, writer: createLogWriter(made.ingest, made.shardCount) };
    };
    describeWanted(use);
    describeFamilies(use);
  });
}

/** The message ids of what is read of one member. */
async function readOf(
  { read }: Use,
  member: MemberPlace,
  changes: Partial<MemberStepsWanted> & { readonly until?: number } = {},
): Promise<readonly string[]> {
  const { until = toEnd, ...wanted } = changes;
  const found = await read([{ ...member, position: toEnd, wanted: everything, ...wanted }], until);
  return (found.get(member.id) ?? []).map((step) => (step.kind === 'fact' ? step.messageId : step.kind)).toSorted();
}

function describeWanted(made: () => Use): void {
  it('reads what had occurred by the instant, from an instant on, and no more than was folded', async () => {
    const use = made();
    const member = await use.writer.newMember();
    const rows = await use.writer.addFacts(
      member,
      { messageId: 'one', occurredAt: 10 },
      { messageId: 'two', occurredAt: 20 },
      { messageId: 'three', occurredAt: 30 },
    );
    expect(await readOf(use, member, { until: 20 })).toEqual(['one', 'two']);
    expect(await readOf(use, member, { wanted: { ...everything, fromAt: 20 } })).toEqual(['three', 'two']);
    expect(await readOf(use, member, { position: rows[0]?.position ?? 0 })).toEqual(['one']);
  });

  it('reads facts of the types that are wanted from the beginning', async () => {
    const use = made();
    const member = await use.writer.newMember();
    await use.writer.addFacts(
      member,
      { messageId: 'view', occurredAt: 10 },
      { messageId: 'visit', type: 'store.visited', occurredAt: 10 },
    );
    const wanted = { fromAt: Infinity, types: ['store.visited'], hasDecisions: false };
    expect(await readOf(use, member, { wanted })).toEqual(['visit']);
    expect(await readOf(use, member, { wanted, until: 9 })).toEqual([]);
  });

  it('reads many at once, each what is hers, and nothing of whom it does not know', async () => {
    const use = made();
    const [one, other] = [await use.writer.newMember(), await use.writer.newMember()];
    await use.writer.addFacts(one, {});
    await use.writer.addFacts(other, {}, {});
    const asked = [one, other, newPlace(use.shardCount)].map((member) => ({
      ...member,
      position: toEnd,
      wanted: everything,
    }));
    const found = await use.read(asked, toEnd);
    expect(asked.map(({ id }) => found.get(id)?.length ?? 0)).toEqual([1, 2, 0]);
    expect((await use.read([], toEnd)).size).toBe(0);
  });
}

function describeFamilies(made: () => Use): void {
  it('reads the facts of whom a member took in, without the steps of the merge', async () => {
    const use = made();
    const [survivor, absorbed] = [await use.writer.newMember(), await use.writer.newMember()];
    await use.writer.addFacts(survivor, { messageId: 'own' });
    await use.writer.addFacts(absorbed, { messageId: 'hers' });
    await use.writer.merge(survivor, absorbed);
    expect(await readOf(use, survivor)).toEqual(['hers', 'own']);
  });

  it('gives each what is hers after an undone merge, by the identities that facts carry', async () => {
    const use = made();
    const [own, hers] = [newHash(), newHash()];
    const survivor = await use.writer.newMember({ identities: [own] });
    const absorbed = await use.writer.newMember({ identities: [hers] });
    const mergeId = await use.writer.merge(survivor, absorbed);
    await use.writer.addFacts(
      survivor,
      { messageId: 'own', identities: [own] },
      { messageId: 'hers', identities: [hers] },
    );
    await undoMerge({ store: use.merges, signal: () => undefined }, mergeId, 'li');
    expect(await readOf(use, survivor)).toEqual(['own']);
    expect(await readOf(use, absorbed)).toEqual(['hers']);
  });
}
