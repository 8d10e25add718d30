import { createProblemList } from '../kernel/documents/document-problem.ts';
import { openView } from '../kernel/facet-view.ts';
import type { Asks, Rejection } from '../kernel/command.ts';
import type { Command, CommandUse, Facet, Member, Use } from '../kernel/facet.ts';
import { invariant } from '../kernel/base/invariant.ts';
import { Missing } from '../kernel/rows/needs.ts';
import type { FactPayload } from '../kernel/base/payload.ts';
import { programAt } from '../kernel/program.ts';
import type { DecisionStep } from '../kernel/steps/steps.ts';
import { openStored, supply, wakeStored } from './stored-member.ts';
import type { StoredMember, StoreUse } from './stored-member.ts';

export interface CommandCall {
  readonly name: string;
  readonly input: FactPayload;
  /** Where the decision is logged, and when. */
  readonly position: number;
  readonly recordedAt: number;
}

/** A decision that is to be logged and folded, where anything is, and what the caller is answered. */
export interface Concluded {
  readonly kind: 'concluded';
  readonly step: DecisionStep;
  /** Without a part nothing is logged. */
  readonly isLogged: boolean;
  readonly answer: FactPayload;
}

/**
 * What a runner of commands does: brings the member to date, lets the command look, takes what it asks for and lets it
 * conclude. A decision is to be logged and folded; what was taken for a rejection is given back.
 */
export function callCommand(stored: StoredMember, call: CommandCall, use: StoreUse): Concluded | Rejection {
  const owned = stored.facets.commands.get(call.name);
  invariant(owned !== undefined, `there is no command ${call.name}`);
  const { facet, command } = owned;
  wakeStored(stored, call.recordedAt, use);
  const member = openStored(stored);
  const input = command.read(call.input, { path: '', problems: createProblemList() });
  const seen = seenBy(facet, member, { call, use });
  const asks = decide(command, { member, stored, seen, input });
  if (asks.kind === 'rejection') return asks;
  const { granted, keep } = takeFor(asks, use);
  const decided = command.conclude(seen, input, granted);
  if (decided.kind === 'rejection') return decided;
  keep();
  const { parts, answer } = decided;
  const { position, recordedAt, name } = call;
  const place = { shard: 0, position, recordedAt, memberId: stored.id };
  const step = { kind: 'decision', ...place, command: name, decisionId: `d${position}`, parts: () => parts } as const;
  return { kind: 'concluded', step, isLogged: Object.keys(parts).length > 0, answer };
}

/** The decision alone. */
export function runCommand(stored: StoredMember, call: CommandCall, use: StoreUse): DecisionStep | Rejection {
  const called = callCommand(stored, call, use);
  return called.kind === 'rejection' ? called : called.step;
}

/** What a command of a facet sees of a member. */
export function seenBy(
  facet: Facet,
  member: Member,
  { call, use }: { readonly call: CommandCall; readonly use: StoreUse },
): CommandUse {
  return {
    own: openView(member, facet),
    view: (other) => openView(member, other),
    use: useOf(member, call, use),
  };
}

/** As much of each as is left; it is gone when it is kept. */
export function takeFor({ takes }: Asks, use: StoreUse) {
  const resources = use.resources ?? new Map<string, number>();
  const granted = new Map(
    takes.map(({ resource, asked }) => [resource, Math.min(asked, resources.get(resource) ?? 0)]),
  );
  const keep = (): void => {
    for (const [resource, taken] of granted) resources.set(resource, (resources.get(resource) ?? 0) - taken);
  };
  return { granted, keep };
}

interface Deciding {
  readonly member: Member;
  readonly stored: StoredMember;
  readonly seen: CommandUse;
  readonly input: unknown;
}

function decide(command: Command, { member, stored, seen, input }: Deciding) {
  for (let round = 0; ; round += 1) {
    invariant(round < 16, `${command.name} asks again and again`);
    const asks = command.decide(seen, input);
    if (!(asks instanceof Missing)) return asks;
    supply(member, stored, asks.needs);
  }
}

function useOf(member: Member, { recordedAt }: CommandCall, { context }: StoreUse): Use {
  return {
    cause: null,
    program: programAt(context, recordedAt),
    causeKind: 'decision',
    position: 0,
    recordedAt,
    until: Math.max(member.clockAt, recordedAt),
    actsFrom: member.clockAt,
    isSilent: false,
    parent: 0,
  };
}
