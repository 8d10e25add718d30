import { expect, it } from 'vitest';
import { readLifecycle, writeLifecycle } from '../../../stages/lifecycle-document.ts';
import { addStage, canMove, canRemove, changeStage, moveStage, removeStage } from './stage-list.ts';

const document = {
  id: 'main',
  name: { en: 'Main', zh: '主' },
  recencyOf: 'purchase',
  future: { kept: true },
  stages: [
    { id: 'new', name: { en: 'New', zh: '新' }, role: 'alive', condition: { field: 'a', operator: '=', value: 1 } },
    {
      id: 'active',
      name: { en: 'Active', zh: '活跃' },
      role: 'alive',
      order: 3,
      condition: { combinator: 'and', rules: [] },
    },
    { id: 'lost', name: { en: 'Lost', zh: '流失' }, role: 'lost', condition: null },
  ],
};
const lifecycle = readLifecycle(document)!;
const ids = (changed: typeof lifecycle) => changed.stages.map(({ id }) => id);

it('writes a document as it was read, unknown parts included', () => {
  expect(writeLifecycle(lifecycle)).toEqual(document);
});

it('moves stages, but nothing past the last one', () => {
  expect(ids(moveStage(lifecycle, 0, 1))).toEqual(['active', 'new', 'lost']);
  expect(ids(moveStage(lifecycle, 1, 1))).toEqual(['new', 'active', 'lost']);
  expect(canMove(lifecycle, 2, -1)).toBe(false);
  expect(canMove(lifecycle, 0, -1)).toBe(false);
});

it('adds before the last stage, with an id of its own', () => {
  const twice = addStage(addStage(lifecycle, { en: 'N', zh: 'N' }), { en: 'N', zh: 'N' });
  expect(ids(twice)).toEqual(['new', 'active', 'stage_3', 'stage_4', 'lost']);
});

it('never removes the last stage, nor the second but one', () => {
  expect(canRemove(lifecycle, 2)).toBe(false);
  const two = removeStage(lifecycle, 0);
  expect(ids(two)).toEqual(['active', 'lost']);
  expect(removeStage(two, 0)).toBe(two);
});

it('changes one stage only', () => {
  expect(changeStage(lifecycle, 0, { role: 'cooling' }).stages.map(({ role }) => role)).toEqual([
    'cooling',
    'alive',
    'lost',
  ]);
});
