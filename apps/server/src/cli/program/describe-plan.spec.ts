import { describe, expect, it } from 'vitest';
import { describePlan } from './describe-plan.ts';
import type { Planned } from './describe-plan.ts';

const plan: Planned = {
  place: 'here',
  currentVersion: 3,
  pulledVersion: 3,
  isUnchanged: false,
  changes: [],
  issues: [],
  warnings: [],
  preview: null,
};

function changed(document: string): Planned['changes'] {
  return [{ document, kind: 'changed', title: { en: document, zh: document }, changes: [] }];
}

describe('a plan that changes what members are given', () => {
  it.each(['wallets/points.json', 'earning/base.json', 'tiers/main.json'])(
    'says of %s where units and levels are found out',
    (document) => expect(describePlan({ ...plan, changes: changed(document) })).toContain('program rehearse DIR'),
  );

  it('says nothing of them where stages alone change, or it is refused', () => {
    expect(describePlan({ ...plan, changes: changed('lifecycles/main.json') })).not.toContain('rehearse');
    const issues = [{ file: 'wallets/points.json', line: 1, column: 1, path: 'id', message: 'No.' }];
    expect(describePlan({ ...plan, changes: changed('wallets/points.json'), issues })).not.toContain('rehearse');
  });
});
