import { expect, it } from 'vitest';
import { readSearch } from '../../../urls/search-text.ts';
import { webhooksPaths } from './paths.ts';
import { readWebhookSearch } from './search.ts';

const memberId = '019316a0-5c3e-7000-8000-00000000a1b2';

it('keeps the filters of the log and what is open in the address, and reads them back', () => {
  const search = {
    act: 'edit',
    state: 'dead',
    type: 'stage.changed',
    member: memberId,
    cursor: 'c1',
    delivery: 'd1',
  } as const;
  const [, text = ''] = webhooksPaths.webhook('w1', search).split('?');
  expect(readWebhookSearch(readSearch(text))).toEqual(search);
});

it('drops what the API would refuse: a state that there is not, a type that is none, a member without an id', () => {
  expect(
    readWebhookSearch({ act: 'remove', state: 'lost', type: 'Stage changed', member: '+86 139', cursor: '' }),
  ).toEqual({});
});
