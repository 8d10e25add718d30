import { advanceTo } from '../fold/advance.ts';
import { applyStep } from '../fold/apply-step.ts';
import { supplyHistory } from '../fold/fold-own.ts';
import { createShareSupply, returnsOf } from '../fold/shares.ts';
import type { RecordedInputs } from '../fold/shares.ts';
import type { DerivedFact, EffectRequest, StepInput } from '../kernel/steps/cause.ts';
import { openView } from '../kernel/facet-view.ts';
import type { Facets, Member, MemberStatus } from '../kernel/facet.ts';
import { notByTime } from '../kernel/base/instants.ts';
import { invariant } from '../kernel/base/invariant.ts';
import { openMember } from '../kernel/member.ts';
import type { Missing, Need, Take } from '../kernel/rows/needs.ts';
import { programAt } from '../kernel/program.ts';
import type { FoldContext } from '../kernel/program.ts';
import type { RowKind, RowShape } from '../kernel/rows/row-kind.ts';
import type { LoggedStep, MemberId, OwnStep } from '../kernel/steps/steps.ts';
import { createStoredTable, supplyRows, writeRows } from './stored-table.ts';
import type { StoredTable } from './stored-table.ts';

/** What a store keeps of one member: rows by key and states as bytes, with the constraints that a database would check. */
export interface StoredMember {
  readonly facets: Facets;
  readonly id: MemberId;
  position: number;
  clockAt: number;
  programVersion: number;
  status: MemberStatus;
  wakeAt: number | null;
  /** Bytes by the facet's name. */
  readonly states: Map<string, Uint8Array>;
  /** Due instants by the name of the facet, of those whose state is kept apart. */
  readonly due: Map<string, number>;
  /** By the table's name. */
  readonly tables: ReadonlyMap<string, StoredTable>;
  readonly derived: DerivedFact[];
  readonly requests: EffectRequest[];
  readonly inputs: StepInput[];
  /** Her log as far as it is folded. */
  readonly log: LoggedStep[];
  /** How often everything of some kind had to be loaded. */
  fullLoads: number;
}

/** What folding takes beside the member and the steps. */
export interface StoreUse {
  readonly context: FoldContext;
  /** The other members of merges, by id: each is brought to date before. */
  readonly others?: ReadonlyMap<string, StoredMember>;
  /** What is left of each resource outside the members. */
  readonly resources?: Map<string, number>;
  /** What was granted when the steps were first folded: then nothing is taken. */
  readonly inputs?: RecordedInputs;
  /** Loads what the causes hint at for the whole batch first, as a loop does. */
  readonly takesHints?: boolean;
}

export function createStoredMember(facets: Facets, id: MemberId): StoredMember {
  return {
    facets,
    id,
    position: 0,
    clockAt: 0,
    programVersion: 0,
    status: 'live',
    wakeAt: null,
    states: new Map(),
    due: new Map(),
    tables: new Map(facets.rowKinds.map(({ kind }) => [kind.table, createStoredTable(kind)])),
    derived: [],
    requests: [],
    inputs: [],
    log: [],
    fullLoads: 0,
  };
}

/** Folds one batch as a loop would: states decoded, rows loaded as the fold asks for them, changes written at the end. */
export function foldStored(stored: StoredMember, steps: readonly LoggedStep[], use: StoreUse): void {
  const member = openStored(stored);
  if (use.takesHints === true) supply(member, stored, hintsOf(member, steps, use.context));
  for (const step of steps) {
    const other = step.kind === 'merge' ? use.others?.get(step.absorbedId) : undefined;
    const absorbed = other === undefined ? undefined : openStored(other);
    const parts = absorbed === undefined ? { context: use.context } : { context: use.context, absorbed };
    goThrough({ stored, member, use }, () => {
      const missing = applyStep(member, step, parts);
      if (missing !== null && absorbed !== undefined && other !== undefined) supply(absorbed, other, missing.ofOther);
      return missing;
    });
    if (!stored.log.some((known) => known.position === step.position)) stored.log.push(step);
  }
  takeBack(member, use);
  write(stored, member);
}

/** What a wake worker does: moves the member to an instant. */
export function wakeStored(stored: StoredMember, instant: number, use: StoreUse): void {
  const member = openStored(stored);
  goThrough({ stored, member, use }, () => advanceTo(member, instant, use.context));
  takeBack(member, use);
  write(stored, member);
}

/** The member with nothing loaded but what her row holds. */
export function openStored(stored: StoredMember): Member {
  const { facets, id, states, due, ...row } = stored;
  const state = facets.inRow === null ? null : (states.get(facets.inRow.name) ?? null);
  return openMember(
    facets,
    { id, shard: 0 },
    {
      position: row.position,
      clockAt: row.clockAt,
      programVersion: row.programVersion,
      status: row.status,
      state,
      due: [...due].map(([facet, at]) => ({ facet, at })),
    },
  );
}

interface Opened {
  readonly stored: StoredMember;
  readonly member: Member;
  readonly use: StoreUse;
}

const roundsMax = 16;

function goThrough({ stored, member, use }: Opened, go: () => Missing | null): void {
  let round = 0;
  for (let missing = go(); missing !== null; missing = go()) {
    round += 1;
    invariant(round <= roundsMax, 'the fold asks again and again');
    supply(member, stored, missing.needs);
    const inputs = () => [...stored.inputs, ...member.inputs];
    for (const need of missing.needs)
      if (need.by === 'history')
        supplyHistory(member, ownStepsOf(stored, need.position), { ...need, context: use.context, inputs });
    if (use.inputs !== undefined) createShareSupply(use.inputs)(member, missing, member.run?.step ?? null);
    else for (const take of missing.takes) grant(member, take, use.resources ?? new Map());
  }
}

export function supply(member: Member, stored: StoredMember, needs: readonly Need[]): void {
  if (needs.some(({ by }) => by === 'all' || by === 'ever')) stored.fullLoads += 1;
  for (const need of needs) {
    if (need.by === 'history') continue;
    if (need.by === 'state') {
      openView(member, stored.facets.named(need.facet)).supplyState(stored.states.get(need.facet) ?? null);
      continue;
    }
    const table = stored.tables.get(need.kind.table);
    const owner = stored.facets.rowKinds.find(({ kind }) => kind === need.kind)?.facet;
    invariant(table !== undefined && owner !== undefined, `${need.kind.table} is a table of a registered facet`);
    supplyRows(openView(member, owner).rows(need.kind), table, need);
  }
}

function hintsOf(member: Member, steps: readonly LoggedStep[], context: FoldContext): readonly Need[] {
  const needs: Need[] = [];
  if (member.isNew) return needs;
  for (const step of steps) {
    if (step.kind !== 'fact') continue;
    const { dispatch } = programAt(context, step.recordedAt);
    for (const { handler } of dispatch.facts.get(step.type) ?? dispatch.otherFacts)
      handler.hint?.(step, { add: (need) => needs.push(need) });
  }
  return needs;
}

function ownStepsOf({ log }: StoredMember, upTo: number): readonly OwnStep[] {
  return log
    .filter((step) => step.kind === 'fact' || step.kind === 'decision')
    .filter(({ position }) => position <= upTo);
}

/** As much as is left. */
function grant(member: Member, { resource, asked }: Take, resources: Map<string, number>): void {
  const left = resources.get(resource) ?? 0;
  const granted = Math.min(left, asked);
  resources.set(resource, left - granted);
  (member.granted ??= new Map()).set(resource, granted);
}

/** What steps gave back is there again, unless they were folded before. */
function takeBack(member: Member, { resources, inputs }: StoreUse): void {
  if (resources === undefined || inputs !== undefined) return;
  for (const { resource, units } of returnsOf(member.inputs))
    resources.set(resource, (resources.get(resource) ?? 0) + units);
}

function write(stored: StoredMember, member: Member): void {
  const isFirst = stored.position === 0;
  for (const view of member.views) {
    if (view === undefined) continue;
    const { facet } = view;
    if (view.isStateChanged) {
      invariant(view.isStateKnown && facet.keeps !== null, `${facet.name} changed a state that it does not have`);
      const bytes = facet.codec.encode(view.state);
      invariant(bytes.length <= facet.codec.bytesMax, `the state of ${facet.name} exceeds its codec's worst case`);
      stored.states.set(facet.name, bytes);
    }
    for (const set of view.sets) {
      const table = set === undefined ? undefined : stored.tables.get(set.kind.table);
      if (set === undefined || table === undefined) continue;
      const changes = set.changes();
      invariant(!isFirst || changes.removed.length === 0, 'removes nothing of a member of whom nothing is stored');
      writeRows(table, changes);
    }
  }
  writeHeader(stored, member);
}

function writeHeader(stored: StoredMember, member: Member): void {
  stored.derived.push(...member.derived);
  stored.requests.push(...member.requests);
  stored.inputs.push(...member.inputs);
  stored.position = member.position;
  stored.clockAt = member.clockAt;
  stored.programVersion = member.programVersion;
  stored.status = member.status;
  stored.wakeAt = member.wakeAt;
  stored.due.clear();
  for (const { name, index, keeps } of member.facets.list) {
    const at = member.dueAt[index] ?? notByTime;
    if (keeps !== 'row' && at !== notByTime) stored.due.set(name, at);
  }
}

/** A member of whom everything is in memory and nothing is stored, as a store would keep her. */
export function storeWhole(member: Member): StoredMember {
  const stored = createStoredMember(member.facets, member.id);
  write(stored, member);
  return stored;
}

/** The member with all that is stored of her loaded, to be looked at. */
export function loadWhole(stored: StoredMember): Member {
  const member = openStored(stored);
  for (const { name } of stored.facets.list) supply(member, stored, [{ by: 'state', facet: name }]);
  for (const { kind } of stored.facets.rowKinds) supply(member, stored, [{ by: 'ever', kind }]);
  return member;
}

/** All that applying a step asks for on its way; nothing of it is written. */
export function needsOfStep(stored: StoredMember, step: LoggedStep, use: StoreUse): readonly Need[] {
  return needsOf({ stored, member: openStored(stored), use }, (member) => applyStep(member, step, use));
}

/** All that moving to an instant asks for on its way; nothing of it is written. */
export function needsOfWake(stored: StoredMember, instant: number, use: StoreUse): readonly Need[] {
  return needsOf({ stored, member: openStored(stored), use }, (member) => advanceTo(member, instant, use.context));
}

function needsOf(opened: Opened, go: (member: Member) => Missing | null): readonly Need[] {
  const needs: Need[] = [];
  const { fullLoads } = opened.stored;
  goThrough(opened, () => {
    const missing = go(opened.member);
    needs.push(...(missing?.needs ?? []));
    return missing;
  });
  opened.stored.fullLoads = fullLoads;
  return needs;
}

/** All that is stored of a member, to be compared; not what it took to fold her. */
export function contentOf(stored: StoredMember) {
  const { facets: _facets, fullLoads: _fullLoads, log: _log, states, due, tables, ...rest } = stored;
  return {
    ...rest,
    states: [...states].map(([facet, bytes]) => [facet, [...bytes]] as const).sort(byFirst),
    due: [...due].sort(byFirst),
    tables: [...tables.values()].map(({ kind, rows }) => [kind.table, [...rows].sort(byFirst)] as const),
  };
}

function byFirst([a]: readonly [string, ...unknown[]], [b]: readonly [string, ...unknown[]]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The stored rows of a kind. */
export function rowsOf<Row extends RowShape>(stored: StoredMember, kind: RowKind<Row>): readonly Row[] {
  // What is stored in the table of a kind are its rows.
  return [...(stored.tables.get(kind.table)?.rows.values() ?? [])] as unknown as readonly Row[];
}
