import { describe, expect, it } from 'vitest';
import { chainDepthMax } from '../kernel/steps/cause.ts';
import type { DerivedFact } from '../kernel/steps/cause.ts';
import { openView } from '../kernel/facet-view.ts';
import type { Facet, Handler, Handlers, Use, View } from '../kernel/facet.ts';
import { createMember } from '../kernel/member.ts';
import { Missing } from '../kernel/rows/needs.ts';
import { defineRowKind } from '../kernel/rows/row-kind.ts';
import type { FactStep } from '../kernel/steps/steps.ts';
import { fact, testMemberId } from '../testing/given.ts';
import { acting, keepsDue, storedBefore, tinyFacet, tinyWorld } from '../testing/tiny-facet.ts';
import type { Due } from '../testing/tiny-facet.ts';
import { applyStep } from './apply-step.ts';

const go: FactStep = { ...fact({ type: 'go.now', at: 1000 }), position: 5 };

function tell<State>(view: View<State>, type: string, use: Use): DerivedFact {
  return view.tell({ type, occurredAt: use.recordedAt, payload: {} }, use);
}

type Row = { readonly id: string; readonly by: string };
const rowKind = defineRowKind<Row>({
  table: 'tiny',
  index: 0,
  key: ['id'],
  columns: { id: { type: 'text' }, by: { type: 'text' } },
  write: 'replace',
});

/** Applies the one step to a new member. */
function run(...list: readonly Facet[]) {
  const { facets, context } = tinyWorld(...list);
  const member = createMember(facets, testMemberId(1), 0);
  const missing = applyStep(member, go, { context });
  return { member, missing };
}

describe('a fact', () => {
  it('passes the facets in the order of their ranks, whatever their numbers, and those alone that hear its type', () => {
    const heard: string[] = [];
    const hearing = (name: string, ...types: string[]) => ({
      fact: [acting<null, FactStep>(() => heard.push(name), types.length === 0 ? undefined : types)],
    });
    run(
      tinyFacet({ name: 'last', index: 0, stepRank: 9 }, hearing('last')),
      tinyFacet({ name: 'deaf', index: 1, stepRank: 2 }, hearing('deaf', 'go.later')),
      tinyFacet({ name: 'first', index: 2, stepRank: 1 }, hearing('first', 'go.later', 'go.now')),
    );
    expect(heard).toEqual(['first', 'last']);
  });

  it('passes by whom it does not concern, who plans nothing', () => {
    const handler: Handler<null, FactStep, null> = {
      concerns: () => false,
      plan: () => expect.fail('planned'),
      apply: () => expect.fail('applied'),
    };
    expect(run(tinyFacet({ name: 'a', index: 0 }, { fact: [handler] })).missing).toBeNull();
  });

  it('is followed as it was planned', () => {
    const plans: number[] = [];
    const handler: Handler<null, FactStep, number> = {
      plan: (_view, { position }) => position * 2,
      apply: (_view, plan) => plans.push(plan),
    };
    run(tinyFacet({ name: 'a', index: 0 }, { fact: [handler] }));
    expect(plans).toEqual([10]);
  });
});

describe('derived facts', () => {
  it('pass all facets one after the other, first in, first out', () => {
    const heard: string[] = [];
    const hears = (name: string, also: (view: View<null>, use: Use<DerivedFact>) => void = () => undefined) => ({
      derived: [
        acting<null, DerivedFact>((view, use) => {
          heard.push(`${name} ${use.cause.type}`);
          also(view, use);
        }),
      ],
    });
    const first = tinyFacet(
      { name: 'first', index: 0 },
      {
        ...hears('first'),
        fact: [
          acting((view, use) => {
            tell(view, 'one', use);
            tell(view, 'two', use);
          }),
        ],
      },
    );
    const second = tinyFacet(
      { name: 'second', index: 1 },
      hears('second', (view, use) => {
        if (use.cause.type === 'one') tell(view, 'three', use);
      }),
    );
    run(second, first);
    expect(heard).toEqual(['first one', 'second one', 'first two', 'second two', 'first three', 'second three']);
  });

  it('name what they follow from, back to the step', () => {
    const { member } = run(
      tinyFacet({ name: 'a', index: 0 }, { fact: [acting((view, use) => tell(view, 'one', use))] }),
      tinyFacet({ name: 'b', index: 1 }, { derived: [acting((view, use) => tell(view, 'two', use), ['one'])] }),
    );
    const step = { kind: 'fact', position: 5, at: 1000 };
    expect(member.derived.map(({ type, cause }) => [type, cause])).toEqual([
      ['one', { ...step, facet: 'a', n: 1, parent: 0 }],
      ['two', { ...step, facet: 'b', n: 2, parent: 1 }],
    ]);
  });

  /** Each fact that it hears brings about the next, up to the last. */
  function chainOf(length: number): Facet {
    const next = (view: View<null>, use: Use, n: number) => {
      if (n <= length) tell(view, `link.${n}`, use);
    };
    return tinyFacet(
      { name: 'chain', index: 0 },
      {
        fact: [acting<null, FactStep>((view, use) => next(view, use, 1))],
        derived: [
          acting<null, DerivedFact>((view, use) => next(view, use, Number(use.cause.type.slice('link.'.length)) + 1)),
        ],
      },
    );
  }

  it(`may follow from one another ${chainDepthMax} deep`, () => {
    expect(run(chainOf(chainDepthMax)).member.derived).toHaveLength(chainDepthMax);
  });

  it('that go on are refused with the chain, and the step is not applied', () => {
    const { facets, context } = tinyWorld(chainOf(chainDepthMax + 1));
    const member = createMember(facets, testMemberId(1), 0);
    const links = Array.from({ length: chainDepthMax + 1 }, (_, n) => `chain: link.${n + 1}`).join(' → ');
    expect(() => applyStep(member, go, { context })).toThrow(`without end: ${links}`);
    expect(member.position).toBe(0);
  });

  it('are no chain when one fact brings about many', () => {
    const many = tinyFacet(
      { name: 'many', index: 0 },
      {
        fact: [
          acting((view, use) => {
            for (let n = 0; n < 100; n += 1) tell(view, 'one', use);
          }),
        ],
        derived: [acting((view, use) => tell(view, 'two', use), ['one'])],
      },
    );
    expect(run(many).member.derived).toHaveLength(200);
  });
});

describe('what is missing', () => {
  const asks = (calls: string[], name: string): Handler<null, DerivedFact, Row> => ({
    plan(view) {
      calls.push(`${name} plans`);
      const known = view.rows(rowKind);
      if (!known.isKnown('x')) return new Missing([{ by: 'key', kind: rowKind, keys: [['x']] }]);
      return { id: 'x', by: `${known.get('x')?.by ?? 'nobody'}, ${name}` };
    },
    apply(view, row) {
      calls.push(`${name} applies`);
      view.rows(rowKind).put(row);
    },
  });

  it('stops a derived fact inside the step, which goes on from there and is applied once', () => {
    const calls: string[] = [];
    const teller = tinyFacet(
      { name: 'teller', index: 0 },
      {
        fact: [
          acting((view, use) => {
            calls.push('teller applies');
            tell(view, 'one', use);
          }),
        ],
      },
    );
    const asker = tinyFacet({ name: 'asker', index: 1, rowKinds: [rowKind] }, { derived: [asks(calls, 'asker')] });
    const after = tinyFacet({ name: 'after', index: 2 }, { derived: [acting(() => calls.push('after applies'))] });
    const { facets, context } = tinyWorld(teller, asker, after);
    const member = storedBefore(facets);
    expect(applyStep(member, go, { context })?.needs).toEqual([{ by: 'key', kind: rowKind, keys: [['x']] }]);
    expect([member.position, member.derived.length]).toEqual([1, 1]);
    openView(member, asker)
      .rows(rowKind)
      .supplyKeys([['x']], [{ id: 'x', by: 'store' }]);
    expect(applyStep(member, go, { context })).toBeNull();
    expect([member.position, member.derived.length]).toEqual([5, 1]);
    expect(calls).toEqual(['teller applies', 'asker plans', 'asker plans', 'asker applies', 'after applies']);
    expect(openView(member, asker).rows(rowKind).get('x')?.by).toBe('store, asker');
  });

  it('is a state that is kept apart, before its facet is asked anything', () => {
    const facet = tinyFacet<Due>(
      { name: 'apart', index: 0, ...keepsDue },
      {
        fact: [
          acting((view, use) => {
            view.state.at = use.recordedAt + view.state.at;
            view.noteChange();
          }),
        ],
      },
    );
    const { facets, context } = tinyWorld(facet);
    const member = storedBefore(facets);
    expect(applyStep(member, go, { context })?.needs).toEqual([{ by: 'state', facet: 'apart' }]);
    openView(member, facet).supplyState(facet.codec.encode({ at: 7 }));
    expect(applyStep(member, go, { context })).toBeNull();
    expect([member.wakeAt, openView(member, facet).isStateChanged]).toEqual([1007, true]);
  });
});

describe('rows of another facet', () => {
  const owner = tinyFacet(
    { name: 'owner', index: 0, rowKinds: [rowKind], exports: [{ facet: 'owner', kind: rowKind }] },
    { fact: [acting((view) => view.rows(rowKind).put({ id: 'x', by: 'owner' }))] },
  );
  const exported = { facet: 'owner', kind: rowKind };
  const reading = (seen: string[]): Handlers<null> => ({
    fact: [acting((view) => seen.push(view.foreign(exported).get('x')?.by ?? 'nothing'))],
  });

  it('are read as the facet before has left them, by whoever declares it', () => {
    const seen: string[] = [];
    run(owner, tinyFacet({ name: 'reader', index: 1, reads: [exported] }, reading(seen)));
    expect(seen).toEqual(['owner']);
  });

  it('are refused to whoever does not', () => {
    expect(() => run(owner, tinyFacet({ name: 'reader', index: 1 }, reading([])))).toThrow(
      'reader reads tiny without declaring it',
    );
  });
});

describe('shares of what is outside the member', () => {
  const take = { resource: 'prizes', asked: 3 };
  const taking = (spends: boolean, got: number[] = []): Handler<null, FactStep, null> => ({
    plan: ({ member }) => (member.granted?.has('prizes') === true ? null : new Missing([], [take])),
    apply(view, _plan, use) {
      if (spends) got.push(view.spend(take, use));
    },
  });

  it('are asked for before the step, used in it, and recorded', () => {
    const got: number[] = [];
    const facet = (name: string, index: number) => tinyFacet({ name, index }, { fact: [taking(true, got)] });
    const { facets, context } = tinyWorld(facet('a', 0), facet('b', 1));
    const member = createMember(facets, testMemberId(1), 0);
    for (const granted of [2, 0]) {
      expect(applyStep(member, go, { context })).toMatchObject({ needs: [], takes: [take] });
      member.granted = new Map([['prizes', granted]]);
    }
    expect(applyStep(member, go, { context })).toBeNull();
    expect(got).toEqual([2, 0]);
    const cause = { kind: 'fact', position: 5, at: 1000, parent: 0 };
    expect(member.inputs).toEqual([
      { cause: { ...cause, facet: 'a', n: 1 }, resource: 'prizes', asked: 3, granted: 2 },
      { cause: { ...cause, facet: 'b', n: 2 }, resource: 'prizes', asked: 3, granted: 0 },
    ]);
    expect(member.granted).toBeNull();
  });

  it('that are not used would be lost, so the step is refused', () => {
    const { facets, context } = tinyWorld(tinyFacet({ name: 'a', index: 0 }, { fact: [taking(false)] }));
    const member = createMember(facets, testMemberId(1), 0);
    applyStep(member, go, { context });
    member.granted = new Map([['prizes', 1]]);
    expect(() => applyStep(member, go, { context })).toThrow('taken and not used: prizes');
  });
});
