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
    expect(stories.length).toBeGreaterThanOrEqual(60);
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

  it('says what can be expected where something is not known', async () => {
    const { differences } = await told({
      steps: [
        { at: '2025-01-01', fact: order },
        { at: '2025-01-01', expect: { member: mei, stage: 'new', wallets: null } },
      ],
    });
    expect(differences).toMatchObject([
      { path: 'stage', observed: expect.stringContaining('known are member, status') },
    ]);
  });

  it('is one whose program cannot be published', async () => {
    const { differences } = await told({
      program: { 'lifecycles/main.json': { id: 'main' } },
      steps: [{ at: '2025-01-01', fact: order }],
    });
    const paths = differences.map(({ step, path }) => `${step} ${path}`);
    expect(paths).toContain('0 program settings.json');
    expect(paths.join()).toContain('0 program lifecycles/main.json');
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
    ['of a word that every object has', { expect: { member: mei, constructor: 'x' } }],
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
    ['not JSON', 'steps: []', 'is no JSON'],
    ['a step without anything', [{ name: 'a', steps: [{ at: '2025-01-01' }] }], 'step 1: has nothing to do'],
    [
      'a step with two acts',
      [{ name: 'a', steps: [{ at: '2025-01-01', fact: {}, program: {} }] }],
      'make it two steps',
    ],
    ['an unknown key', [{ name: 'a', steps: [{ at: '2025-01-01', facts: {} }] }], 'step 1: Unrecognized key: "facts"'],
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
