import { expect, it } from 'vitest';
import { readSearch } from '../../../urls/search-text.ts';
import { auditPaths } from './paths.ts';
import { readAuditSearch } from './search.ts';

it('keeps every filter in the address, and reads it back', () => {
  const search = {
    action: 'member.erased',
    outcome: 'failed',
    actorKind: 'command_line',
    actor: 'u1',
    subject: 'm1',
    from: '2026-03-01',
    to: '2026-03-31',
  };
  const [, text = ''] = auditPaths.audit(search).split('?');
  expect(readAuditSearch(readSearch(text))).toEqual(search);
});

it('drops what is no filter', () => {
  expect(readAuditSearch({ from: 'yesterday', who: 'li', action: '' })).toEqual({});
});
