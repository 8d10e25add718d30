import type { MemberId } from '@perennial/domain';
import { createToyProgram } from '@perennial/domain/testing';
import {
  explainRehearsed,
  rehearseProgram,
  undoMerge,
  type MemberPlace,
  type RawIdentity,
  type RehearsalAsked,
  type RehearsalResult,
} from '@perennial/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMergeStore } from '../stores/merge-store.ts';
import { testShardCount } from '../testing/fold-fixtures.ts';
import { createPreparer } from '../testing/ingest-fixtures.ts';
import { createToyInstallation, dayMs, type ToyInstallation } from '../testing/toy-fixtures.ts';

const prepare = createPreparer();
let toy: ToyInstallation;
let untilAt = 0;
const people = new Map<string, MemberPlace>();

let serial = 0;
function identityOf(name: string): RawIdentity {
  return { type: 'card_no', value: `card-of-${name}` };
}

interface Said {
  readonly card?: string;
  readonly identities?: readonly RawIdentity[];
  readonly isBackfill?: boolean;
  readonly daysAgo?: number;
}

async function send(about: string, said: Said = {}): Promise<MemberPlace> {
  serial += 1;
  const { card = 'coffee', identities = [identityOf(about)], isBackfill = false, daysAgo = 0 } = said;
  const payload = JSON.stringify({ card });
  const occurredAt = Date.now() - dayMs * daysAgo;
  const fact = prepare({ messageId: `m${serial}`, type: 'stamp.given', identities, payload, occurredAt });
  const [place] = await toy.send([{ about, fact: { ...fact, isBackfill } }]);
  if (place === undefined) expect.fail('not accepted');
  people.set(about, people.get(about) ?? place);
  return place;
}

async function stamp(about: string, times: number, said: Said = {}): Promise<void> {
  for (let n = 0; n < times; n += 1) await send(about, said);
  await toy.fold();
}

const card = (name: string, stampsNeeded: number, validDays = 7) => ({
  name: { en: name, zh: name },
  stampsNeeded,
  validDays,
});

function rehearse(
  asked: Partial<RehearsalAsked> = {},
  signal = new AbortController().signal,
): Promise<RehearsalResult> {
  return rehearseProgram(toy.store, toy.programs, {
    ...askedFor(asked),
    shardCount: testShardCount,
    signal,
    onProgress: () => undefined,
  });
}

function askedFor(asked: Partial<RehearsalAsked>): RehearsalAsked {
  const ours = { documents: createToyProgram(), against: 'recorded', version: null, fromAt: null, untilAt } as const;
  return { ...ours, isBackfillLive: false, isVerified: false, ...asked };
}

function idOf(name: string): MemberId {
  return people.get(name)?.id ?? expect.fail(`${name} is not known`);
}

function lineOf({ rehearsal }: RehearsalResult, figure: string, document = 'stamp-cards/coffee.json') {
  return rehearsal.lines.find((line) => line.document === document && line.figure === figure);
}

beforeAll(async () => {
  toy = await createToyInstallation();
  await stamp('ann', 3);
  await stamp('bob', 2);
  await stamp('cat', 7);
  await stamp('dan', 2, { card: 'bread' });
  await toy.pass(1);
  // Eve and Fay are one; Gus and Hal were, for a while.
  await stamp('eve', 1);
  await stamp('fay', 4);
  await stamp('eve', 1, { identities: [identityOf('eve'), identityOf('fay')] });
  await stamp('gus', 3);
  await stamp('hal', 2);
  await stamp('gus', 1, { identities: [identityOf('gus'), identityOf('hal')] });
  await toy.fold();
  const store = createMergeStore(toy.database);
  const [merge] = await store.readMergesOf([people.get('gus') ?? expect.fail('no gus')]);
  const undone = await undoMerge({ store, signal: () => undefined }, merge?.mergeId ?? '', 'li');
  if (undone.kind !== 'undone') throw new Error(`the merge is ${undone.kind}`);
  await stamp('ivy', 3, { isBackfill: true, daysAgo: 100 });
  await toy.pass(20);
  untilAt = await toy.wake();
});
afterAll(async () => {
  await toy?.close();
});

function gainOf({ rehearsal }: RehearsalResult, document = 'stamp-cards/coffee.json') {
  return rehearsal.gains.find(({ line }) => line?.document === document);
}

describe('a rehearsal of the program as it is', () => {
  it('is history to the byte, and differs in nothing', async () => {
    const { rehearsal } = await rehearse({ isVerified: true });
    expect(rehearsal.verified).toEqual({ members: expect.any(Number), differing: 0, examples: [] });
    expect(rehearsal.verified?.members).toBeGreaterThan(6);
    expect(rehearsal).toMatchObject({ membersChanged: 0, failed: { members: 0 } });
  });

  it('says which members are not what their log says', async () => {
    const { id, shard } = people.get('bob') ?? expect.fail('no bob');
    const text = `update toy_stamp_card set stamps = stamps + 1 where shard = ${shard} and member_id = '${id}'`;
    await toy.database.run(text);
    const { rehearsal } = await rehearse({ isVerified: true });
    await toy.database.run(text.replace('+', '-'));
    expect(rehearsal.verified).toMatchObject({ differing: 1, examples: [{ memberId: id }] });
    expect(rehearsal.verified?.examples[0]?.differences.map(({ part }) => part)).toEqual(['toy_stamp_card']);
  });
});

describe('a rehearsal of a draft', () => {
  const documents = createToyProgram({ 'stamp-cards/coffee.json': card('Coffee', 2) });
  const opened = (result: RehearsalResult, list = '') =>
    result
      .open(list)
      ?.items.map(({ id, base, draft }) => [nameOf(id), base, draft].join(' '))
      .toSorted();

  it('says who wins and by how much, what it costs, and opens each line to its members', async () => {
    const result = await rehearse({ documents });
    const { rehearsal } = result;
    const [money] = rehearsal.gains;
    const coffee = gainOf(result);
    expect(money).toMatchObject({
      line: null,
      winners: { members: 5, amount: 3000 },
      losers: { members: 0, amount: 0 },
    });
    expect(coffee).toMatchObject({ line: { figure: 'prizes' }, winners: { members: 5, amount: 6 } });
    expect(opened(result, coffee?.winners.list)).toEqual(['bob 0 1', 'cat 2 3', 'eve 1 3', 'gus 1 2', 'hal 0 1']);
    expect(rehearsal.costMinor).toEqual({ base: 3000, draft: 6000 });
    expect(lineOf(result, 'prizes')?.total).toMatchObject({ base: 6, draft: 12, members: 5, baseMinor: 3000 });
    expect(rehearsal).toMatchObject({ membersChanged: 7, failed: { members: 0 } });
    const full = rehearsal.moves.find(({ to }) => to === 'full');
    expect(full).toMatchObject({ from: 'open', base: 6, draft: 12, members: 5 });
    expect(opened(result, full?.list)).toContain('eve 1 3');
    expect(result.open(coffee?.losers.list ?? '')).toEqual({ members: 0, items: [] });
    for (const unknown of ['line-99', 'line-0-99999', 'moves-99', 'standings-0-1', ''])
      expect(result.open(unknown)).toBeNull();
  });

  it('shows who loses, beside who wins', async () => {
    const harder = createToyProgram({ 'stamp-cards/coffee.json': card('Coffee', 4) });
    const result = await rehearse({ documents: harder, against: 'live' });
    const coffee = gainOf(result);
    expect(coffee?.winners.members).toBe(0);
    expect(opened(result, coffee?.losers.list)).toContain('ann 1 0');
  });

  it('counts everybody once, whom she took in with her survivor', async () => {
    const { rehearsal } = await rehearse();
    // Fay is Eve; Gus and Hal are two again.
    expect(rehearsal.members).toBe(8);
  });

  it('is in force from an instant on, and changes nothing before', async () => {
    const { rehearsal } = await rehearse({ documents, fromAt: untilAt - 1 });
    expect(rehearsal).toMatchObject({ costMinor: { base: 0, draft: 0 }, gains: [{ winners: { members: 0 } }, {}, {}] });
    expect(rehearsal.lines.filter(({ kind }) => kind === 'flow')).toEqual([]);
  });

  it('leaves out what was recorded later', async () => {
    const { rehearsal } = await rehearse({ documents, untilAt: 1 });
    expect(rehearsal).toMatchObject({ members: 0, steps: 0, lines: [] });
  });

  it('lets history count when it occurred, if asked to', async () => {
    const monthsOf = async (isBackfillLive: boolean) => {
      const result = await rehearse({ against: 'live', isBackfillLive });
      return lineOf(result, 'prizes')
        ?.months.filter(({ base }) => base > 0)
        .map(({ month }) => month);
    };
    const [recorded, occurred] = [await monthsOf(false), await monthsOf(true)];
    expect(occurred?.length).toBe((recorded?.length ?? 0) + 1);
    expect(occurred?.[0] ?? '').toMatch(/^\d{4}-\d{2}$/u);
    expect((occurred?.[0] ?? '') < (recorded?.[0] ?? '')).toBe(true);
  });

  it('explains a member: what both did, side by side', async () => {
    const asked = askedFor({ documents });
    const result = await rehearse({ documents });
    const { shard } = people.get('cat') ?? expect.fail('no cat');
    const explain = (id: MemberId) =>
      explainRehearsed(toy.store, toy.programs, { asked, key: { id, shard }, cuts: result.cuts });
    const explained = await explain(idOf('cat'));
    expect(await explain('00000000-0000-7000-8000-000000000000' as MemberId)).toBeNull();
    const told = explained?.entries.map(({ base, draft }) => [base?.kind ?? '-', draft?.kind ?? '-'].join(' '));
    expect(told?.toSorted()).toEqual(['- full', '- full', 'expired expired', 'full -', 'full full']);
  });

  it('stops when it is asked to', async () => {
    await expect(rehearse({}, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });

  it('writes nothing and takes nothing', async () => {
    const before = await toy.stored();
    const slices = {
      name: 'test_slices',
      text: 'select shard, key, available from resource_slice order by key, shard',
    };
    const left = await toy.database.rows(slices, []);
    await rehearse({ documents });
    expect(await toy.stored()).toEqual(before);
    expect(await toy.database.rows(slices, [])).toEqual(left);
  });

  it('says who could not be folded under it', async () => {
    const { id, shard } = people.get('dan') ?? expect.fail('no dan');
    const payload = `payload = '{"card":"bread"'`;
    await toy.database.run(`update fact set ${payload} where shard = ${shard} and member_id = '${id}'`);
    const { rehearsal } = await rehearse({ documents });
    await toy.database.run(
      `update fact set ${payload.replace(`'`, `'`).replace(`"'`, `"}'`)} where shard = ${shard} and member_id = '${id}'`,
    );
    expect(rehearsal.failed).toMatchObject({ members: 1, examples: [{ memberId: id, side: 'base' }] });
  });
});

function nameOf(id: MemberId): string {
  for (const [name, place] of people) if (place.id === id) return name;
  return id;
}
