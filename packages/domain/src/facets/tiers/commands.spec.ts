import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../testing/stored-member.ts';
import { tierChangeRows, tierClaimRows } from './rules/rows.ts';
import { at, levelOf, story, tierContext, tierSet, when } from './testing/tier-stories.ts';

const name = { en: 'Name', zh: '名称' };
const limited = (per: string, count: number) => ({ id: 'ship', kind: 'free_shipping', name, limit: { per, count } });
const levels = [
  levelOf('basic', []),
  levelOf('silver', [['spend', 10_000]], { benefits: [limited('month', 2)] }),
  levelOf('gold', [['spend', 30_000]], {
    benefits: [limited('month', 3), { id: 'desk', kind: 'service', name }, { ...limited('level', 1), id: 'gift' }],
  }),
  levelOf('black', [], { qualifies: { invitation: true } }),
];
const context = tierContext(tierSet({ levels }));
const reason = 'courtesy';
const given = { set: 'main', level: 'gold', reason };

describe('a level that is given by hand', () => {
  it('is hers until its end, and what she earned after', () => {
    const ann = story(context).buys('a', '2025-01-05', 10_000);
    expect(ann.act('assignTier', '2025-02-01', { ...given, until: at('2025-06-01T00:00') })).toBe('done');
    expect(ann.standing()).toMatchObject({ level: 'gold', reason: 'manual', earnedLevel: 'silver' });
    expect(when(ann.standing().validUntil)).toBe('2025-06-01');
    expect(ann.until('2025-05-31T23:59').standing().level).toBe('gold');
    expect(ann.until('2025-06-01T00:00').standing()).toMatchObject({ level: 'silver', assignedLevel: '' });
    expect(ann.changes().slice(1)).toEqual([
      'silver → gold assigned 2025-02-01T12:00',
      'gold → silver assignment_ended 2025-06-01',
    ]);
    expect(rowsOf(ann.stored, tierChangeRows).map((row) => row.reason)).toEqual(['', reason, '']);
  });

  it('is hers who has done nothing yet, and for good where no end is given', () => {
    const ann = story(context);
    expect(ann.act('assignTier', '2025-02-01', given)).toBe('done');
    expect(ann.until('2040-01-01').standing()).toMatchObject({ level: 'gold', validUntil: null });
  });

  it('holds her back where it is below what she has, and no longer than it holds', () => {
    const ann = story(context).buys('a', '2025-01-05', 30_000);
    ann.act('assignTier', '2025-02-01', { ...given, level: 'basic', until: at('2025-06-01') });
    expect(ann.buys('b', '2025-03-01', 30_000).standing()).toMatchObject({ level: 'basic', reason: 'manual' });
    expect(ann.until('2025-06-02').standing().level).toBe('gold');
  });

  it('ends when somebody says so, and not when there is none', () => {
    const ann = story(context).buys('a', '2025-01-05', 10_000);
    expect(ann.act('endAssignment', '2025-01-06', { set: 'main', reason })).toBe('tier.not_assigned');
    ann.act('assignTier', '2025-02-01', given);
    expect(ann.act('endAssignment', '2025-02-02', { set: 'main', reason })).toBe('done');
    expect(ann.standing().level).toBe('silver');
  });

  it('has to be one of a set of the program, and to end after now', () => {
    const ann = story(context);
    expect(ann.act('assignTier', '2025-02-01', { ...given, set: 'other' })).toBe('tier.unknown_set');
    expect(ann.act('assignTier', '2025-02-01', { ...given, level: 'tin' })).toBe('tier.unknown_level');
    expect(ann.act('assignTier', '2025-02-01', { ...given, until: at('2025-02-01') })).toBe('tier.end_has_passed');
  });
});

describe('a level that is frozen', () => {
  const frozen = { set: 'main', until: at('2027-04-01T00:00'), reason };

  it('is not lost while it is, and lost when the frost ends', () => {
    const ann = story(context).buys('a', '2025-01-05', 30_000);
    expect(ann.act('freezeTier', '2026-02-01', frozen)).toBe('done');
    expect(ann.until('2027-03-31').standing()).toMatchObject({ level: 'gold', reason: 'frozen', earnedLevel: 'basic' });
    expect(ann.until('2027-04-01T00:00').standing().level).toBe('basic');
    expect(ann.changes().at(-1)).toBe('gold → basic unfrozen 2027-04-01');
  });

  it('may rise, and is not lost by a refund', () => {
    const ann = story(context).buys('a', '2025-01-05', 10_000);
    ann.act('freezeTier', '2025-02-01', frozen);
    expect(ann.refunds('a', '2025-03-01', 10_000).standing().level).toBe('silver');
    expect(ann.buys('b', '2025-03-02', 30_000).standing().level).toBe('gold');
  });

  it('thaws when somebody says so, and not when it is not frozen', () => {
    const ann = story(context).buys('a', '2025-01-05', 10_000);
    expect(ann.act('unfreezeTier', '2025-01-06', { set: 'main', reason })).toBe('tier.not_frozen');
    ann.act('freezeTier', '2025-02-01', frozen);
    ann.refunds('a', '2025-03-01', 10_000);
    expect(ann.act('unfreezeTier', '2025-03-02', { set: 'main', reason })).toBe('done');
    expect(ann.standing()).toMatchObject({ level: 'basic', frozenUntil: null });
  });

  it('has to be there', () => {
    expect(story(context).act('freezeTier', '2025-02-01', frozen)).toBe('tier.none_to_freeze');
  });
});

describe('an invitation', () => {
  const invited = { set: 'main', level: 'black', expiresAt: at('2025-03-01T00:00') };

  it('gives the level that nobody earns when it is accepted, for the time that levels last', () => {
    const ann = story(context).buys('a', '2025-01-05', 30_000);
    expect(ann.buys('b', '2025-01-06', 900_000).standing().level).toBe('gold');
    expect(ann.act('inviteToTier', '2025-02-01', invited)).toBe('done');
    expect(ann.standing()).toMatchObject({ level: 'gold', invitedLevel: 'black' });
    expect(ann.act('answerInvitation', '2025-02-10', { set: 'main', accept: true })).toBe('done');
    expect(ann.standing()).toMatchObject({ level: 'black', reason: 'invited', invitedLevel: '' });
    expect(when(ann.standing().validUntil)).toBe('2027-01-01');
    expect(ann.until('2027-01-01T00:00').standing().level).toBe('basic');
  });

  it('gives nothing when it is declined, or answered too late, or twice', () => {
    const ann = story(context).buys('a', '2025-01-05', 30_000);
    ann.act('inviteToTier', '2025-02-01', invited);
    expect(ann.act('answerInvitation', '2025-02-10', { set: 'main', accept: false })).toBe('done');
    expect(ann.act('answerInvitation', '2025-02-11', { set: 'main', accept: true })).toBe('tier.not_invited');
    ann.act('inviteToTier', '2025-02-12', invited);
    expect(ann.act('answerInvitation', '2025-03-01T00:00', { set: 'main', accept: true })).toBe('tier.not_invited');
    expect(ann.standing().level).toBe('gold');
    expect(ann.changes().slice(1)).toEqual([
      'gold → gold invited 2025-02-01T12:00',
      'gold → gold declined 2025-02-10T12:00',
      'gold → gold invited 2025-02-12T12:00',
      'gold → gold invitation_expired 2025-03-01',
    ]);
  });

  it('is to a level by invitation that she does not have', () => {
    const ann = story(context);
    expect(ann.act('inviteToTier', '2025-02-01', { ...invited, level: 'gold' })).toBe('tier.not_by_invitation');
    ann.act('assignTier', '2025-02-01', { ...given, level: 'black' });
    expect(ann.act('inviteToTier', '2025-02-02', invited)).toBe('tier.already_reached');
  });
});

describe('a benefit', () => {
  const claim = (benefit: string) => ({ set: 'main', benefit, reference: 'order-7' });

  it('is claimed as often as its level says within a calendar month, and again in the next', () => {
    const ann = story(context).buys('a', '2025-01-05', 10_000);
    expect(['2025-01-06', '2025-01-31T23:59'].map((day) => ann.act('claimBenefit', day, claim('ship')))).toEqual([
      'done',
      'done',
    ]);
    expect(ann.answer('claimBenefit', '2025-01-31T23:59', claim('ship'))).toEqual({
      set: 'main',
      benefit: 'ship',
      period: '2025-01',
      count: 2,
      left: 0,
    });
    expect(ann.act('claimBenefit', '2025-02-01T00:00', claim('ship'))).toBe('done');
    expect(rowsOf(ann.stored, tierClaimRows).map(({ period, claims }) => `${period}: ${claims}`)).toEqual([
      '2025-01: 2',
      '2025-02: 1',
    ]);
  });

  it('of a higher level counts what was claimed of it before', () => {
    const ann = story(context).buys('a', '2025-01-05', 10_000);
    ann.act('claimBenefit', '2025-01-06', claim('ship'));
    ann.act('claimBenefit', '2025-01-07', claim('ship'));
    ann.buys('b', '2025-01-08', 30_000);
    const claimed = ['2025-01-09', '2025-01-10'].map((day) => ann.act('claimBenefit', day, claim('ship')));
    expect(claimed).toEqual(['done', 'benefit.used_up']);
  });

  it('while a level is held may be claimed again when it is held anew', () => {
    const ann = story(context).buys('a', '2025-01-05', 30_000);
    const claimed = () => ann.act('claimBenefit', '2025-01-06', claim('gift'));
    expect([claimed(), claimed()]).toEqual(['done', 'benefit.used_up']);
    ann.refunds('a', '2025-01-07', 30_000).buys('b', '2025-01-08', 30_000);
    expect(ann.act('claimBenefit', '2025-01-09', claim('gift'))).toBe('done');
  });

  it('without a limit is claimed as often as she likes', () => {
    const ann = story(context).buys('a', '2025-01-05', 30_000);
    expect([1, 2, 3].map(() => ann.act('claimBenefit', '2025-01-06', claim('desk')))).toEqual(['done', 'done', 'done']);
  });

  it('is not claimed that no level has, or not hers', () => {
    const ann = story(context).buys('a', '2025-01-05', 10_000);
    expect(ann.act('claimBenefit', '2025-01-06', claim('yacht'))).toBe('benefit.unknown');
    expect(ann.act('claimBenefit', '2025-01-06', claim('desk'))).toBe('benefit.not_of_level');
    expect(story(context).act('claimBenefit', '2025-01-06', claim('ship'))).toBe('benefit.not_of_level');
  });
});
