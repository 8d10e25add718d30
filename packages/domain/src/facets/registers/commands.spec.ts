import { describe, expect, it } from 'vitest';
import type { FactPayload } from '../../kernel/base/payload.ts';
import { createProblemList } from '../../kernel/documents/document-problem.ts';
import type { FactStep } from '../../kernel/steps/steps.ts';
import { daysLater, fact, testContext, testMemberId } from '../../testing/given.ts';
import { runCommand } from '../../testing/run-command.ts';
import { createStoredMember, foldStored, rowsOf } from '../../testing/stored-member.ts';
import { facets } from '../index.ts';
import { attributeRows } from './rows.ts';

const use = { context: testContext() };
const now = daysLater(10);

/** A member of whom facts are known. */
function given(...facts: readonly FactStep[]) {
  const stored = createStoredMember(facets, testMemberId(1));
  const registered = fact({ type: 'member.registered', at: daysLater(0) });
  foldStored(
    stored,
    [registered, ...facts].map((step, n) => ({ ...step, position: n + 1 })),
    use,
  );
  return stored;
}

const tagged = (at: number, tag = 'vip') => fact({ type: 'tag.added', at, recordedAt: daysLater(1), payload: { tag } });

/** What a command decides, and what she is when that is folded. */
function when(stored: ReturnType<typeof given>, name: string, input: FactPayload) {
  const position = stored.position + 1;
  const decided = runCommand(stored, { name, input, position, recordedAt: now }, use);
  if (decided.kind === 'rejection') throw new Error(decided.code);
  foldStored(stored, [decided], use);
  return decided.parts();
}

const registersOf = (stored: ReturnType<typeof given>) =>
  Object.fromEntries(rowsOf(stored, attributeRows).map(({ kind, name, value }) => [`${kind}.${name}`, value]));

describe('tagging', () => {
  it('adds and removes, each as one write', () => {
    const stored = given();
    expect(when(stored, 'tag', { tag: 'vip', action: 'add' })).toEqual({
      registers: { writes: [{ kind: 'tag', name: 'vip', value: true }] },
    });
    expect(registersOf(stored)).toEqual({ 'tag.vip': 'true' });
    when(stored, 'tag', { tag: 'vip', action: 'remove' });
    expect(registersOf(stored)).toEqual({ 'tag.vip': 'null' });
  });

  it('decides nothing where it holds already', () => {
    expect(when(given(tagged(daysLater(1))), 'tag', { tag: 'vip', action: 'add' })).toEqual({});
    expect(when(given(), 'tag', { tag: 'vip', action: 'remove' })).toEqual({});
  });

  it('wins against what stands there, dated later or at the same instant; what is said later wins against it', () => {
    for (const at of [daysLater(10.02), now]) {
      const stored = given(tagged(at));
      when(stored, 'tag', { tag: 'vip', action: 'remove' });
      expect(registersOf(stored)).toEqual({ 'tag.vip': 'null' });
      foldStored(stored, [{ ...tagged(daysLater(10.03)), position: stored.position + 1 }], use);
      expect(registersOf(stored)).toEqual({ 'tag.vip': 'true' });
    }
  });

  it('twice within one millisecond goes in the order of the log', () => {
    const stored = given();
    for (const action of ['add', 'remove', 'add', 'remove']) when(stored, 'tag', { tag: 'vip', action });
    expect(registersOf(stored)).toEqual({ 'tag.vip': 'null' });
  });
});

describe('attributes', () => {
  it('are set and removed together, and those that hold already are left out', () => {
    const attributes = { city: '上海', points: 3 };
    const stored = given(fact({ type: 'attributes.changed', at: daysLater(1), payload: { attributes } }));
    const parts = when(stored, 'attribute', { attributes: { city: null, points: 3, size: 'L' } });
    expect(parts['registers']?.['writes']).toHaveLength(2);
    expect(registersOf(stored)).toEqual({
      'attribute.city': 'null',
      'attribute.points': '3',
      'attribute.size': '"L"',
    });
  });

  it('behind a reference are written anew, for the value may be another one', () => {
    const attributes = { mobile: { $secret: 'mobile' } };
    const stored = given(fact({ type: 'attributes.changed', at: daysLater(1), payload: { attributes } }));
    expect(when(stored, 'attribute', { attributes })).not.toEqual({});
  });
});

describe('an input', () => {
  const long = 'x'.repeat(101);
  const many = Object.fromEntries(Array.from({ length: 201 }, (_, n) => [`a${n}`, n]));
  const tag = (input: FactPayload, ...paths: readonly string[]) => ({ name: 'tag', input, paths });
  const attribute = (attributes: FactPayload['x'], path: string) => ({
    name: 'attribute',
    input: { attributes: attributes ?? null },
    paths: [path],
  });

  it.each<[string, { readonly name: string; readonly input: FactPayload; readonly paths: readonly string[] }]>([
    ['without a tag and an action', tag({}, 'tag', 'action')],
    ['with a tag that is too long', tag({ tag: long, action: 'add' }, 'tag')],
    ['with a tag that is personal', tag({ tag: { $secret: 'tag' }, action: 'add' }, 'tag')],
    ['with a key that nobody knows', tag({ tag: 'a', action: 'add', until: 1 }, 'until')],
    ['without attributes', attribute({}, 'attributes')],
    ['with a list of attributes', attribute(['a'], 'attributes')],
    ['with a name that is too long', attribute({ [long]: 1 }, `attributes.${long}`)],
    ['with a value that is too long', attribute({ a: 'x'.repeat(4_000) }, 'attributes.a')],
    ['with too many attributes', attribute(many, 'attributes')],
  ])('%s is refused, with the place', (_what, { name, input, paths }) => {
    const problems = createProblemList();
    facets.commands.get(name)?.command.read(input, { path: '', problems });
    expect(problems.problems.map(({ path }) => path)).toEqual(paths);
  });
});
