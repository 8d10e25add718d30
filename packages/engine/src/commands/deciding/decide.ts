import {
  invariant,
  openView,
  programAt,
  type Asks,
  type CommandUse,
  type Decision,
  type Facet,
  type FoldContext,
  type Member,
  Missing,
  type Need,
  type Rejection,
  type Use,
  type View,
} from '@perennial/domain';
import { goThrough, type SupplyUse } from '../../fold/supply.ts';
import type { MemberCommand } from './queued-command.ts';

/** A command with the member whom it is about, brought to date. */
export interface Subject {
  readonly queued: MemberCommand;
  readonly member: Member;
}

interface Seen<Result> {
  readonly subject: Subject;
  readonly result: Result;
}

/** What each command asks for from outside, or why it is refused. */
export function decideAll(
  subjects: readonly Subject[],
  use: SupplyUse & { readonly at: number },
): Promise<readonly Seen<Asks | Rejection>[]> {
  return askAll(subjects, use, ({ act: { command, input } }, seen) => command.decide(seen, input));
}

/** What each command comes to by what was granted. */
export function concludeAll(
  granted: ReadonlyMap<Subject, ReadonlyMap<string, number>>,
  use: SupplyUse & { readonly at: number },
): Promise<readonly Seen<Decision | Rejection>[]> {
  const nothing: ReadonlyMap<string, number> = new Map();
  return askAll([...granted.keys()], use, ({ act: { command, input } }, seen, subject) =>
    command.conclude(seen, input, granted.get(subject) ?? nothing),
  );
}

/** Asks each until nothing is missing to it. */
async function askAll<Result>(
  subjects: readonly Subject[],
  use: SupplyUse & { readonly at: number },
  ask: (queued: MemberCommand, seen: CommandUse, subject: Subject) => Result | Missing,
): Promise<readonly Seen<Result>[]> {
  const results = new Map<Member, Result>();
  const bySubject = new Map(subjects.map((subject) => [subject.member, subject]));
  const go = (member: Member): Missing | null => {
    const subject = bySubject.get(member);
    invariant(subject !== undefined, 'a member of whom nothing is asked');
    const { seen, missing } = lookAt(subject.queued.act.facet, member, use);
    const result = ask(subject.queued, seen, subject);
    if (missing.length > 0) return new Missing(statesApart(member));
    if (result instanceof Missing) return result;
    results.set(member, result);
    return null;
  };
  await goThrough([...bySubject.keys()], go, use);
  // In the order in which they came, whoever had to be loaded first.
  return subjects.map((subject) => ({ subject, result: resultOf(results, subject) }));
}

/**
 * Every state that is kept apart and not loaded yet: where one has to be read, the others come with it. Who hears of what is decided
 * asks for his as well, and then under the heads, where everybody of their shards would wait for it.
 */
function statesApart(member: Member): readonly Need[] {
  const unknown = member.facets.list.filter((facet) => !openView(member, facet).isStateKnown);
  return unknown.map(({ name }) => ({ by: 'state', facet: name }));
}

function resultOf<Result>(results: ReadonlyMap<Member, Result>, { member }: Subject): Result {
  const result = results.get(member);
  invariant(result !== undefined, 'a command that was asked has answered');
  return result;
}

/** What a command of a facet sees, and the states that it looked at and that are not loaded yet. */
export function lookAt(own: Facet, member: Member, use: { readonly at: number; readonly context: FoldContext }) {
  const missing: Need[] = [];
  const view = <State>(facet: Facet<State>): View<State> => {
    const opened = openView(member, facet);
    if (!opened.isStateKnown) missing.push({ by: 'state', facet: facet.name });
    return opened;
  };
  const seen: CommandUse = { own: view(own), view, use: useOf(member, use) };
  return { seen, missing };
}

function useOf(member: Member, { at, context }: { readonly at: number; readonly context: FoldContext }): Use {
  const recordedAt = Math.max(at, member.clockAt);
  return {
    cause: null,
    program: programAt(context, recordedAt),
    causeKind: 'decision',
    position: 0,
    recordedAt,
    until: recordedAt,
    actsFrom: member.clockAt,
    isSilent: false,
    parent: 0,
  };
}
