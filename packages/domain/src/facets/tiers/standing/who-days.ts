import { notByTime } from '../../../kernel/base/instants.ts';
import { nextFlipAt } from '../../../conditions/compile-condition.ts';
import type { ConditionSubject } from '../../../kernel/fields/subject.ts';
import type { CompiledTierSet } from '../rules/rules.ts';

/**
 * On which days the condition of a level held, by the level's id: `[day, held]` from that day on, the first one also for all days before.
 * What a condition said at an earlier time nobody can ask any more, so it is noted when it is asked: when she does something, when a wallet
 * or a stage of hers moves, and when time alone turns it.
 */
type WhoDays = { readonly [level: string]: readonly Turn[] };
type Turn = readonly [day: number, held: 0 | 1];

/** Older turns are told by the first one that is kept. */
const turnsMax = 24;

/** The one place where the text of a row becomes days again; the fold alone writes it. */
function whoDaysOf(text: string): WhoDays {
  return text === '' ? {} : (JSON.parse(text) as WhoDays);
}

export interface Asked {
  /** The text with what is so now. */
  readonly text: string;
  readonly held: (place: number, day: number) => boolean;
  /** Days on which one began to hold. */
  readonly days: readonly number[];
  /** When time alone turns one next. */
  readonly turnsAt: number;
}

const noneAsked: Asked = { text: '', held: () => true, days: [], turnsAt: notByTime };

/** Asks the conditions of a set's levels now, and notes what they say. `known` is the text of what was noted before. */
export function askWho(
  { levels }: CompiledTierSet,
  known: string,
  { subject, at, today }: { readonly subject: () => ConditionSubject; readonly at: number; readonly today: number },
): Asked {
  const asked = levels.filter(({ who }) => who !== null);
  if (asked.length === 0) return noneAsked;
  const before = whoDaysOf(known);
  const now: { [level: string]: readonly Turn[] } = {};
  let turnsAt = notByTime;
  const person = subject();
  for (const { document, who } of asked) {
    if (who === null) continue;
    const held = who.predicate.test(person, at);
    now[document.id] = withTurn(before[document.id] ?? [], held ? 1 : 0, today);
    turnsAt = Math.min(turnsAt, nextFlipAt(who.predicate, person, at));
  }
  return { text: JSON.stringify(now), ...readTurns(levels, now), turnsAt };
}

/** The same as it was noted, without asking anybody. */
export function notedWho({ levels }: CompiledTierSet, known: string): Pick<Asked, 'held' | 'days'> {
  return levels.some(({ who }) => who !== null) ? readTurns(levels, whoDaysOf(known)) : noneAsked;
}

function readTurns(levels: CompiledTierSet['levels'], turnsBy: WhoDays): Pick<Asked, 'held' | 'days'> {
  const turnsOf = (place: number) => turnsBy[levels[place]?.document.id ?? ''] ?? [];
  return {
    held: (place, day) => heldOn(turnsOf(place), day),
    days: Object.values(turnsBy).flatMap((turns) =>
      turns.flatMap(([day, held], n) => (held === 1 && n > 0 ? [day] : [])),
    ),
  };
}

/** A day on which it held for a while is one on which it held: what was earned on it stays. */
function withTurn(turns: readonly Turn[], held: 0 | 1, today: number): readonly Turn[] {
  const last = turns.at(-1);
  if (last === undefined) return [[today, held]];
  if (last[1] === held) return turns;
  const day = held === 1 ? today : today + 1;
  // What was to end with tomorrow holds again.
  const kept = turns.length > 1 && last[0] > today ? turns.slice(0, -1) : [...turns, [day, held] as const];
  return kept.slice(-turnsMax);
}

function heldOn(turns: readonly Turn[], day: number): boolean {
  const turn = turns.findLast(([from]) => from <= day) ?? turns[0];
  return turn === undefined || turn[1] === 1;
}
