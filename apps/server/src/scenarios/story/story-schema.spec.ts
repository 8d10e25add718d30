import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { describeStoryFile } from './story.ts';

const root = join(import.meta.dirname, '../../../../..');
const file = join(root, 'docs/reference/scenario.schema.json');

/** As an editor reads it, which knows nothing of stories. */
const described = z.fromJSONSchema(JSON.parse(JSON.stringify(describeStoryFile())));
const accepts = (content: unknown) => described.safeParse(content).success;

const step = { at: '2025-01-01', fact: { type: 'order.placed' } };
const withStep = (rest: object) => ({ name: 'a', steps: [{ ...step, ...rest }] });

describe('the JSON schema of stories', () => {
  it('is that of the reader, and written anew by this test with -u', async () => {
    await expect(`${JSON.stringify(describeStoryFile(), null, 2)}\n`).toMatchFileSnapshot(file);
  });

  it('takes the stories of the product', () => {
    const files = readdirSync(join(root, 'scenarios'), { recursive: true, encoding: 'utf8' });
    const contents = files.filter((name) => name.endsWith('.json'));
    expect(contents.length).toBeGreaterThan(5);
    for (const name of contents)
      expect([name, accepts(JSON.parse(readFileSync(join(root, 'scenarios', name), 'utf8')))]).toEqual([name, true]);
  });

  it.each([
    ['a story alone', { $schema: './scenario.schema.json', ...withStep({}) }],
    ['a fact of any fields', withStep({ fact: { typ: 1, payload: [null] } })],
    ['a look for nothing', { name: 'a', steps: [{ at: '2025-01-01', expect: { member: 'phone:1', stages: null } }] }],
  ])('takes %s', (_, content) => {
    expect(accepts(content)).toBe(true);
  });

  it.each([
    ['a list without a story', []],
    ['a story without steps', { name: 'a', steps: [] }],
    ['a step of two acts', withStep({ program: {} })],
    ['an expectation of nobody', withStep({ expect: { stage: 'new' } })],
    ['an outcome that there is not', withStep({ expect: { outcome: 'excepted' } })],
    ['a story with a slip', { ...withStep({}), zones: 'Asia/Shanghai' }],
  ])('does not take %s', (_, content) => {
    expect(accepts(content)).toBe(false);
  });
});
