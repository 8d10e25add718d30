import {
  applyStep,
  createDayTable,
  createDefaultProgram,
  createFoldContext,
  compileProgram,
  createMember,
  facets,
  lifecycleFacet,
  openView,
  sixStages,
  toDocument,
} from '@perennial/domain';
import type { FactStep, Member, MemberId } from '@perennial/domain';
import { expect, it } from 'vitest';
import type { FoldSnapshot, FoldStore } from '../fold/fold-store.ts';
import { previewProgram } from './preview-program.ts';

const days = createDayTable('Asia/Shanghai');
const documents = createDefaultProgram();
const program = compileProgram(documents, { version: 1, effectiveAt: 0 }, { days, facets });
const context = createFoldContext({ programs: [program], days });
const { identities, sources, properties } = program;
const programs = { context, facets, identities, sources, properties, eagerVersion: 0, ensure: () => Promise.resolve() };
const at = Date.UTC(2025, 5, 1);

function buyer(number: number, factsBefore: number): Member {
  const member = createMember(facets, `00000000-0000-7000-8000-00000000000${number}` as MemberId, 0);
  openView(member, lifecycleFacet).state.activity.factCount = factsBefore;
  const step: FactStep = {
    kind: 'fact',
    shard: 0,
    position: 1,
    memberId: member.id,
    source: 'till',
    messageId: 'm',
    type: 'order.placed',
    occurredAt: at,
    recordedAt: at,
    isBackfill: false,
    channel: 'shop',
    storeId: '',
    payload: () => ({ orderId: 'o', amountMinor: 100 }),
  };
  applyStep(member, step, { context });
  return member;
}

/** One shard with these members on one page. */
function storeOf(members: readonly Member[]): FoldStore {
  const snapshot = {
    latestProgramVersion: () => Promise.resolve(1),
    pageMembers: (_: number, afterId: string) => Promise.resolve(afterId === '' ? members : []),
  };
  const store = {
    snapshot: <T>(_: string, read: (one: FoldSnapshot) => Promise<T>) => read(snapshot as unknown as FoldSnapshot),
  };
  return store as unknown as FoldStore;
}

it('leaves out shared cards, which stand in no stage under any program', async () => {
  const store = storeOf([buyer(1, 0), buyer(2, 50_000)]);
  const signal = new AbortController().signal;
  const options = { documents, shardCount: 1, asOf: at + 1, instants: [], signal, onProgress: () => undefined };
  const { moves, membersChanged } = await previewProgram(store, programs, options);
  expect(moves.map(({ from, to, members }) => [from, to, members])).toEqual([['new', 'new', 1]]);
  expect(membersChanged).toBe(0);
});

it('counts once whoever would move in several lifecycles', async () => {
  const store = storeOf([buyer(1, 0), buyer(2, 0)]);
  const signal = new AbortController().signal;
  const stages = sixStages.stages.map((stage) => (stage.id === 'new' ? { ...stage, id: 'first' } : stage));
  const draft = {
    ...documents,
    'lifecycles/main.json': toDocument({ ...sixStages, stages }),
    'lifecycles/two.json': toDocument({ ...sixStages, id: 'two' }),
  };
  const options = { documents: draft, shardCount: 1, asOf: at + 1, instants: [], signal, onProgress: () => undefined };
  const { moves, membersChanged } = await previewProgram(store, programs, options);
  expect(moves.map(({ lifecycle, from, to, members }) => [lifecycle, from, to, members])).toEqual([
    ['main', 'new', 'first', 2],
    ['two', '', 'new', 2],
  ]);
  expect(membersChanged).toBe(2);
});
