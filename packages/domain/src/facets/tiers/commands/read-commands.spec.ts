import { describe, expect, it } from 'vitest';
import { createProblemList } from '../../../kernel/documents/document-problem.ts';
import type { FactValue } from '../../../kernel/base/payload.ts';
import { facets } from '../../index.ts';

function read(name: string, input: FactValue) {
  const problems = createProblemList();
  const found = facets.commands.get(name)?.command.read(input, { path: '', problems });
  return { found, codes: problems.problems.map(({ code, path }) => `${path}: ${code}`) };
}

const until = 1_780_000_000_000;

describe('what a command about levels is given', () => {
  it.each<[string, FactValue]>([
    ['assignTier', { set: 'main', level: 'gold', reason: 'press', until }],
    ['openTier', { set: 'main', level: 'gold', since: 1_700_000_000_000, until }],
    ['endAssignment', { set: 'main', reason: 'left' }],
    ['freezeTier', { set: 'main', until, reason: 'parental_leave' }],
    ['unfreezeTier', { set: 'main', reason: 'back' }],
    ['inviteToTier', { set: 'main', level: 'black', expiresAt: until }],
    ['answerInvitation', { set: 'main', accept: false }],
    ['claimBenefit', { set: 'main', benefit: 'ship', reference: 'order#2026-7' }],
  ])('is taken: %s', (name, input) => {
    expect(read(name, input)).toEqual({ found: input, codes: [] });
    expect(facets.commands.get(name)?.command.isKeyRequired).toBe(true);
  });

  it.each<[string, FactValue, string]>([
    ['assignTier', { set: 'main', level: 'gold', reason: 'for my aunt Li' }, 'reason: document.not_a_reason'],
    ['assignTier', { set: 'main', level: 'gold', reason: 'a', until: 1.5 }, 'until: document.not_an_integer'],
    ['openTier', { set: 'main', level: 'gold', until }, 'since: document.not_in_range'],
    ['endAssignment', { set: 'main' }, 'reason: document.not_a_reason'],
    ['freezeTier', { set: 'main', reason: 'a' }, 'until: document.not_in_range'],
    ['unfreezeTier', { set: 'No', reason: 'a' }, 'set: document.not_an_id'],
    ['inviteToTier', { set: 'main', expiresAt: until }, 'level: document.not_an_id'],
    ['answerInvitation', { set: 'main', accept: 'yes' }, 'accept: document.not_a_truth_value'],
    [
      'claimBenefit',
      { set: 'main', benefit: 'ship', reference: 'Li Wei 李' },
      'reference: document.not_a_callers_name',
    ],
    ['claimBenefit', { set: 'main', benefit: 'ship', reference: 'a', by: 1 }, 'by: document.unknown_key'],
  ])('is refused: %s %j', (name, input, code) => {
    expect(read(name, input).codes).toContain(code);
  });
});
