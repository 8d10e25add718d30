import type { LensRow, MemberId } from '@perennial/domain';
import { describe, expect, it } from 'vitest';
import { createUuidV7 } from '../kernel/uuid-v7.ts';
import type { Lens, ShippedDerivedFact, ShippedFact, ShippedMember, ShippedRows } from '../shipping/lens.ts';
import { sharedFixture, type Fixture } from './fixture.ts';

/** How many rows the lens has now of a kind; of members, those that stand. */
export interface LensCounts {
  readonly facts: number;
  readonly derivedFacts: number;
  readonly members: number;
}

/** A lens with its tables. */
export interface LensFixture extends Fixture {
  readonly lens: Lens;
  /** Of a member of whom the facets know nothing. */
  readonly memberValues: LensRow;
  /** A row of hers in a table of which the lens keeps the newest. */
  readonly rowOf: (memberId: MemberId) => ShippedRows;
  /** Makes it a lens that was rebuilt from nothing, as far as its id is concerned. */
  readonly empty: () => Promise<void>;
  readonly count: () => Promise<LensCounts>;
  /** Rows of hers that stand in that table. */
  readonly countRowsOf: (memberId: MemberId) => Promise<number>;
  readonly payloadsAt: (position: number) => Promise<readonly string[]>;
  readonly statusOf: (memberId: string) => Promise<string | undefined>;
}

const shard = 3;
let lastPosition = 0;

function newFacts(count: number): readonly ShippedFact[] {
  return Array.from({ length: count }, () => {
    lastPosition += 1;
    return {
      shard,
      position: lastPosition,
      memberId: null,
      source: 'till',
      messageId: `m${lastPosition}`,
      type: 'order.placed',
      occurredAt: 1_700_000_000_000 + lastPosition,
      recordedAt: 1_700_000_000_000,
      isBackfill: false,
      channel: 'shop',
      storeId: 's1',
      payload: '{"orderId":"o1","note":"it\'s \\\\ \\n 中"}',
    };
  });
}

function derivedOf({ position, occurredAt, recordedAt }: ShippedFact): ShippedDerivedFact {
  return {
    shard,
    position,
    memberId: newId(),
    type: 'stage.entered',
    occurredAt,
    recordedAt,
    causeKind: 'fact',
    causePosition: position,
    causeAt: occurredAt,
    programVersion: 1,
    payload: '{}',
  };
}

const newId = (): MemberId => createUuidV7(Date.now()) as MemberId;

/** What every lens does with what is shipped, whatever it is made of. */
export function describeLens(name: string, create: () => Promise<LensFixture>): void {
  describe(`the lens: ${name}`, () => {
    const fixture = sharedFixture(create);
    describeIdentity(fixture);
    describeLogs(fixture);
    describeMembers(fixture);
    describeForgetting(fixture);
  });
}

type Made = () => LensFixture;

async function added(made: Made, work: () => Promise<unknown>): Promise<LensCounts> {
  const before = await made().count();
  await work();
  const after = await made().count();
  return {
    facts: after.facts - before.facts,
    derivedFacts: after.derivedFacts - before.derivedFacts,
    members: after.members - before.members,
  };
}

function describeIdentity(made: Made): void {
  it('keeps its id, and gets another one when it was emptied', async () => {
    const { lens, empty } = made();
    const first = await lens.prepare();
    expect(await lens.prepare()).toBe(first);
    await empty();
    expect(await lens.prepare()).not.toBe(first);
  });
}

function describeLogs(made: Made): void {
  it('adds the facts of a block once, however often they are sent', async () => {
    const { lens } = made();
    const facts = newFacts(1_000);
    const grown = await added(made, async () => {
      await lens.addFacts(1, facts);
      await lens.addFacts(1, facts);
    });
    expect(grown).toEqual({ facts: 1_000, derivedFacts: 0, members: 0 });
  });

  it('adds the derived facts of a block once, however often they are sent', async () => {
    const { lens } = made();
    const facts = newFacts(3).map(derivedOf);
    const grown = await added(made, async () => {
      await lens.addDerivedFacts(1, facts);
      await lens.addDerivedFacts(1, facts);
    });
    expect(grown).toEqual({ facts: 0, derivedFacts: 3, members: 0 });
  });

  it('takes the same content under another block as another one', async () => {
    const { lens } = made();
    const facts = newFacts(1);
    const grown = await added(made, async () => {
      await lens.addFacts(2, facts);
      await lens.addFacts(3, facts);
    });
    expect(grown.facts).toBe(2);
  });

  it('says whether it holds a block by the last position of a range, of each log and shard for itself', async () => {
    const { lens } = made();
    const [fact] = newFacts(1);
    const [derived] = newFacts(1).map(derivedOf);
    if (fact === undefined || derived === undefined) throw new Error('two rows');
    await lens.addFacts(4, [fact]);
    await lens.addDerivedFacts(4, [derived]);
    const holds = (part: 'fact' | 'derived_fact', at: { readonly shard: number; readonly position: number }) =>
      lens.holds({ part, shard: at.shard, position: at.position });
    expect([await holds('fact', fact), await holds('derived_fact', derived)]).toEqual([true, true]);
    expect([await holds('derived_fact', fact), await holds('fact', derived)]).toEqual([false, false]);
    expect(await holds('fact', { shard: shard + 1, position: fact.position })).toBe(false);
  });

  it('takes away what it has of ranges, and adds it again under another block', async () => {
    const { lens } = made();
    const facts = newFacts(10);
    const after = (facts[0]?.position ?? 0) - 1;
    const ranges = [
      { shard, after, upto: after + 3 },
      { shard, after: after + 8, upto: after + 10 },
      { shard: shard + 1, after, upto: after + 10 },
    ];
    const grown = await added(made, async () => {
      await lens.addFacts(7, facts);
      await lens.addFacts(8, facts.slice(0, 3));
      for (let times = 0; times < 2; times += 1) await lens.removeRows('fact', ranges);
    });
    expect(grown.facts).toBe(5);
    const again = [...facts.slice(0, 3), ...facts.slice(8)];
    expect((await added(made, () => lens.addFacts(9, again))).facts).toBe(5);
  });

  it('has payloads as they were sent', async () => {
    const [fact] = newFacts(1);
    if (fact === undefined) throw new Error('a fact');
    await made().lens.addFacts(5, [fact]);
    expect(await made().payloadsAt(fact.position)).toEqual([fact.payload]);
  });

  it('takes a block that has nothing of a kind', async () => {
    const { lens } = made();
    const grown = await added(made, async () => {
      await lens.addFacts(6, []);
      await lens.addDerivedFacts(6, []);
      await lens.replaceMembers(6, []);
    });
    expect(grown).toEqual({ facts: 0, derivedFacts: 0, members: 0 });
  });
}

function memberIn(made: Made): (memberId: MemberId, status: ShippedMember['status']) => ShippedMember {
  return (memberId, status) => ({
    shard,
    memberId,
    status,
    mergedInto: null,
    position: 1,
    clockAt: 1_700_000_000_000,
    programVersion: 1,
    createdAt: 1_700_000_000_000,
    values: made().memberValues,
  });
}

function describeMembers(made: Made): void {
  const memberOf = memberIn(made);

  it('has of a member the greatest version, in whatever order they come', async () => {
    const { lens, statusOf } = made();
    const id = newId();
    const grown = await added(made, async () => {
      await lens.replaceMembers(11, [memberOf(id, 'live')]);
      await lens.replaceMembers(13, [memberOf(id, 'erased')]);
      await lens.replaceMembers(12, [memberOf(id, 'absorbed')]);
    });
    expect(grown.members).toBe(1);
    expect(await statusOf(id)).toBe('erased');
  });

  it('has of the rows of a facet the newest, however often they are sent', async () => {
    const { lens, rowOf, countRowsOf } = made();
    const id = newId();
    for (const version of [21, 22, 22]) await lens.putRows(version, rowOf(id));
    expect(await countRowsOf(id)).toBe(1);
  });

  it('refuses rows of a table that no facet brings', async () => {
    await expect(made().lens.putRows(1, { table: 'no_such_table', rows: [] })).rejects.toThrow(TypeError);
  });
}

function describeForgetting(made: Made): void {
  const memberOf = memberIn(made);
  /** Facts of hers, what was decided, a row and herself. */
  const fill = async (id: MemberId, version: number) => {
    const { lens, rowOf } = made();
    const facts = newFacts(3).map((fact) => ({ ...fact, memberId: id }));
    await lens.addFacts(version, facts);
    await lens.addDerivedFacts(
      version,
      facts.map((fact) => ({ ...derivedOf(fact), memberId: id })),
    );
    await lens.putRows(version, rowOf(id));
    await lens.replaceMembers(version, [memberOf(id, 'live')]);
    return facts;
  };

  it('forgets all of a member but what was decided, as often as it is asked, and nobody else', async () => {
    const { lens, countRowsOf, statusOf } = made();
    const [id, other] = [newId(), newId()];
    await fill(id, 31);
    await fill(other, 32);
    const grown = await added(made, async () => {
      for (let n = 0; n < 2; n += 1) await lens.forget({ shard, memberId: id, positions: null });
    });
    expect(grown).toEqual({ facts: -3, derivedFacts: 0, members: -1 });
    expect([await countRowsOf(id), await statusOf(id)]).toEqual([0, undefined]);
    expect([await countRowsOf(other), await statusOf(other)]).toEqual([1, 'live']);
  });

  it('forgets the facts at some positions, and takes what is left of them under another version', async () => {
    const { lens, payloadsAt } = made();
    const id = newId();
    const facts = await fill(id, 33);
    const [first, second, third] = facts;
    if (first === undefined || second === undefined || third === undefined) throw new Error('three facts');
    const positions = [first.position, third.position];
    const grown = await added(made, () => lens.forget({ shard, memberId: id, positions }));
    expect(grown).toEqual({ facts: -2, derivedFacts: 0, members: 0 });
    await lens.addFacts(34, [{ ...first, payload: '{}' }]);
    expect(await payloadsAt(first.position)).toEqual(['{}']);
    expect(await payloadsAt(second.position)).toEqual([second.payload]);
    expect(await payloadsAt(third.position)).toEqual([]);
  });

  it('leaves the same positions of another shard', async () => {
    const { lens, payloadsAt } = made();
    const [fact] = newFacts(1);
    if (fact === undefined) throw new Error('a fact');
    await lens.addFacts(35, [fact]);
    await lens.forget({ shard: shard + 1, memberId: newId(), positions: [fact.position] });
    expect(await payloadsAt(fact.position)).toEqual([fact.payload]);
  });
}
