import { createMember, Missing, type FactStep, type LoggedStep, type Member, type MemberId } from '@perennial/domain';
import { toyFacets } from '@perennial/domain/testing';
import { describe, expect, it } from 'vitest';
import { liveLog, storedLog } from './member-log.ts';
import { recordedShares, sharesCutAgain, virtualShares } from './shares.ts';

const id = '00000000-0000-7000-8000-000000000001' as MemberId;
const prize = { resource: 'prize', asked: 2 };

function memberAsking(): Member {
  return createMember(toyFacets, id, 0);
}

/** What the member is granted, which her step uses up. */
function ask(member: Member, supply: ReturnType<typeof virtualShares>['supply'], position = 1): number {
  supply(member, new Missing([], [prize]), { memberId: id, position });
  const granted = member.granted?.get('prize') ?? 0;
  const cause = { kind: 'fact', position, at: 0, facet: 'stamps', n: 1, parent: 0 } as const;
  member.inputs.push({ cause, ...prize, granted });
  member.granted = null;
  return granted;
}

describe('virtual counters', () => {
  it('grant as much as the budget says, and take in what is given back', () => {
    const shares = virtualShares([{ resource: 'prize', units: 5 }]);
    const member = memberAsking();
    expect([1, 2, 3, 4].map((position) => ask(member, shares.supply, position))).toEqual([2, 2, 1, 0]);
    const cause = { kind: 'fact', position: 5, at: 0, facet: 'stamps', n: 1, parent: 0 } as const;
    member.inputs.push({ cause, resource: 'prize', asked: -2, granted: 0 });
    shares.settle(member);
    expect(ask(memberAsking(), shares.supply, 6)).toBe(2);
  });

  it('have no end where no budget says one', () => {
    const shares = virtualShares([]);
    const member = memberAsking();
    expect([1, 2, 3].map((position) => ask(member, shares.supply, position))).toEqual([2, 2, 2]);
    expect(shares.cuts.size).toBe(0);
  });

  it('cut short again for one member alone what they cut short before', () => {
    const shares = virtualShares([{ resource: 'prize', units: 3 }]);
    const member = memberAsking();
    const granted = [1, 2, 3].map((position) => ask(member, shares.supply, position));
    const again = sharesCutAgain(shares.cuts);
    const other = memberAsking();
    expect([1, 2, 3].map((position) => ask(other, again.supply, position))).toEqual(granted);
  });
});

describe('recorded shares', () => {
  it('are granted once each, in their order, and nothing that was not', () => {
    const inputs = [2, 1].map((granted, n) => {
      const cause = { kind: 'fact', position: n, at: 0, facet: 'stamps', n: 1, parent: 0 } as const;
      return { cause, ...prize, granted };
    });
    const ofDecision = { ...inputs[0]!, cause: { ...inputs[0]!.cause, facet: '' } };
    const shares = recordedShares(() => [ofDecision, ...inputs]);
    const member = memberAsking();
    expect([1, 2, 3].map((position) => ask(member, shares.supply, position))).toEqual([2, 1, 0]);
  });
});

function factAt(position: number, parts: { occurredAt: number; recordedAt: number; isBackfill: boolean }): FactStep {
  const place = { shard: 0, position, memberId: id, source: 's', messageId: `m${position}` };
  return { kind: 'fact', ...place, type: 'page.viewed', channel: '', storeId: '', payload: () => ({}), ...parts };
}

describe('history as if it had come live', () => {
  const late = factAt(4, { occurredAt: 20, recordedAt: 100, isBackfill: true });
  const early = factAt(7, { occurredAt: 10, recordedAt: 100, isBackfill: true });
  const live = factAt(9, { occurredAt: 15, recordedAt: 110, isBackfill: false });
  const steps: readonly LoggedStep[] = [late, early, live];

  it('stands in the order in which it occurred, and counts as fresh', () => {
    const log = liveLog(steps);
    expect(log.steps.map((step) => [step.position, step.recordedAt])).toEqual([
      [1, 10],
      [2, 20],
      [3, 110],
    ]);
    expect(log.steps.every((step) => step.kind === 'fact' && !step.isBackfill)).toBe(true);
    expect([1, 2, 3].map((position) => log.storedPosition(position))).toEqual([7, 4, 9]);
    expect(log.folded(early)).toBe(log.steps[0]);
  });

  it('leaves what came live where it was, and a stored log as it is', () => {
    expect(liveLog([live]).steps[0]).toMatchObject({ recordedAt: 110, occurredAt: 15 });
    expect(storedLog(steps).steps).toBe(steps);
    expect(storedLog(steps).folded(late)).toBe(late);
  });

  it('is not recorded after it was sent, whatever it says of when it occurred', () => {
    const future = factAt(1, { occurredAt: 500, recordedAt: 100, isBackfill: true });
    expect(liveLog([future]).steps[0]?.recordedAt).toBe(100);
  });
});
