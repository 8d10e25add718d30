import type { LoggedStep, MemberId } from '@perennial/domain';
import { expect, it } from 'vitest';
import type { MemberPlace } from '../../log/log-rows.ts';
import { undoMerge } from '../../merges/undo-merge.ts';
import { newHash } from '../log-writer.ts';
import type { FoldUse } from './fold-use.ts';

const toEnd = Number.MAX_SAFE_INTEGER;
const positionsOf = (steps: readonly LoggedStep[] | undefined) => steps?.map(({ position }) => position);
const asOfNow = { position: toEnd, recordedAt: toEnd, mergeId: null };

/** What is read of members' logs, and of one moment. */
export function describeLogReading(made: () => FoldUse): void {
  it('reads the steps of one member within a range of her log, in order', async () => {
    const use = made();
    const [member, other] = [await use.writer.newMember({ shard: 0 }), await use.writer.newMember({ shard: 0 })];
    for (const one of [member, other, member, member]) await use.writer.addFacts(one, {});
    await use.run(async (transaction) => {
      expect(positionsOf(await transaction.readMemberSteps(member, 0, toEnd))).toEqual([1, 3, 4]);
      expect(positionsOf(await transaction.readMemberSteps(member, 1, 3))).toEqual([3]);
      expect(await transaction.readMemberSteps(member, 4, toEnd)).toEqual([]);
    });
  });

  it('reads what is a member’s own, of merged members too, as of a position and an instant', async () => {
    const use = made();
    const [one, other] = [await use.writer.newMember(), await use.writer.newMember()];
    const own = async (member: MemberPlace, asOf = asOfNow) =>
      (await use.run((transaction) => transaction.readOwnSteps([{ ...member, asOf }]))).get(member.id) ?? [];
    const [first] = await use.writer.addFacts(one, {}, {});
    await use.writer.addFacts(other, {});
    expect(await own(one, { ...asOfNow, position: first?.position ?? 0 })).toHaveLength(1);
    const [before] = await use.store.seal([one.shard]);
    await use.writer.merge(one, other);
    const steps = await own(one);
    expect(steps.map(({ memberId }) => memberId).toSorted()).toEqual([one.id, one.id, other.id].toSorted());
    expect(steps.every(({ kind }) => kind === 'fact')).toBe(true);
    expect(await own(one, { ...asOfNow, recordedAt: (before?.sealedAt ?? 0) - 1 })).toHaveLength(2);
  });

  it('takes a merge as it stood then, and the one that is being taken back as undone', async () => {
    const use = made();
    const [hers, own] = [newHash(), newHash()];
    const absorbed = await use.writer.newMember({ identities: [hers] });
    const survivor = await use.writer.newMember({ identities: [own] });
    const mergeId = await use.writer.merge(survivor, absorbed);
    const [fact] = await use.writer.addFacts(survivor, { identities: [own] }, { identities: [hers, own] });
    await undoMerge({ store: use.merges, signal: () => undefined }, mergeId, 'li');
    const count = async (member: MemberPlace, undone: string | null) => {
      const asOf = { position: toEnd, recordedAt: fact?.recordedAt ?? 0, mergeId: undone };
      const steps = await use.run((transaction) => transaction.readOwnSteps([{ ...member, asOf }]));
      return steps.get(member.id)?.length ?? 0;
    };
    expect([await count(survivor, null), await count(absorbed, null)]).toEqual([2, 0]);
    expect([await count(survivor, mergeId), await count(absorbed, mergeId)]).toEqual([1, 1]);
  });

  it('sees one moment in a snapshot, whatever is appended meanwhile', async () => {
    const use = made();
    const member = await use.writer.newMember();
    await use.writer.addFacts(member, {});
    await use.store.snapshot('contract', async (snapshot) => {
      expect(await snapshot.readMemberSteps(member, 0, toEnd)).toHaveLength(1);
      await use.writer.addFacts(member, {});
      expect(await snapshot.readMemberSteps(member, 0, toEnd)).toHaveLength(1);
    });
  });

  it('pages members of a shard by id, each once, and reads their logs as far as they are folded', async () => {
    const use = made();
    const members: MemberPlace[] = [];
    for (let n = 0; n < 5; n += 1) members.push(await use.writer.newMember({ shard: 2 }));
    for (const member of members) await use.writer.addFacts(member, {});
    await use.store.snapshot('contract', async (snapshot) => {
      const ids: MemberId[] = [];
      for (let page = await snapshot.pageMembers(2, '', 2); page.length > 0;) {
        ids.push(...page.map(({ id }) => id));
        page = await snapshot.pageMembers(2, page.at(-1)?.id ?? '', 2);
      }
      expect(ids).toEqual(members.map(({ id }) => id).toSorted());
      const opened = await snapshot.openMembers(members);
      expect(opened.every(({ position }) => position === 0)).toBe(true);
      expect([...(await snapshot.readLogs(opened)).values()].flat()).toEqual([]);
      for (const member of opened) member.position = toEnd;
      expect((await snapshot.readLogs(opened)).size).toBe(5);
    });
  });
}
