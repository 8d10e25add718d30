import { describe, expect, it } from 'vitest';
import { fieldProblems, saidOf, valuesOf } from './webhook-values.ts';

const condition = { combinator: 'and', rules: [{ field: 'purchase.count', operator: '>=', value: 1 }] } as const;
const webhook = {
  id: '019316a0-5c3e-7000-8000-00000000a1b2',
  name: 'CRM',
  url: 'https://crm.example.com/hooks',
  types: ['stage.changed'],
  condition: { combinator: 'and', rules: [{ field: 'purchase.count', operator: '>=', value: 1 }] },
  identities: ['phone'],
  perSecondMax: 50,
  timeoutMs: 2_500,
  state: 'active',
  revision: 3,
  createdAt: '2026-03-01T00:00:00.000Z',
  createdBy: 'Li (Administrator)',
  updatedAt: '2026-03-01T00:00:00.000Z',
  oldSecretUntil: null,
  secretHint: 'whsec_ab',
  lastDeliveredAt: null,
  lastFailedAt: null,
  lastFailure: null,
  restsUntil: null,
  waitingCount: 0,
  oldestWaitingAt: null,
  deadCount: 0,
} satisfies Parameters<typeof valuesOf>[0];

const problem = { title: 'Not valid', detail: undefined, next: '', code: 'request.invalid', errors: [] };

describe('what is said of a webhook', () => {
  it('comes back from the form as it went in', () => {
    expect(saidOf(valuesOf(webhook))).toEqual({
      name: 'CRM',
      url: 'https://crm.example.com/hooks',
      types: ['stage.changed'],
      condition,
      identities: ['phone'],
      perSecondMax: 50,
      timeoutMs: 2_500,
    });
  });

  it('holds no condition where everybody is meant, whatever was written of one before', () => {
    const { condition: said } = saidOf({ ...valuesOf(webhook), whom: { isNarrowed: false, condition } });
    expect(said).toBeNull();
  });
});

describe('problems of the server', () => {
  it('stand at their fields, several of one together', () => {
    const errors = [
      { path: '/types/0', message: 'There is no such event.' },
      { path: '/types/1', message: 'It is named twice.' },
      { path: '/condition#rules[0].value', message: 'Expected a number.' },
      { path: '/timeoutMs', message: 'Too long.' },
    ];
    expect(fieldProblems({ ...problem, errors })).toEqual([
      { name: 'types', errors: ['There is no such event.', 'It is named twice.'] },
      { name: 'whom', errors: ['Expected a number.'] },
      { name: 'timeoutSeconds', errors: ['Too long.'] },
    ]);
  });

  it('of identities stand at them, also where only their code says so', () => {
    const refused = { ...problem, code: 'webhook.identities_forbidden', title: 'Sent identities in clear' };
    expect(fieldProblems(refused)).toEqual([{ name: 'identities', errors: ['Sent identities in clear'] }]);
  });

  it('that are of no field stand at none', () => {
    expect(fieldProblems({ ...problem, errors: [{ path: '/revision', message: 'Older.' }] })).toEqual([]);
    expect(fieldProblems({ ...problem, code: 'request.too_many' })).toEqual([]);
  });
});
