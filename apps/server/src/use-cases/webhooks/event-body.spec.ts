import { describe, expect, it } from 'vitest';
import { bodyOf, bodyOfTest, eventIdOf, identitiesToTell, sequenceOf } from './event-body.ts';

const event = {
  type: 'stage.changed',
  occurredAt: Date.parse('2026-03-01T08:00:00Z'),
  recordedAt: Date.parse('2026-03-02T09:30:00.250Z'),
  memberId: 'm1',
  eventId: 'evt_1',
  sequence: 7,
  payload: { lifecycle: 'main', from: null, to: 'new' },
  identities: [],
};
const row = {
  member_id: '0190f5a0-0000-7000-8000-000000000001',
  type: 'stage.changed',
  cause_kind: 'fact',
  cause_position: 12,
  cause_at: 1_700_000_000_000,
  cause_facet: 'lifecycle',
  cause_n: 1,
};

describe('the body of a message', () => {
  it('says what happened, when it was true, and to whom', () => {
    expect(bodyOf(event)).toBe(
      '{"type":"stage.changed","timestamp":"2026-03-01T08:00:00.000Z","data":{"memberId":"m1","eventId":"evt_1","sequence":7,' +
        '"recordedAt":"2026-03-02T09:30:00.250Z","lifecycle":"main","from":null,"to":"new"}}',
    );
  });

  it('is the same text each time', () => {
    expect(bodyOf({ ...event })).toBe(bodyOf(event));
  });

  it('has instants as text wherever they stand, and other numbers as they are', () => {
    const payload = {
      sinceAt: 0,
      atMost: 5,
      lots: [{ endsAt: 86_400_000, points: 86_400_000 }],
      oddAt: 1e300,
      soAt: 'x',
    };
    const { data } = JSON.parse(bodyOf({ ...event, payload })) as { data: object };
    expect(data).toMatchObject({
      sinceAt: '1970-01-01T00:00:00.000Z',
      atMost: 5,
      lots: [{ endsAt: '1970-01-02T00:00:00.000Z', points: 86_400_000 }],
      oddAt: 1e300,
      soAt: 'x',
    });
  });

  it('lets no payload say for itself whom it concerns, or who she is', () => {
    const payload = { memberId: 'other', eventId: 'x', sequence: 0, identities: ['+8613907150001'], to: 'new' };
    const { data } = JSON.parse(bodyOf({ ...event, payload })) as { data: object };
    expect(data).toEqual({
      memberId: 'm1',
      eventId: 'evt_1',
      sequence: 7,
      recordedAt: '2026-03-02T09:30:00.250Z',
      to: 'new',
    });
  });

  it('brings the identities that it is given, and nothing else of them', () => {
    const identities = [{ type: 'phone', value: '+8613907150001', id: 'hash', linkedAt: 1 }];
    const { data } = JSON.parse(bodyOf({ ...event, identities })) as { data: { identities: unknown } };
    expect(data.identities).toEqual([{ type: 'phone', value: '+8613907150001' }]);
  });

  it('of a test concerns nobody', () => {
    expect(JSON.parse(bodyOfTest({ webhookId: 'w1', at: 0 }))).toEqual({
      type: 'webhook.test',
      timestamp: '1970-01-01T00:00:00.000Z',
      data: { webhookId: 'w1', message: 'This is a test: nothing happened to anybody.' },
    });
  });
});

describe('the id of an event', () => {
  it('is made of its cause, and of nothing that changes', () => {
    // Receivers have it: it must not change with a release.
    expect(eventIdOf(row)).toBe('evt_L-9GJUOmG9plYiykTBgs5Uhy');
    const told = { ...row, state: 2, position: 99, created_at: 5 };
    expect(eventIdOf(told)).toBe(eventIdOf(row));
  });

  it('differs with each part of the cause', () => {
    const others = [
      { ...row, member_id: '0190f5a0-0000-7000-8000-000000000002' },
      { ...row, type: 'member.reactivated' },
      { ...row, cause_kind: 'wake' },
      { ...row, cause_position: 13 },
      { ...row, cause_at: 1 },
      { ...row, cause_facet: 'tiers' },
      { ...row, cause_n: 2 },
    ];
    const ids = new Set([row, ...others].map(eventIdOf));
    expect(ids.size).toBe(others.length + 1);
    for (const id of ids) expect(id).toMatch(/^evt_[\w-]{24}$/);
  });
});

describe('identities that are told', () => {
  const identities = [
    { type: 'phone', value: '+8613907150001' },
    { type: 'external_id:shop', value: 'a' },
    { type: 'external_id:crm', value: 'b' },
    { type: 'device_id', value: '' },
  ];
  const told = (...named: string[]) => identitiesToTell(named, identities).map(({ type }) => type);

  it('are of the types that are named, or of a family', () => {
    expect(told('phone')).toEqual(['phone']);
    expect(told('external_id:shop')).toEqual(['external_id:shop']);
    expect(told('external_id:*', 'phone')).toEqual(['phone', 'external_id:shop', 'external_id:crm']);
  });

  it('are none unless named, and none of which nothing is kept', () => {
    expect(told()).toEqual([]);
    expect(told('external_id', 'external', 'email', 'device_id')).toEqual([]);
  });
});

describe('the sequence of events', () => {
  it('is the place in the outbox, and after a restore greater than all that were told before', () => {
    expect(sequenceOf(17, null)).toBe(17);
    const [before, after] = [Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 1, 0, 0, 1)];
    expect(sequenceOf(1, before)).toBeGreaterThan(sequenceOf(1_000_000_000, null));
    expect(sequenceOf(1, after)).toBeGreaterThan(sequenceOf(900_000, before));
    expect(Number.isSafeInteger(sequenceOf(1_000_000_000, Date.UTC(2200, 0, 1)))).toBe(true);
  });
});
