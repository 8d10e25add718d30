import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStories, StoryError } from './read-stories.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'perennial-story-files-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(content: string | Buffer) {
  const path = join(folder, 'story.json');
  writeFileSync(path, content);
  return readStories([path]);
}

/** What is said of a file, without the folder that it lies in. */
function refusalOf(content: string | Buffer): string {
  try {
    read(content);
  } catch (error) {
    if (error instanceof StoryError) return error.message.replaceAll(`${folder}/`, '');
    throw error;
  }
  return '';
}

const withSteps = (...steps: readonly string[]) => `{ "name": "a", "steps": [\n${steps.join(',\n')}\n] }`;
const fact = (inner: string) => `{ "at": "2025-01-01", "fact": { ${inner} } }`;
const step = (rest: object) => JSON.stringify({ at: '2025-01-01', ...rest });
const mei = 'phone:+8613907152001';

describe('a story file', () => {
  it('is refused for a key that stands twice, with its lines and its step', () => {
    const twice = fact('"type": "x.y",\n"identities": { "phone": "+8613907152001",\n"phone": "+8613907152002" }');
    expect(refusalOf(withSteps(fact('"type": "x.y"'), twice))).toBe(
      'story.json, line 5, step 2, fact.identities: The key "phone" stands twice, first in line 4.',
    );
    expect(refusalOf(`[${withSteps(fact(''))},\n{ "name": "b", "name": "c", "steps": [] }]`)).toBe(
      'story.json, line 4, story 2: The key "name" stands twice, first in line 4.',
    );
    expect(refusalOf(withSteps(fact('"a": 1'), '{ "at": "2025-01-01", "at": "2025-01-02", "fact": {} }'))).toContain(
      'line 3, step 2: The key "at" stands twice',
    );
  });

  it.each([
    ['expect', '{ "member": "phone:+8613907152001", "metrics": { "a": 12345678901234567890 } }', 'expect.metrics.a'],
    ['command', '{ "name": "tag", "member": "m", "input": { "a": 9007199254740993 } }', 'command.input.a'],
    ['program', '{ "settings.json": { "a": 0.1234567890123456789 } }', 'program.settings.json.a'],
    ['fact', '{ "payload": { "a": 0.1234567890123456789 } }', 'fact.payload.a'],
    ['fact', '{ "payload": { "a": 1e400 } }', 'fact.payload.a'],
  ])('is refused for a number of its %s that would lose digits: %s', (key, content, place) => {
    const refusal = refusalOf(withSteps(`{ "at": "2025-01-01", "${key}": ${content} }`));
    expect(refusal).toContain(`story.json, line 2, step 1, ${place}: The number `);
    expect(refusal).toContain('would lose digits: it would become');
  });

  it('keeps all digits of a whole number of a fact, as the API does', () => {
    const [one] = read(withSteps(fact('"payload": { "orderId": 2987654321098765431, "amountMinor": 10.50 }')));
    expect(one?.story.steps[0]?.fact).toEqual({ payload: { orderId: '2987654321098765431', amountMinor: 10.5 } });
  });

  it('is refused where it is too deep to be walked, and taken where only its fact is', () => {
    const deep = (levels: number) => fact(`"payload": ${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);
    expect(refusalOf(withSteps(deep(50_000)))).toBe(
      'story.json, line 2: Values stand in one another more than 256 deep.',
    );
    expect(refusalOf('['.repeat(50_000))).toBe('story.json, line 1: Values stand in one another more than 256 deep.');
    expect(refusalOf(withSteps(deep(100)))).toBe('');
  });

  it('is refused above its size, when it is no UTF-8, and without a story', () => {
    expect(refusalOf(withSteps(fact(`"a": "${'x'.repeat(17 * 1024 * 1024)}"`)))).toBe(
      'story.json is larger than 16777216 bytes.',
    );
    expect(refusalOf(Buffer.from([0x7b, 0xff, 0x7d]))).toBe('story.json is no UTF-8.');
    expect(refusalOf('{ "name": "a", }')).toBe('story.json, line 1: Nothing follows this comma: take it away.');
    expect(refusalOf('')).toBe('story.json, line 1: There is nothing here.');
    expect(refusalOf('[]')).toContain('holds no story');
  });

  it('may begin with a byte order mark, and name its schema', () => {
    expect(
      refusalOf(`\uFEFF{ "$schema": "scenario.schema.json", "name": "a", "steps": [${step({ fact: {} })}] }`),
    ).toBe('');
  });
});

describe('a folder', () => {
  it('may hold the schema of its stories, which is none', () => {
    const stories = join(folder, 'stories');
    mkdirSync(stories);
    writeFileSync(join(stories, 'scenario.schema.json'), '{}');
    expect(() => readStories([stories])).toThrow('There is no story in ');
    writeFileSync(join(stories, 'one.json'), withSteps(step({ fact: {} })));
    expect(readStories([stories]).map(({ story }) => story.name)).toEqual(['a']);
  });
});

describe('a step', () => {
  it.each([
    [
      'a key of nobody',
      { expect: { member: mei, stage: 'new' } },
      'expect: there is no "stage": did you mean "stages"?',
    ],
    [
      'a key of nobody, for nothing',
      { expect: { weather: null } },
      'expect: there is no "weather": known are "member", ',
    ],
    ['a key that every object has', { expect: { constructor: null } }, 'expect: there is no "constructor"'],
    ['no text as a member', { expect: { member: null, members: 0 } }, 'expect.member: '],
    ['a member who cannot be one', { expect: { member: 'mei', status: null } }, 'expect.member: '],
    [
      'of a standing what there is not',
      { expect: { member: mei, stages: { main: { stge: null } } } },
      'there is no "stge"',
    ],
    ['of a move what there is not', { expect: { member: mei, moves: [{ form: null }] } }, 'did you mean "from"?'],
    [
      'of a fact what is of a member',
      { fact: {}, expect: { member: mei } },
      'expect: there is no "member": known are "outcome", ',
    ],
    ['of a fact a slip', { fact: {}, expect: { outcom: null } }, 'did you mean "outcome"?'],
    [
      'of a command a slip',
      { command: { name: 'tag', member: mei }, expect: { anser: null } },
      'did you mean "answer"?',
    ],
    ['of a program a slip', { program: {}, expect: { outcom: null } }, 'did you mean "outcome"?'],
    ['nothing', { expect: {} }, 'expect: expects nothing'],
  ])('is refused that expects %s', (_, rest, message) => {
    const refusal = refusalOf(withSteps(step(rest)));
    expect(refusal).toContain('story.json, step 1');
    expect(refusal).toContain(message);
  });

  it.each([
    ['of a slip', { facts: {} }, 'there is no "facts": did you mean "fact"?'],
    ['of two acts', { fact: {}, program: {} }, 'make it two steps'],
    [
      'of a history of nothing',
      { backfill: true, expect: { members: 0 } },
      'has a "backfill", which is of a fact alone',
    ],
    ['of a command without a member', { command: { name: 'tag' } }, 'step 1, command.member: '],
  ])('is refused %s', (_, rest, message) => {
    expect(refusalOf(withSteps(step(rest)))).toContain(message);
  });

  it.each([
    '2026-02-30',
    '2026-02-30T10:00+08:00',
    '2025-03-01T24:00',
    '2025-03-01T23:59:60',
    '2025-03-01T10:00:60Z',
    '2025-03-01T10:00+25:00',
    '2025-3-1',
  ])('is refused at %s', (at) => {
    expect(refusalOf(withSteps(step({ at, fact: {} })))).toContain(`step 1: "${at}" is no time`);
  });

  it('is refused at what clocks skip or have twice', () => {
    const inBerlin = (at: string) =>
      refusalOf(`{ "name": "a", "zone": "Europe/Berlin", "steps": [${step({ at, fact: {} })}] }`);
    expect(inBerlin('2025-03-30T02:30')).toContain('is skipped by the clocks of Europe/Berlin');
    expect(inBerlin('2025-10-26T02:30')).toContain('comes twice on the clocks of Europe/Berlin');
    expect(inBerlin('2025-03-30T03:00')).toBe('');
  });
});
