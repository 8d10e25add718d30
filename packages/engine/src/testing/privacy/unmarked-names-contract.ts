import { describe, expect, it } from 'vitest';
import type { IngestStore } from '../../append/ingest-store.ts';
import type { UnmarkedNames } from '../../names/mark-names.ts';
import { freshFixture, type Fixture } from '../fixture.ts';
import { newPlace } from '../log-writer.ts';

/** A store without a member. */
export interface UnmarkedNamesFixture extends Fixture {
  readonly store: IngestStore;
  readonly names: UnmarkedNames;
  readonly shardCount: number;
}

/** What every store does that keeps personal values of before names were marked. */
export function describeUnmarkedNames(name: string, create: () => Promise<UnmarkedNamesFixture>): void {
  describe(`names that are not marked yet: ${name}`, () => {
    const fixture = freshFixture(create);

    async function keep(names: Readonly<Record<string, readonly string[] | null>>) {
      const member = newPlace(fixture().shardCount);
      const rows = Object.entries(names)
        .toSorted(([one], [other]) => (one < other ? -1 : 1))
        .map(([secret, nameMarks]) => ({
          ...member,
          name: secret,
          ciphertext: Buffer.from(secret),
          occurredAt: 1,
          nameMarks,
        }));
      await fixture().store.transaction('contract', async (transaction) => {
        await transaction.insertMembers([member]);
        await transaction.upsertSecrets(rows);
      });
      return member;
    }

    it('are those that nobody has looked at, but for identities, as many as are asked for', async () => {
      const member = await keep({ address: null, name: null, nickname: ['7'], surname: [], 'identity:1': null });
      const waiting = await fixture().names.readUnmarked(10);
      expect(waiting.map(({ id, name: secret, wrappedKey }) => [id, secret, wrappedKey])).toEqual([
        [member.id, 'address', null],
        [member.id, 'name', null],
      ]);
      expect(await fixture().names.readUnmarked(1)).toHaveLength(1);
    });

    it('are marked once, and left alone where another value was told meanwhile', async () => {
      const member = await keep({ name: null, nickname: null });
      const waiting = await fixture().names.readUnmarked(10);
      const told = { ...member, name: 'nickname', ciphertext: Buffer.from('anew'), occurredAt: 2, nameMarks: null };
      await fixture().store.transaction('contract', (transaction) => transaction.upsertSecrets([told]));
      await fixture().names.writeMarks(waiting.map((secret) => ({ ...secret, nameMarks: ['-5', '7'] })));
      const left = await fixture().names.readUnmarked(10);
      expect(left.map(({ name: secret, ciphertext }) => [secret, String(Buffer.from(ciphertext))])).toEqual([
        ['nickname', 'anew'],
      ]);
    });
  });
}
