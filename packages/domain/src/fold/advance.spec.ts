import { describe, expect, it } from 'vitest';
import type { DerivedFact } from '../kernel/steps/cause.ts';
import { openView } from '../kernel/facet-view.ts';
import type { Facet, Handlers, Member, RefoldCause, VersionCause, WakeCause } from '../kernel/facet.ts';
import { createFacets } from '../kernel/facets.ts';
import { never, notByTime } from '../kernel/base/instants.ts';
import { createMember } from '../kernel/member.ts';
import { createFoldContext } from '../kernel/program.ts';
import type { FactStep } from '../kernel/steps/steps.ts';
import { fact, testDays, testMemberId } from '../testing/given.ts';
import { acting, keepsDue, tinyFacet, tinyProgram, tinyWorld } from '../testing/tiny-facet.ts';
import type { Due } from '../testing/tiny-facet.ts';
import { advanceTo } from './advance.ts';
import { applyStep } from './apply-step.ts';
import { supplyHistory } from './fold-own.ts';

const first: FactStep = { ...fact({ type: 'go.now', at: 10 }), position: 1 };

/** Falls due at these instants one after the other, and says so. */
function dueAt(
  parts: { readonly name: string; readonly index: number; readonly dueRank: number },
  use: { readonly heard: string[]; readonly instants: number[]; readonly also?: Handlers<Due> },
): Facet<Due, 'none', 'none'> {
  const [begin = notByTime, ...rest] = use.instants;
  const next = [...rest, notByTime];
  return tinyFacet<Due>(
    { ...parts, ...keepsDue },
    {
      fact: [acting((view) => (view.state.at = begin))],
      wake: acting<Due, WakeCause>((view, { cause, recordedAt }) => {
        use.heard.push(`${parts.name}@${cause.at}`);
        expect(recordedAt).toBe(cause.at);
        view.state.at = next.shift() ?? notByTime;
      }),
      ...use.also,
    },
  );
}

function memberOf(...list: readonly Facet[]) {
  const world = tinyWorld(...list);
  const member = createMember(world.facets, testMemberId(1), 0);
  expect(applyStep(member, first, { context: world.context })).toBeNull();
  return { ...world, member };
}

describe('what falls due', () => {
  it('fires by rank at one instant, whatever the number of the facet', () => {
    const heard: string[] = [];
    const { member, context } = memberOf(
      dueAt({ name: 'late', index: 0, dueRank: 9 }, { heard, instants: [100] }),
      dueAt({ name: 'early', index: 1, dueRank: 1 }, { heard, instants: [100] }),
    );
    expect(member.wakeAt).toBe(100);
    expect(advanceTo(member, 99, context)).toBeNull();
    expect([heard, member.clockAt]).toEqual([[], 10]);
    advanceTo(member, 100, context);
    expect([heard, member.wakeAt]).toEqual([['early@100', 'late@100'], null]);
  });

  it('fires each at its own instant however late one looks, and leaves the clock at the last', () => {
    const heard: string[] = [];
    const { member, context } = memberOf(
      dueAt({ name: 'a', index: 0, dueRank: 1 }, { heard, instants: [100, 300] }),
      dueAt({ name: 'b', index: 1, dueRank: 2 }, { heard, instants: [200, 201] }),
    );
    advanceTo(member, 9999, context);
    expect(heard).toEqual(['a@100', 'b@200', 'b@201', 'a@300']);
    expect([member.clockAt, member.wakeAt]).toEqual([300, null]);
  });

  it('is joined by what falls due at the instant while it is fired', () => {
    const heard: string[] = [];
    const told = acting<Due, DerivedFact>((view, { cause }) => (view.state.at = cause.occurredAt), ['come.now']);
    const teller = dueAt(
      { name: 'teller', index: 0, dueRank: 1 },
      {
        heard,
        instants: [100],
        also: {
          wake: acting<Due, WakeCause>((view, use) => {
            heard.push(`teller@${use.cause.at}`);
            view.state.at = notByTime;
            view.tell({ type: 'come.now', occurredAt: use.recordedAt, payload: {} }, use);
          }),
        },
      },
    );
    const { member, context } = memberOf(
      teller,
      dueAt({ name: 'last', index: 1, dueRank: 9 }, { heard, instants: [100] }),
      dueAt({ name: 'joins', index: 2, dueRank: 5 }, { heard, instants: [], also: { derived: [told] } }),
    );
    advanceTo(member, 100, context);
    expect(heard).toEqual(['teller@100', 'joins@100', 'last@100']);
  });

  it('fires before a step of the same instant or a later one, not before an earlier one', () => {
    const heard: string[] = [];
    const facet = dueAt(
      { name: 'a', index: 0, dueRank: 1 },
      {
        heard,
        instants: [100],
        also: {
          fact: [acting((view, { cause }) => (heard.push(cause.type), (view.state.at = Math.min(view.state.at, 100))))],
        },
      },
    );
    const { member, context } = memberOf(facet);
    applyStep(member, { ...fact({ type: 'early', at: 99 }), position: 2 }, { context });
    applyStep(member, { ...fact({ type: 'same', at: 100 }), position: 3 }, { context });
    expect(heard).toEqual(['go.now', 'early', 'a@100', 'same']);
  });

  it('before the clock is history: it is fired at its instant and not acted on', () => {
    const seen: unknown[] = [];
    const facet = tinyFacet<Due>(
      { name: 'a', index: 0, ...keepsDue },
      {
        fact: [acting((view, use) => (view.state.at = use.recordedAt - 50))],
        wake: acting<Due, WakeCause>((view, { recordedAt, isSilent, actsFrom }) => {
          seen.push([recordedAt, isSilent, actsFrom]);
          view.state.at = view.member.clockAt === recordedAt ? notByTime : 200;
        }),
      },
    );
    const { facets, context } = tinyWorld(facet);
    const member = createMember(facets, testMemberId(1), 0);
    applyStep(member, { ...fact({ type: 'go.now', at: 100 }), position: 1 }, { context });
    advanceTo(member, 300, context);
    expect(seen).toEqual([
      [50, true, notByTime],
      [200, false, never],
    ]);
    expect(member.clockAt).toBe(200);
  });

  it('without end at one instant is a fault', () => {
    const facet = dueAt({ name: 'a', index: 0, dueRank: 1 }, { heard: [], instants: Array<number>(20_000).fill(100) });
    const { member, context } = memberOf(facet);
    expect(() => advanceTo(member, 100, context)).toThrow('without end');
  });

  it('of a facet that does not wake is a fault', () => {
    const facet = tinyFacet<Due>(
      { name: 'sleeper', index: 0, ...keepsDue },
      {
        fact: [acting((view) => (view.state.at = 100))],
      },
    );
    const { member, context } = memberOf(facet);
    expect(() => advanceTo(member, 100, context)).toThrow('sleeper falls due and does not wake');
  });

  it('is nothing of a member who has no program yet', () => {
    const { facets, context } = tinyWorld(dueAt({ name: 'a', index: 0, dueRank: 1 }, { heard: [], instants: [1] }));
    const member = createMember(facets, testMemberId(1), 0);
    expect([advanceTo(member, 9999, context), member.clockAt]).toEqual([null, 0]);
  });
});

describe('a version', () => {
  /** `keys` says for each version how the facet folds and how it reads facts. */
  function published(heard: string[], keys: readonly (readonly [fold: string, evidence: string])[]) {
    let version = 0;
    const changing = tinyFacet<Due>(
      {
        name: 'changing',
        index: 0,
        ...keepsDue,
        foldKey: () => keys[version]?.[0] ?? '',
        evidenceKey: () => keys[version]?.[1] ?? '',
      },
      {
        fact: [acting<Due, FactStep>((view, use) => (view.state.at = 1000 * use.program.version + use.recordedAt))],
        wake: acting((view, use) => (heard.push(`wake@${use.recordedAt}`), (view.state.at = notByTime))),
        version: acting<Due, VersionCause>((_view, use) => {
          expect([use.isSilent, use.actsFrom, use.position]).toEqual([true, notByTime, 0]);
          heard.push(`version ${use.cause.from.version} to ${use.cause.to.version}@${use.recordedAt}`);
        }),
        refold: acting<Due, RefoldCause<Due>>((view, use) => {
          expect([use.cause.step, use.isSilent]).toEqual([null, true]);
          heard.push(`refold@${use.recordedAt} by ${use.causeKind}`);
          view.state.at = use.cause.own.state.at;
        }),
      },
    );
    const same = tinyFacet(
      { name: 'same', index: 1 },
      {
        version: acting(() => heard.push('same judges anew')),
        refold: acting(() => heard.push('same is refolded')),
      },
    );
    const facets = createFacets([changing, same]);
    const programs = keys.map((_, index) => {
      version = index;
      return tinyProgram(facets, { version: index + 1, effectiveAt: index * 500 });
    });
    const context = createFoldContext({ programs, days: testDays });
    const member = createMember(facets, testMemberId(1), 0);
    applyStep(member, first, { context });
    return { member, context, stateAt: () => openView(member, changing).state.at };
  }

  it('is passed by those alone whom it makes fold otherwise, at its own instant', () => {
    const heard: string[] = [];
    const { member, context } = published(heard, [
      ['a', ''],
      ['b', ''],
    ]);
    expect(advanceTo(member, 800, context)).toBeNull();
    expect([heard, member.programVersion, member.clockAt]).toEqual([['version 1 to 2@500'], 2, 500]);
    expect(context.eagerVersion).toBe(2);
  });

  it('under which nothing is folded otherwise leaves no trace but its number', () => {
    const heard: string[] = [];
    const { member, context } = published(heard, [
      ['a', ''],
      ['a', ''],
    ]);
    advanceTo(member, 800, context);
    expect([heard, member.programVersion, member.clockAt]).toEqual([[], 2, 10]);
    expect(context.eagerVersion).toBe(0);
  });

  it('under which facts are read otherwise folds her own anew, and asks for them', () => {
    const heard: string[] = [];
    const { member, context, stateAt } = published(heard, [
      ['a', 'x'],
      ['a', 'y'],
    ]);
    expect(advanceTo(member, 800, context)?.needs).toEqual([
      { by: 'history', programVersion: 2, position: 1, recordedAt: 500, mergeId: null },
    ]);
    expect([heard, member.programVersion]).toEqual([[], 1]);
    supplyHistory(member, [first], { programVersion: 2, recordedAt: 500, context });
    expect(advanceTo(member, 800, context)).toBeNull();
    expect([heard, member.programVersion, stateAt()]).toEqual([['refold@500 by refold'], 2, 2010]);
    expect(member.own).toBeNull();
  });

  it('goes before what falls due with it, and a later one after what falls due before', () => {
    const heard: string[] = [];
    const { member, context } = published(heard, [
      ['a', ''],
      ['b', ''],
      ['b', ''],
      ['c', ''],
    ]);
    advanceTo(member, 9999, context);
    expect(heard).toEqual(['version 1 to 2@500', 'wake@1010', 'version 3 to 4@1500']);
  });

  it('under which facts are read otherwise passes an absorbed member too, and leaves nothing due of her', () => {
    const heard: string[] = [];
    const { member, context, stateAt } = published(heard, [
      ['a', 'x'],
      ['b', 'x'],
      ['b', 'y'],
    ]);
    const { id, shard } = member;
    const survivor = { survivorId: testMemberId(2), survivorShard: 0, mergeId: 'm' };
    applyStep(member, { kind: 'absorb', shard, memberId: id, position: 2, recordedAt: 20, ...survivor }, { context });
    expect(advanceTo(member, 5000, context)?.needs).toHaveLength(1);
    supplyHistory(member, [first], { programVersion: 3, recordedAt: 1000, context });
    expect(advanceTo(member, 5000, context)).toBeNull();
    expect([heard, stateAt()]).toEqual([['refold@1000 by refold'], 3010]);
    expect([member.status, member.wakeAt, member.programVersion]).toEqual(['absorbed', null, 3]);
  });

  it('that names another revision of a facet reads facts otherwise', () => {
    const facets = createFacets([tinyFacet({ name: 'a', index: 0 })]);
    const [one, two] = [tinyProgram(facets), tinyProgram(facets, { version: 2, revisions: { a: 2 } })];
    expect(one.evidenceKeys).not.toEqual(two.evidenceKeys);
    expect(tinyProgram(facets, { version: 2, revisions: { other: 2 } }).evidenceKeys).toEqual(one.evidenceKeys);
  });

  it('passes by whom it does not concern', () => {
    const facets = createFacets([
      tinyFacet(
        { name: 'a', index: 0, foldKey: () => String(Math.trunc(keys.length)) },
        {
          version: { concerns: () => false, plan: () => expect.fail('planned'), apply: () => undefined },
        },
      ),
    ]);
    const keys: string[] = [];
    const one = tinyProgram(facets);
    keys.push('another');
    const context = createFoldContext({
      programs: [one, tinyProgram(facets, { version: 2, effectiveAt: 50 })],
      days: testDays,
    });
    const member: Member = createMember(facets, testMemberId(1), 0);
    applyStep(member, first, { context });
    expect(advanceTo(member, 60, context)).toBeNull();
    expect([member.programVersion, member.clockAt]).toEqual([2, 10]);
  });
});
