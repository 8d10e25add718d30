import { expect, it } from 'vitest';
import { readPolicies, writePolicies } from './identities-document.ts';

const policy = {
  type: 'phone',
  strength: 'strong',
  priority: 10,
  perMemberMax: 2,
  normaliser: 'phone',
  blockedValues: ['+8613800000000'],
};

it('writes policies as they were read', () => {
  expect(writePolicies(readPolicies({ 'identities.json': { types: [policy] } }))).toEqual({ types: [policy] });
});

it('leaves out the identities document when the program has no policy of its own', () => {
  expect(readPolicies({})).toEqual([]);
  expect(writePolicies([])).toBeUndefined();
});

it('reads what is half written without throwing', () => {
  for (const odd of [undefined, null, 1, 'x', [], { metrics: 'no', categoryCycles: [1], types: [{}] }]) {
    expect(readPolicies({ 'identities.json': odd })).toEqual([]);
  }
});
