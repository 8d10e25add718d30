import {
  checkCondition,
  compileCondition,
  createProblemList,
  InvariantError,
  subjectOf,
  type CompiledProgram,
  type Member,
  type Predicate,
} from '@perennial/domain';
import type { FoldStore } from '../fold/fold-store.ts';
import type { Programs } from '../fold/programs.ts';
import { loadEverything } from '../reading/everything.ts';
import type { OutboxEvent, Receiver } from './delivery-store.ts';
import type { JudgeEvents, Verdict } from './match-events.ts';

/** Members who are loaded together. */
const membersMax = 500;
const conditionUnknown = { heldBack: 'webhook.condition_unknown' };
const memberUnreadable = { heldBack: 'webhook.member_unreadable' };

/**
 * Judges receivers' conditions on members as they are stored when the event is handed on, each under the program that she stands under.
 * A condition that this program does not know any more, and a member who cannot be read, are told as what they are.
 */
export function createJudgeEvents(store: Pick<FoldStore, 'snapshot'>, programs: Programs): JudgeEvents {
  async function judgeTogether(receiver: Receiver, events: readonly OutboxEvent[]): Promise<readonly Verdict[]> {
    const members = await readMembers(store, programs, events);
    const conditions = conditionsOf(receiver, programs);
    return events.map((event) => {
      const member = members.get(event.memberId);
      return member === undefined ? memberUnreadable : verdictOf(event, member, conditions);
    });
  }

  /** One who cannot be read must not keep the others of her batch from being told of. */
  async function judgeAlone(receiver: Receiver, event: OutboxEvent): Promise<Verdict> {
    try {
      const [verdict] = await judgeTogether(receiver, [event]);
      return verdict ?? memberUnreadable;
    } catch (error) {
      if (error instanceof InvariantError) return memberUnreadable;
      throw error;
    }
  }

  return async (receiver, events) => {
    const verdicts: Verdict[] = [];
    for (let from = 0; from < events.length; from += membersMax) {
      const part = events.slice(from, from + membersMax);
      try {
        verdicts.push(...(await judgeTogether(receiver, part)));
      } catch (error) {
        if (!(error instanceof InvariantError)) throw error;
        for (const event of part) verdicts.push(await judgeAlone(receiver, event));
      }
    }
    return verdicts;
  };
}

async function readMembers(
  store: Pick<FoldStore, 'snapshot'>,
  programs: Programs,
  events: readonly OutboxEvent[],
): Promise<ReadonlyMap<string, Member>> {
  const keys = new Map(events.map(({ shard, memberId }) => [memberId, { shard, id: memberId }]));
  return store.snapshot('judge-events', async (snapshot) => {
    const members = await snapshot.openMembers([...keys.values()]);
    await programs.ensure(await snapshot.latestProgramVersion());
    await loadEverything(snapshot, members, 'now');
    return new Map(members.map((member) => [member.id, member]));
  });
}

/** The condition under a version; `unknown` where the version does not know what it asks, null where there is no such version. */
type ConditionUnder = (version: number) => Predicate | 'unknown' | null;

function conditionsOf({ condition }: Receiver, programs: Programs): ConditionUnder {
  const known = new Map<number, Predicate | 'unknown' | null>();
  return (version) => {
    let found = known.get(version);
    if (found === undefined) {
      const program = programs.context.programs.find((one) => one.version === version);
      found = program === undefined ? null : predicateUnder(condition, program);
      known.set(version, found);
    }
    return found;
  };
}

function predicateUnder(condition: Receiver['condition'], { catalogue, world }: CompiledProgram) {
  const spot = { path: '', problems: createProblemList() };
  const node = checkCondition(condition, spot, { catalogue, purpose: 'now' });
  return node === null ? 'unknown' : compileCondition(node, world);
}

function verdictOf(event: OutboxEvent, member: Member, conditions: ConditionUnder): Verdict {
  const predicate = conditions(member.programVersion);
  if (predicate === null) return memberUnreadable;
  if (predicate === 'unknown') return conditionUnknown;
  return predicate.test(subjectOf(member), Math.max(event.recordedAt, member.clockAt));
}
