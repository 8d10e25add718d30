import { facets } from '../../index.ts';
import { createDefaultProgram, toDocument } from '../../default-program.ts';
import type { FactPayload, FactValue } from '../../../kernel/base/payload.ts';
import type { ProgramDocuments } from '../../../kernel/documents/document.ts';
import { invariant } from '../../../kernel/base/invariant.ts';
import { createFoldContext } from '../../../kernel/program.ts';
import type { FoldContext } from '../../../kernel/program.ts';
import type { DecisionParts, FactStep, LoggedStep, MemberId } from '../../../kernel/steps/steps.ts';
import { compileProgram } from '../../../program/compile-program.ts';
import { fact, testDays, testMemberId, testZone } from '../../../testing/given.ts';
import { runCommand } from '../../../testing/run-command.ts';
import { createStoredMember, foldStored, rowsOf, wakeStored } from '../../../testing/stored-member.ts';
import type { StoredMember } from '../../../testing/stored-member.ts';
import type { TierSetDocument } from '../documents/tier-set.ts';
import { tierChangeRows, tierStandingRows } from '../rules/rows.ts';
import type { TierStandingRow } from '../rules/rows.ts';

const names = { en: 'Name', zh: '名称' };

function level(
  id: string,
  rules: readonly (readonly [measure: string, atLeast: number])[],
  more: object = {},
): FactValue {
  const qualifies = {
    combinator: 'and',
    rules: rules.map(([measure, atLeast]) => ({ measure, atLeast })),
  };
  return toDocument({ id, name: names, ...(rules.length === 0 ? {} : { qualifies }), ...more });
}

export const levelOf = level;

/** Basic, silver from 100.00, gold from 300.00, within a calendar year, at once, assessed anew when it ends. */
export function tierSet(more: Partial<Record<keyof TierSetDocument, unknown>> = {}): FactValue {
  return toDocument({
    id: 'main',
    name: names,
    measures: [{ id: 'spend', kind: 'net_spend' }],
    levels: [level('basic', []), level('silver', [['spend', 10_000]]), level('gold', [['spend', 30_000]])],
    period: { kind: 'calendar', unit: 'year' },
    ...more,
  });
}

/** A program with one tier set, and whatever else it holds. */
export function tierContext(set: FactValue, others: ProgramDocuments = {}): FoldContext {
  return contextOf([{ effectiveAt: 0, documents: { 'tiers/main.json': set, ...others } }]);
}

/** Versions one after the other, of what each has beside the program of a new installation. */
export function contextOf(
  versions: readonly { readonly effectiveAt: number; readonly documents: ProgramDocuments }[],
): FoldContext {
  const programs = versions.map(({ effectiveAt, documents }, n) =>
    compileProgram(
      { ...createDefaultProgram(), ...documents },
      { version: n + 1, effectiveAt },
      { days: testDays, facets },
    ),
  );
  return createFoldContext({ programs, days: testDays });
}

/** Noon, unless a time is given, of a day in the zone of the tests. */
export function at(text: string): number {
  const moment = text.includes('T') ? text : `${text}T12:00`;
  return Temporal.PlainDateTime.from(moment).toZonedDateTime(testZone).epochMilliseconds;
}

/** The first instant of a day. */
export function dayStart(day: string): number {
  return at(`${day}T00:00`);
}

/** The day that an instant begins, or the moment. */
export function when(instant: number | null): string | null {
  if (instant === null) return null;
  const moment = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(testZone).toPlainDateTime();
  const text = moment.toString().slice(0, 16);
  return text.endsWith('T00:00') ? text.slice(0, 10) : text;
}

/** When it happened; recorded then, or when the second says. */
type Told = string | readonly [happened: string, recorded: string];

interface StepPlace {
  readonly shard: number;
  readonly position: number;
  readonly memberId: MemberId;
}

export interface Story {
  readonly stored: StoredMember;
  /** Another fact. */
  tell(type: string, day: Told, payload: FactPayload): Story;
  buys(order: string, day: Told, amountMinor: number): Story;
  refunds(order: string, day: string, amountMinor: number): Story;
  /** What a command of another facet decided. */
  decide(day: string, parts: DecisionParts): Story;
  /** Any other step of her log, at the next position. */
  step(make: (place: StepPlace) => LoggedStep, others?: readonly Story[]): Story;
  /** Answers the code of a rejection, or `done`. */
  act(name: string, day: string, input: FactPayload): string;
  /** What the command answered. */
  answer(name: string, day: string, input: FactPayload): FactPayload;
  until(day: string): Story;
  standing(set?: string): TierStandingRow;
  /** `from → to kind` of all that happened, with the day. */
  changes(): readonly string[];
}

/** Somebody of whom everything is stored after each step, and loaded before the next. */
export function story(context: FoldContext, member = 1): Story {
  const stored = createStoredMember(facets, testMemberId(member));
  let position = 0;
  const fold = (step: LoggedStep) => foldStored(stored, [step], { context, takesHints: true });
  const run = (name: string, day: string, input: FactPayload) => {
    position += 1;
    return runCommand(stored, { name, input, position, recordedAt: at(day) }, { context });
  };
  const one: Story = {
    stored,
    tell(type, day, payload) {
      position += 1;
      const [happened, recorded] = typeof day === 'string' ? [day, day] : day;
      const place = { messageId: `m${position}`, memberId: stored.id, position };
      const step: FactStep = { ...fact({ type, at: at(happened), payload, recordedAt: at(recorded) }), ...place };
      fold(step);
      return one;
    },
    buys: (order, day, amountMinor) => one.tell('order.placed', day, { orderId: order, amountMinor }),
    refunds: (order, day, amountMinor) =>
      one.tell('order.refunded', day, { orderId: order, refundId: `r${order}`, amountMinor }),
    decide(day, parts) {
      position += 1;
      const place = { shard: 0, position, memberId: stored.id, recordedAt: at(day) };
      fold({ kind: 'decision', ...place, command: 'test', decisionId: `d${position}`, parts: () => parts });
      return one;
    },
    step(make, others = []) {
      position += 1;
      const step = make({ shard: 0, position, memberId: stored.id });
      const known = new Map(others.map((other) => [other.stored.id, other.stored]));
      foldStored(stored, [step], { context, others: known });
      return one;
    },
    act(name, day, input) {
      const decided = run(name, day, input);
      if (decided.kind === 'rejection') return decided.code;
      fold(decided);
      return 'done';
    },
    answer(name, day, input) {
      const decided = run(name, day, input);
      invariant(decided.kind === 'rejection', 'only rejections say more here');
      return decided.facts;
    },
    until(day) {
      wakeStored(stored, at(day), { context });
      return one;
    },
    standing(set = 'main') {
      const found = rowsOf(stored, tierStandingRows).find(({ tierSet: id }) => id === set);
      invariant(found !== undefined, `she does not stand in ${set}`);
      return found;
    },
    changes: () =>
      rowsOf(stored, tierChangeRows)
        .toSorted((a, b) => a.number - b.number)
        .map(({ fromLevel, toLevel, kind, at: on }) => `${fromLevel} → ${toLevel} ${kind} ${when(on)}`),
  };
  return one;
}
