import { expect, it } from 'vitest';
import { createFlow, readFlowPick } from './flow.ts';

const order = ['', 'new', 'active', 'silent'];

it('puts every stage on both sides, in the order of the lifecycle', () => {
  const flow = createFlow(
    [
      { from: 'silent', to: 'active', members: 2 },
      { from: 'active', to: 'silent', members: 3 },
      { from: 'active', to: 'active', members: 9 },
      { from: '', to: 'new', members: 4 },
      { from: 'new', to: 'active', members: 0 },
    ],
    order,
  );
  expect(flow.nodes.map(({ key, members }) => [key, members])).toEqual([
    ['from:', 4],
    ['from:active', 12],
    ['from:silent', 2],
    ['to:new', 4],
    ['to:active', 11],
    ['to:silent', 3],
  ]);
  expect(flow.links.filter(({ isStay }) => isStay)).toHaveLength(1);
  expect(flow.links).toHaveLength(4);
});

it('reads which move or stage was clicked', () => {
  expect(readFlowPick({ source: 'from:active', target: 'to:silent', value: 3 })).toEqual({
    from: 'active',
    to: 'silent',
  });
  expect(readFlowPick({ name: 'to:silent' })).toEqual({ to: 'silent' });
  expect(readFlowPick({ name: 'from:' })).toEqual({ from: '' });
  expect(readFlowPick(undefined)).toBeUndefined();
});
