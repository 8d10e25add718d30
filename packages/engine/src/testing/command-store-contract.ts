import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandStore, CommandTransaction } from '../commands/deciding/command-store.ts';
import { createUuidV7 } from '../kernel/uuid-v7.ts';
import type { MemberPlace } from '../log/log-rows.ts';

/** A store with what surrounds it: facts come in beside it, versions are published, stock is filled. */
export interface CommandStoreFixture {
  readonly store: CommandStore;
  /** Somebody new, with one fact in her log. */
  newMember(): Promise<MemberPlace>;
  /** One more fact of hers. */
  addFact(member: MemberPlace): Promise<void>;
  publish(): Promise<void>;
  /** Units by shard. */
  fill(resource: string, units: ReadonlyMap<number, number>): Promise<void>;
  stockOf(resource: string): Promise<number>;
  close(): Promise<void>;
}

/** What every store of commands does, whatever it is made of. */
export function describeCommandStore(name: string, create: () => Promise<CommandStoreFixture>): void {
  describe(`the store of commands: ${name}`, () => {
    let fixture: CommandStoreFixture;
    beforeAll(async () => {
      fixture = await create();
    });
    afterAll(async () => {
      await fixture?.close();
    });
    const run = <T>(work: (transaction: CommandTransaction) => Promise<T>): Promise<T> =>
      fixture.store.transaction('contract', work);
    describeClaims(run);
    describeLogs(() => fixture, run);
    describeShares(() => fixture, run);
  });
}

type Run = <T>(work: (transaction: CommandTransaction) => Promise<T>) => Promise<T>;

const newClaim = () => ({ id: createUuidV7(Date.now()), bodyHash: 7 });
const failure = new Error('given up');

function describeClaims(run: Run): void {
  it('gives a claim to the first, and his answer to those after him', async () => {
    const [one, other] = [newClaim(), newClaim()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
    if (one === undefined || other === undefined) throw new Error('two claims');
    const first = await run(async (transaction) => {
      const taken = await transaction.claim([one]);
      await transaction.storeAnswers([{ id: one.id, answer: '"first"' }]);
      return taken;
    });
    expect(first.size).toBe(0);
    const later = await run(async (transaction) => {
      const taken = await transaction.claim([{ ...one, bodyHash: 8 }, other]);
      await transaction.release([other.id]);
      return taken;
    });
    expect([...later]).toEqual([[one.id, { bodyHash: 7, answer: '"first"' }]]);
    expect((await run(async (transaction) => givenUp(transaction, other))).size).toBe(0);
  });

  it('forgets a claim whose transaction fails', async () => {
    const claim = newClaim();
    await expect(run(async (transaction) => fail(await transaction.claim([claim])))).rejects.toBe(failure);
    expect((await run((transaction) => givenUp(transaction, claim))).size).toBe(0);
  });

  it('lets who claims the same wait until the first has answered, or given up', async () => {
    for (const isAnswered of [true, false]) {
      const claim = newClaim();
      const [claimed, mayEnd] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const first = run(async (transaction) => {
        await transaction.claim([claim]);
        claimed.resolve();
        await mayEnd.promise;
        if (!isAnswered) throw failure;
        await transaction.storeAnswers([{ id: claim.id, answer: '1' }]);
      });
      await claimed.promise;
      const second = run((transaction) => givenUp(transaction, claim));
      mayEnd.resolve();
      await first.catch((error: unknown) => expect(error).toBe(failure));
      expect((await second).size).toBe(isAnswered ? 1 : 0);
    }
  });
}

function fail(_result: unknown): never {
  throw failure;
}

/** Claims, and lets go again what nobody had claimed. */
async function givenUp(transaction: CommandTransaction, claim: { readonly id: string; readonly bodyHash: number }) {
  const taken = await transaction.claim([claim]);
  if (taken.size === 0) await transaction.release([claim.id]);
  return taken;
}

function describeLogs(fixture: () => CommandStoreFixture, run: Run): void {
  it('reads the steps that are not folded yet, and sees under the heads whose logs have grown', async () => {
    const [one, other] = [await fixture().newMember(), await fixture().newMember()];
    const places = [one, other].toSorted((a, b) => a.shard - b.shard || (a.id < b.id ? -1 : 1));
    await run(async (transaction) => {
      const members = await transaction.openMembers(places);
      const steps = await transaction.readUnfoldedSteps(places);
      expect(steps.map(({ memberId }) => memberId)).toEqual(places.map(({ id }) => id));
      for (const member of members) {
        member.position = steps.find(({ memberId }) => memberId === member.id)?.position ?? 0;
      }
      await fixture().addFact(other);
      const shards = [...new Set(places.map(({ shard }) => shard))];
      expect((await transaction.lockHeads(shards)).map(({ shard }) => shard)).toEqual(shards);
      expect([...(await transaction.look(members)).grown]).toEqual([other.id]);
    });
  });

  it('knows the newest version of the program, before and under the heads', async () => {
    const member = await fixture().newMember();
    await run(async (transaction) => {
      const { at, programVersion } = await transaction.readMoment();
      expect(at).toBeGreaterThan(Date.UTC(2020, 0));
      await fixture().publish();
      await transaction.lockHeads([member.shard]);
      const members = await transaction.openMembers([member]);
      expect((await transaction.look(members)).programVersion).toBe(programVersion + 1);
      expect((await transaction.look([])).programVersion).toBe(programVersion + 1);
    });
  });
}

function describeShares(fixture: () => CommandStoreFixture, run: Run): void {
  const ask = (shard: number, resource: string, asked: number) => ({ shard, resource, asked });

  it('grants in the order of the asks, out of other shards too, never more than there is', async () => {
    await fixture().fill(
      'shares',
      new Map([
        [0, 3],
        [2, 4],
      ]),
    );
    const granted = await run((transaction) =>
      transaction.take([ask(0, 'shares', 2), ask(1, 'shares', 3), ask(2, 'shares', 9), ask(0, 'nothing', 1)]),
    );
    expect(granted).toEqual([2, 3, 2, 0]);
    expect(await fixture().stockOf('shares')).toBe(0);
  });

  it('keeps nothing of what was taken in a transaction that fails, and takes back what is given back', async () => {
    await fixture().fill('returned', new Map([[0, 3]]));
    await expect(run(async (transaction) => fail(await transaction.take([ask(0, 'returned', 2)])))).rejects.toBe(
      failure,
    );
    expect(await fixture().stockOf('returned')).toBe(3);
    await run(async (transaction) => {
      const [granted = 0] = await transaction.take([ask(5, 'returned', 3)]);
      await transaction.giveBack([{ ...ask(5, 'returned', 3), granted: granted - 1 }]);
    });
    expect(await fixture().stockOf('returned')).toBe(2);
  });

  it('is exact among many who take at once from wherever they are', async () => {
    await fixture().fill('rush', new Map([0, 1, 2, 3].map((shard) => [shard, 10])));
    const takers = Array.from({ length: 30 }, (_, n) =>
      run(async (transaction) => (await transaction.take([ask(n % 8, 'rush', 2)]))[0] ?? 0),
    );
    const granted = (await Promise.all(takers)).reduce((sum, one) => sum + one, 0);
    expect([granted, await fixture().stockOf('rush')]).toEqual([40, 0]);
  });
}
