import { describe, expect, it } from 'vitest';
import { openView } from '../kernel/facet-view.ts';
import type { DecisionCause, Facet, Member, MergeCause, RefoldCause, WakeCause } from '../kernel/facet.ts';
import { notByTime } from '../kernel/base/instants.ts';
import { createMember } from '../kernel/member.ts';
import type {
  AbsorbStep,
  DecisionParts,
  DecisionStep,
  EraseStep,
  FactStep,
  MergeStep,
  SplitStep,
} from '../kernel/steps/steps.ts';
import { fact, testMemberId } from '../testing/given.ts';
import { acting, keepsDue, storedBefore, tinyFacet, tinyWorld } from '../testing/tiny-facet.ts';
import type { Due } from '../testing/tiny-facet.ts';
import { applyStep } from './apply-step.ts';
import { supplyHistory } from './fold-own.ts';

const place = { shard: 0, memberId: testMemberId(1), recordedAt: 1000 };

function decision(parts: DecisionParts, position = 5): DecisionStep {
  return { kind: 'decision', ...place, position, command: 'do', decisionId: 'd', parts: () => parts };
}

const erase: EraseStep = { kind: 'erase', ...place, position: 6 };
const split: SplitStep = { kind: 'split', ...place, position: 7, mergeId: 'm', other: null };
const absorb: AbsorbStep = {
  kind: 'absorb',
  ...place,
  memberId: testMemberId(2),
  position: 3,
  survivorShard: 0,
  survivorId: testMemberId(1),
  mergeId: 'm',
};
const merge: MergeStep = {
  kind: 'merge',
  ...place,
  position: 5,
  absorbedShard: 0,
  absorbedId: testMemberId(2),
  absorbedPosition: 3,
  mergeId: 'm',
};

function begin(position: number, rest: Partial<FactStep> = {}): FactStep {
  return { ...fact({ type: 'go.now', at: 1000 }), position, ...rest };
}

/** Asks for something outside whatever it hears. */
function requesting(name: string, index: number): Facet<Due, 'none', 'none'> {
  const request = acting<Due, unknown>((view, use) => {
    view.request({ type: `ask.${use.causeKind}`, payload: {} }, use);
    view.tell({ type: `said.${use.causeKind}`, occurredAt: use.recordedAt, payload: {} }, use);
  });
  return tinyFacet<Due>(
    { name, index, ...keepsDue },
    {
      fact: [acting((view, use) => (request.apply(view, null, use), (view.state.at = 2000)))],
      decision: request,
      wake: acting<Due, WakeCause>((view, use) => (request.apply(view, null, use), (view.state.at = notByTime))),
      merge: request,
      absorb: request,
      refold: request,
      erase: request,
    },
  );
}

describe('a decision', () => {
  const hearing = (heard: unknown[], name: string, index: number) =>
    tinyFacet(
      { name, index },
      {
        decision: acting<null, DecisionCause>((_view, { cause, causeKind }) => {
          heard.push([name, cause.part['does'], cause.step.command, causeKind]);
        }),
      },
    );

  it('reaches the facets that it has a part for, each by its own part, in the order of their ranks', () => {
    const heard: unknown[] = [];
    const list = ['a', 'b', 'c'].map((name, index) => hearing(heard, name, index));
    const { facets, context } = tinyWorld(...list);
    const member = createMember(facets, testMemberId(1), 0);
    const step = decision({ c: { does: 'third' }, a: { does: 'first' }, unknown: { does: 'nothing' } });
    expect(applyStep(member, step, { context })).toBeNull();
    expect(heard).toEqual([
      ['a', 'first', 'do', 'decision'],
      ['c', 'third', 'do', 'decision'],
    ]);
    expect([member.position, member.clockAt]).toEqual([5, 1000]);
  });

  it('is applied once', () => {
    const heard: unknown[] = [];
    const { facets, context } = tinyWorld(hearing(heard, 'a', 0));
    const member = createMember(facets, testMemberId(1), 0);
    applyStep(member, decision({ a: {} }), { context });
    applyStep(member, decision({ a: {} }), { context });
    applyStep(member, decision({ a: {} }, 4), { context });
    expect(heard).toHaveLength(1);
  });
});

describe('what is asked for outside', () => {
  const setOut = () => {
    const { facets, context } = tinyWorld(requesting('a', 0));
    return {
      context,
      member: createMember(facets, testMemberId(1), 0),
      other: createMember(facets, testMemberId(2), 0),
    };
  };

  it('is written for what happens now, each with its cause', () => {
    const { member, context } = setOut();
    applyStep(member, begin(1), { context });
    applyStep(member, { ...decision({ a: {} }), recordedAt: 3000 }, { context });
    applyStep(member, { ...erase, recordedAt: 3000 }, { context });
    expect(member.requests.map(({ type, cause }) => [type, cause.kind, cause.position, cause.at, cause.n])).toEqual([
      ['ask.fact', 'fact', 1, 1000, 1],
      ['ask.wake', 'wake', 0, 2000, 1],
      ['ask.decision', 'decision', 5, 3000, 1],
      ['ask.erase', 'erase', 6, 3000, 1],
      ['member.erased', 'erase', 6, 3000, 0],
    ]);
  });

  it('is nothing of the facets for history, merges and their undoing, which are told all the same', () => {
    const { member, other, context } = setOut();
    applyStep(member, begin(1, { isBackfill: true }), { context });
    applyStep(other, begin(1, { isBackfill: true, memberId: testMemberId(2) }), { context });
    applyStep(other, absorb, { context });
    applyStep(member, merge, { context, absorbed: other });
    expect(applyStep(member, split, { context })?.needs).toEqual([
      { by: 'history', programVersion: 1, position: 7, recordedAt: 1000, mergeId: 'm' },
    ]);
    supplyHistory(member, [begin(1)], { programVersion: 1, recordedAt: 1000, context });
    expect(applyStep(member, split, { context })).toBeNull();
    expect(member.requests.map(({ type, cause, payload }) => [type, cause.position, payload])).toEqual([
      ['member.merged', merge.position, { absorbedId: other.id, mergeId: 'm' }],
      ['member.merge_undone', split.position, { otherId: null, mergeId: 'm' }],
    ]);
    expect(other.requests).toEqual([]);
    expect(member.derived.map(({ type }) => type)).toEqual(['said.fact', 'said.merge', 'said.split']);
    expect(other.derived.map(({ type }) => type)).toEqual(['said.fact', 'said.merge']);
  });
});

describe('what systems outside are told of', () => {
  const words = { en: 'Something', zh: '事件' };
  const announcing = { ...requesting('a', 0), events: [{ type: 'said.fact', label: words, describes: words }] };
  const told = (member: Member) => member.requests.map(({ type, occurredAt, cause }) => [type, occurredAt, cause.n]);

  it('is a derived fact of a declared type, under the cause of the fact itself', () => {
    const { facets, context } = tinyWorld(announcing);
    const member = createMember(facets, testMemberId(1), 0);
    applyStep(member, begin(1), { context });
    const [fact] = member.derived;
    expect(told(member).filter(([type]) => type === 'said.fact')).toEqual([
      ['said.fact', fact?.occurredAt, fact?.cause.n],
    ]);
  });

  it('is nothing for history, nor a merge that history brought about', () => {
    const { facets, context } = tinyWorld(announcing);
    const [member, other] = [createMember(facets, testMemberId(1), 0), createMember(facets, testMemberId(2), 0)];
    applyStep(member, begin(1, { isBackfill: true }), { context });
    applyStep(other, begin(1, { isBackfill: true, memberId: testMemberId(2) }), { context });
    applyStep(other, absorb, { context });
    applyStep(member, { ...merge, isBackfill: true }, { context, absorbed: other });
    expect([told(member), told(other)]).toEqual([[], []]);
  });

  it('has one name for one thing', () => {
    const merged = { type: 'member.merged', label: words, describes: words };
    expect(() => tinyWorld({ ...requesting('a', 0), events: [merged] })).toThrow('share');
  });
});

describe('an erased member', () => {
  it('has nothing due, and nothing that was on its way changes her', () => {
    const { facets, context } = tinyWorld(requesting('a', 0));
    const member = createMember(facets, testMemberId(1), 0);
    applyStep(member, begin(1), { context });
    expect(member.wakeAt).toBe(2000);
    applyStep(member, erase, { context });
    expect([member.status, member.wakeAt, member.position]).toEqual(['erased', null, 6]);
    const told = member.derived.length;
    for (const step of [begin(8), decision({ a: {} }, 9), { ...split, position: 10 }])
      expect(applyStep(member, step, { context })).toBeNull();
    expect([member.position, member.derived.length]).toEqual([6, told]);
  });

  it('hears her erase step once where the store counted her as erased before, and nothing else that had waited', () => {
    const { facets, context } = tinyWorld(requesting('a', 0));
    const member = createMember(facets, testMemberId(1), 0);
    applyStep(member, begin(1), { context });
    member.status = 'erased';
    for (const step of [begin(4), decision({ a: {} }), erase, { ...split, position: 7 }, begin(8)])
      expect(applyStep(member, step, { context })).toBeNull();
    expect(applyStep(member, erase, { context })).toBeNull();
    expect(member.requests.map(({ type, cause }) => [type, cause.position])).toEqual([
      ['ask.fact', 1],
      ['ask.erase', 6],
      ['member.erased', 6],
    ]);
    expect([member.status, member.wakeAt, member.position]).toEqual(['erased', null, 6]);
  });

  it('may have been absorbed before', () => {
    const { facets, context } = tinyWorld(requesting('a', 0));
    const member = createMember(facets, testMemberId(2), 0);
    applyStep(member, absorb, { context });
    expect(member.status).toBe('absorbed');
    applyStep(member, erase, { context });
    expect(member.status).toBe('erased');
  });
});

describe('a merge', () => {
  it('shows each facet what it keeps of the absorbed member, whose state is loaded first', () => {
    const facet = tinyFacet<Due>(
      { name: 'apart', index: 0, ...keepsDue },
      {
        merge: acting<Due, MergeCause<Due>>((view, { cause }) => (view.state.at += cause.absorbed.state.at)),
      },
    );
    const { facets, context } = tinyWorld(facet);
    const [member, absorbed] = [storedBefore(facets), storedBefore(facets)];
    const ofState = [{ by: 'state', facet: 'apart' }];
    expect(applyStep(member, merge, { context, absorbed })).toMatchObject({ needs: [], ofOther: ofState });
    openView(absorbed, facet).supplyState(facet.codec.encode({ at: 30 }));
    expect(applyStep(member, merge, { context, absorbed })).toMatchObject({ needs: ofState, ofOther: [] });
    openView(member, facet).supplyState(facet.codec.encode({ at: 12_000 }));
    expect(applyStep(member, merge, { context, absorbed })).toBeNull();
    expect([member.wakeAt, absorbed.position]).toEqual([12_030, 1]);
  });

  it('needs the absorbed member', () => {
    const { facets, context } = tinyWorld(tinyFacet({ name: 'a', index: 0 }));
    expect(() => applyStep(storedBefore(facets), merge, { context })).toThrow('merge m needs the absorbed member');
  });

  it('leaves nothing due of the absorbed member, to whom nothing happens any more but its undoing', () => {
    const { facets, context } = tinyWorld(requesting('a', 0));
    const member = createMember(facets, testMemberId(2), 0);
    applyStep(member, begin(1), { context });
    applyStep(member, absorb, { context });
    expect([member.status, member.wakeAt]).toEqual(['absorbed', null]);
    expect(() => applyStep(member, begin(4), { context })).toThrow('a fact for a member that is absorbed');
    expect(() => applyStep(member, merge, { context, absorbed: member })).toThrow('a merge for a member');
    expect(applyStep(member, split, { context })?.needs).toHaveLength(1);
  });

  it('that is taken back finds what time has done to her own since', () => {
    const facet = tinyFacet<Due>(
      { name: 'apart', index: 0, ...keepsDue },
      {
        fact: [acting((view, use) => (view.state.at = use.recordedAt + 50))],
        wake: acting((view) => (view.state.at = 5000)),
        refold: acting<Due, RefoldCause<Due>>((view, { cause }) => (view.state.at = cause.own.state.at)),
      },
    );
    const { facets, context } = tinyWorld(facet);
    const member = createMember(facets, testMemberId(2), 0);
    applyStep(member, absorb, { context });
    const [need] = applyStep(member, split, { context })?.needs ?? [];
    if (need?.by !== 'history') return expect.fail('her history is asked for');
    supplyHistory(member, [begin(1, { recordedAt: 800 })], { ...need, context });
    applyStep(member, split, { context });
    expect(member.wakeAt).toBe(5000);
  });

  it('that is taken back gives each facet what her own steps amount to', () => {
    const seen: number[] = [];
    const facet = tinyFacet<Due>(
      { name: 'apart', index: 0, ...keepsDue },
      {
        fact: [acting((view, use) => (view.state.at = use.recordedAt + 500))],
        refold: acting<Due, RefoldCause<Due>>((view, { cause }) => {
          seen.push(cause.step?.position ?? 0, cause.own.state.at);
          view.state.at = cause.own.state.at;
        }),
      },
    );
    const { facets, context } = tinyWorld(facet);
    const member = createMember(facets, testMemberId(2), 0);
    applyStep(member, absorb, { context });
    applyStep(member, split, { context });
    supplyHistory(member, [begin(2, { recordedAt: 900 }), begin(1, { recordedAt: 800 })], {
      programVersion: 1,
      recordedAt: 1000,
      context,
    });
    expect(applyStep(member, split, { context })).toBeNull();
    expect([seen, member.status, member.wakeAt]).toEqual([[7, 1400], 'live', 1400]);
  });
});
