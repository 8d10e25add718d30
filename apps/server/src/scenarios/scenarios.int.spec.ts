import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTheatre, readStories, runStory, StoryError } from './index.ts';
import type { FiledStory, StoryResult, Theatre } from './index.ts';

const root = join(import.meta.dirname, '../../../..');
const stories = readStories([join(root, 'scenarios')]);

let theatre: Theatre;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'perennial-stories-'));
  theatre = await openTheatre();
}, 120_000);

afterAll(async () => {
  await theatre.close();
  rmSync(folder, { recursive: true, force: true });
});

const { signal } = new AbortController();
const run = ({ story }: Pick<FiledStory, 'story'>, isExplained = false): Promise<StoryResult> =>
  runStory(theatre, story, { signal, isExplained });

/** As somebody wrote it into a file. */
function written(...content: readonly unknown[]): readonly FiledStory[] {
  const path = join(folder, 'written.json');
  writeFileSync(path, JSON.stringify(content));
  return readStories([path]);
}

async function told(story: object): Promise<StoryResult> {
  const [one] = written({ name: 'told', ...story });
  if (one === undefined) throw new Error('a story was written');
  return run(one);
}

describe('the stories of the product', () => {
  it('are many', () => {
    expect(stories.length).toBeGreaterThanOrEqual(330);
  });

  it.each(stories.map((one) => [one.file.slice(root.length + 1), one.story.name, one] as const))(
    '%s: %s',
    async (_file, _name, one) => {
      expect((await run(one)).differences).toEqual([]);
    },
  );
});

const mei = 'phone:+8613907152001';
const order = {
  type: 'order.placed',
  identities: { phone: '+8613907152001' },
  payload: { orderId: 'A1', currency: 'CNY', amountMinor: 12_900 },
};

describe('a story that ends otherwise', () => {
  it('says at which step, where, what was expected and what is', async () => {
    const { differences } = await told({
      steps: [
        { at: '2025-01-01', fact: order },
        { at: '2025-01-02', expect: { member: mei, stages: { main: 'active' }, metrics: { 'purchase.count': 1 } } },
        { at: '2025-01-02', expect: { member: mei, tags: ['vip'] } },
      ],
    });
    expect(differences).toEqual([
      { step: 2, at: '2025-01-02', path: 'stages.main', expected: 'active', observed: 'new' },
      { step: 3, at: '2025-01-02', path: 'tags', expected: ['vip'], observed: [] },
    ]);
  });

  it('is one whose fact or command failed and was not expected to', async () => {
    const { differences } = await told({
      steps: [
        { at: '2025-01-01', fact: { ...order, payload: { currency: 'CNY' } } },
        { at: '2025-01-02', command: { name: 'tag', member: mei, input: { tag: 'vip', action: 'add' } } },
        { at: '2025-01-03', program: { 'settings.json': { name: 'no' } } },
      ],
    });
    expect(differences).toMatchObject([
      { step: 1, observed: { outcome: 'quarantined' } },
      { step: 2, path: 'rejection', observed: { code: 'member.not_found' } },
      { step: 3, observed: { outcome: 'refused' } },
    ]);
  });

  it('is one whose program cannot be published', async () => {
    const { differences } = await told({
      program: { 'lifecycles/main.json': { id: 'main' } },
      steps: [{ at: '2025-01-01', fact: order }],
    });
    const paths = differences.map(({ step, path }) => `${step} ${path}`);
    expect(paths).toContain('0 program settings.json');
    expect(paths).toContain('0 program lifecycles/main.json stages');
  });
});

describe('an expectation', () => {
  const first = { at: '2025-01-01', fact: order };
  const observedAfter = async (step: object) =>
    (await told({ steps: [first, { at: '2025-01-02', ...step }] })).differences.map(({ observed }) => observed);

  it.each([
    ['of nobody', { expect: { member: 'phone:+8613907152099' } }],
    ['of nobody, beside what is null', { expect: { member: 'phone:+8613907152099', tags: null, status: 'live' } }],
    ['without a member', { expect: { tags: null } }],
    ['of the same as nothing', { expect: { member: mei, sameAs: null } }],
    ['of a fact that says nothing of its outcome', { fact: { ...order, payload: {} }, expect: { leftOut: null } }],
    ['of a document to be taken away that is not there', { program: { 'sttings.json': null } }],
    [
      'of a command with an input that it does not take',
      { command: { name: 'erase', member: mei, input: { why: 'x' } } },
    ],
    ['of a command that every object has', { command: { name: 'constructor', member: mei } }],
    ['of a merge that is none', { command: { name: 'undoMerge', member: mei, input: { mergeId: 'nope' } } }],
    [
      'of a tag that no database takes',
      { command: { name: 'tag', member: mei, input: { tag: '\u0000', action: 'add' } } },
    ],
  ])('%s is not met', async (_, step) => {
    expect(await observedAfter(step)).not.toEqual([]);
  });

  it.each([
    ['of nobody, of whom nothing is known', { expect: { member: 'phone:+8613907152099', status: null, members: 1 } }],
    ['of a member alone', { expect: { member: mei } }],
  ])('%s is met', async (_, step) => {
    expect(await observedAfter(step)).toEqual([]);
  });
});

describe('a fact beyond the limits', () => {
  const verdictOf = async (payload: unknown, expected: object) =>
    (await told({ steps: [{ at: '2025-01-01', fact: { ...order, payload }, expect: expected }] })).differences;
  const nested = (levels: number): object => (levels === 1 ? {} : { a: nested(levels - 1) });

  it('is answered as it is where facts are sent', async () => {
    const large = Array.from({ length: 4 }, () => 'x'.repeat(19_000));
    expect(await verdictOf({ ...order.payload, large }, { outcome: 'rejected', code: 'fact.too_large' })).toEqual([]);
    expect(await verdictOf(nested(15), { outcome: 'quarantined', code: 'fact.invalid' })).toEqual([]);
    expect(await verdictOf(nested(40), { outcome: 'quarantined', code: 'fact.too_deep' })).toEqual([]);
    expect(await verdictOf(nested(100), { outcome: 'rejected', code: 'fact.too_deep' })).toEqual([]);
  });

  it('keeps ids of 64 bits apart', async () => {
    const path = join(folder, 'ids.json');
    const steps = ['2987654321098765431', '2987654321098765499'].map((id) =>
      JSON.stringify({ at: '2025-01-01', fact: order }).replace('"A1"', id),
    );
    const end = JSON.stringify({ at: '2025-01-01', expect: { member: mei, metrics: { 'purchase.count': 2 } } });
    writeFileSync(path, `{ "name": "ids", "steps": [${steps.join(',')}, ${end}] }`);
    const [one] = readStories([path]);
    if (one === undefined) throw new Error('a story was written');
    expect((await run(one)).differences).toEqual([]);
  });
});

describe('a program beyond the limits', () => {
  const large = { 'segments/large.json': { id: 'large', note: 'x'.repeat(2_000_000) } };

  it('is refused, at first and where it is published later', async () => {
    const first = await told({ program: large, steps: [{ at: '2025-01-01', fact: order }] });
    expect(first.differences).toMatchObject([{ step: 0, observed: expect.stringContaining('There may be ') }]);
    const later = await told({
      steps: [
        { at: '2025-01-01', program: large, expect: { outcome: 'refused', issues: [{ code: 'request.too_large' }] } },
      ],
    });
    expect(later.differences).toEqual([]);
  });
});

describe('a word that is nearly one', () => {
  const standing = async (expected: object) => {
    const { differences } = await told({
      steps: [
        { at: '2025-01-01', fact: order },
        { at: '2025-01-01', expect: { member: mei, ...expected } },
      ],
    });
    return differences.map(({ path, observed, hint }) => [path, observed, hint]);
  };

  it('is told with the one that was meant', async () => {
    expect(await standing({ stages: { main: 'actve' } })).toEqual([['stages.main', 'new', 'did you mean "active"?']]);
    expect(await standing({ stages: { main: { stage: 'nw' } } })).toEqual([
      ['stages.main.stage', 'new', 'did you mean "new"?'],
    ]);
    expect(await standing({ stages: { main: 'gold' } })).toMatchObject([
      ['stages.main', 'new', expect.stringContaining('known are "potential", "new", ')],
    ]);
  });

  it('is no difference in words where it is a stage that she is not in', async () => {
    expect(await standing({ stages: { main: 'active' } })).toEqual([['stages.main', 'new', undefined]]);
  });

  it.each([
    ['a lifecycle', { stages: { mian: null } }, 'stages.mian', 'did you mean "main"?'],
    ['a field', { metrics: { 'purchase.cout': null } }, 'metrics.purchase.cout', 'did you mean "purchase.count"?'],
  ])('is not met as %s either, though nothing is expected of it', async (...[, expected, path, hint]) => {
    expect(await standing(expected)).toEqual([[path, 'not known here', hint]]);
  });
});

describe('a retry under its key', () => {
  const other = { ...order, identities: { phone: '+8613907152002' }, payload: { ...order.payload, orderId: 'B1' } };
  const wei = 'phone:+8613907152002';
  const merged = [
    { at: '2025-01-01', fact: order },
    { at: '2025-01-01', fact: other },
    { at: '2025-01-02', command: { name: 'merge', member: mei, input: { absorb: wei } } },
  ];
  const undo = { name: 'undoMerge', member: mei, key: 'undo-1' };
  const erase = { name: 'erase', member: wei, key: 'erase-1' };
  const retold = async (...steps: readonly object[]) =>
    (await told({ steps: [...merged, ...steps.map((one) => ({ at: '2025-01-03', ...one }))] })).differences;

  it('of undoing a merge has the first answer, though no merge is named and none is left', async () => {
    expect(await retold({ command: undo }, { command: undo, expect: { answer: {} } })).toEqual([]);
  });

  it('of undoing a merge undoes no other one', async () => {
    const third = { ...order, identities: { phone: '+8613907152003' }, payload: { ...order.payload, orderId: 'C1' } };
    const lin = 'phone:+8613907152003';
    expect(
      await retold(
        { fact: third },
        { command: { name: 'merge', member: mei, input: { absorb: lin } } },
        { command: undo },
        { command: undo, expect: { answer: {} } },
        { expect: { member: mei, sameAs: wei, members: 2 } },
      ),
    ).toEqual([]);
  });

  it.each([
    ['undoing', undo, { command: { ...undo, input: { reason: 'another' } } }],
    ['erasing', erase, { command: { ...erase, input: { reason: 'another' } } }],
    ['erasing, of somebody else', erase, { command: { ...erase, member: mei } }],
  ])('is refused for another %s', async (_, first, second) => {
    const split = first === undo ? [] : [{ command: { name: 'undoMerge', member: mei } }];
    expect(
      await retold(...split, { command: first }, { ...second, expect: { rejection: 'command.key_reused' } }),
    ).toEqual([]);
  });

  it('of erasing hears what the API says of a reference to nobody', async () => {
    const split = { command: { name: 'undoMerge', member: mei } };
    expect(
      await retold(split, { command: erase }, { command: erase, expect: { rejection: 'member.not_found' } }),
    ).toEqual([]);
  });

  it('of undoing that was refused begins again', async () => {
    const { differences } = await told({
      steps: [
        { at: '2025-01-01', fact: order },
        { at: '2025-01-01', fact: other },
        { at: '2025-01-01', command: undo, expect: { rejection: 'merge.not_found' } },
        { at: '2025-01-02', command: { name: 'merge', member: mei, input: { absorb: wei } } },
        { at: '2025-01-02', command: undo, expect: { answer: {} } },
      ],
    });
    expect(differences).toEqual([]);
  });
});

describe('one story after the other', () => {
  it('has its own members, program, zone and currency', async () => {
    const [first, second] = written(
      {
        name: 'in Berlin',
        zone: 'Europe/Berlin',
        currency: 'EUR',
        steps: [
          { at: '2025-01-01', fact: { ...order, payload: { ...order.payload, currency: 'EUR' } } },
          { at: '2025-01-01', expect: { member: mei, metrics: { 'purchase.first': '2024-12-31T23:00:00Z' } } },
        ],
      },
      { name: 'nowhere', steps: [{ at: '2020-01-01', expect: { member: mei, status: null, members: 0 } }] },
    );
    if (first === undefined || second === undefined) throw new Error('two stories were written');
    for (const one of [first, second, first]) expect((await run(one)).differences).toEqual([]);
  });
});

describe('an explained story', () => {
  it('tells at every step what followed, when, and from what', async () => {
    const [one] = written({
      name: 'explained',
      steps: [
        { at: '2025-01-01T10:00', fact: order },
        { at: '2025-03-01', expect: { member: mei, stages: { main: 'active' } } },
      ],
    });
    if (one === undefined) throw new Error('a story was written');
    const { explained } = await run(one, true);
    expect(explained).toEqual([
      'step 1  2025-01-01T10:00  order.placed',
      expect.stringMatching(/^ {2}2025-01-01T10:00:00\+08:00 .*stage\.changed .*to new.* by a fact$/),
      expect.stringMatching(/^ {2}2025-01-31T10:00:00\+08:00 .*stage\.changed .*to active.* by time$/),
      `step 2  2025-03-01  expect of ${mei}`,
    ]);
  });
});

describe('a file', () => {
  it.each([
    ['not JSON', 'steps: []', 'line 1: A value is expected, not "s"'],
    ['a step without anything', [{ name: 'a', steps: [{ at: '2025-01-01' }] }], 'step 1: has nothing to do'],
    [
      'a step with two acts',
      [{ name: 'a', steps: [{ at: '2025-01-01', fact: {}, program: {} }] }],
      'make it two steps',
    ],
    [
      'an unknown key',
      [{ name: 'a', steps: [{ at: '2025-01-01', facts: {} }] }],
      'step 1: there is no "facts": did you mean "fact"?',
    ],
    [
      'steps backwards',
      [
        {
          name: 'a',
          steps: [
            { at: '2025-01-02', fact: {} },
            { at: '2025-01-01', fact: {} },
          ],
        },
      ],
      'step 2: 2025-01-01 is before the step above it',
    ],
    [
      'no zone',
      [{ name: 'a', zone: 'Asia/Nowhere', steps: [{ at: '2025-01-01', fact: {} }] }],
      'zone: is no IANA time zone',
    ],
    [
      'two of one name',
      [
        { name: 'a', steps: [{ at: '2025-01-01', fact: {} }] },
        { name: 'a', steps: [{ at: '2025-01-01', fact: {} }] },
      ],
      'is named "a" too',
    ],
  ] as const)('of %s is refused, naming the place', (_, content, message) => {
    const path = join(folder, 'bad.json');
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    expect(() => readStories([path])).toThrow(StoryError);
    expect(() => readStories([path])).toThrow(message);
  });

  it('that is not there is named', () => {
    expect(() => readStories([join(folder, 'none.json')])).toThrow('There is no ');
  });
});
