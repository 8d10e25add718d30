import { isWindow } from './compile-rule.ts';
import type { RuleAnswer, WindowValue } from './condition.ts';
import { anyNumber, withNumberRule } from './known-numbers.ts';
import type { KnownNumbers } from './known-numbers.ts';

/** What is known of each field's value from the rules that hold, and those that do not. */
export type KnownValues = ReadonlyMap<string, KnownField>;

type KnownField = KnownInstant | KnownNumbers | KnownAnswers;

export function createKnown(): KnownValues {
  return new Map();
}

/** What is known once a rule holds, or does not: the ways in which that can be; none where nothing is left. */
export function withRule(known: KnownValues, answer: RuleAnswer): readonly KnownValues[] {
  const { field } = answer.rule.definition;
  return withAnswer(known.get(field), answer).map((next) => new Map(known).set(field, next));
}

function withAnswer(known: KnownField | undefined, answer: RuleAnswer): readonly KnownField[] {
  const { type } = answer.rule.definition;
  if (type === 'instant') return withInstantRule(known?.kind === 'instant' ? known : anyInstant, answer);
  if (type === 'number')
    return withNumberRule(known?.kind === 'numbers' ? known : anyNumber(answer.rule.definition), answer);
  return withPlainAnswer(known?.kind === 'answers' ? known : { kind: 'answers', answers: new Map() }, answer);
}

/** When something happened, if it did. */
interface KnownInstant {
  readonly kind: 'instant';
  /** Undefined: either. */
  readonly hasHappened: boolean | undefined;
  /** It is younger than each of these, and as old as each of those or has not happened. */
  readonly youngerThan: readonly WindowValue[];
  readonly asOldAs: readonly WindowValue[];
  /** Calendar days, '' where none is known: on this one or later, and before that one. */
  readonly fromOn: string;
  readonly beforeOn: string;
}

const anyInstant: KnownInstant = {
  kind: 'instant',
  hasHappened: undefined,
  youngerThan: [],
  asOldAs: [],
  fromOn: '',
  beforeOn: '',
};

function withInstantRule(known: KnownInstant, { rule, isTrue }: RuleAnswer): readonly KnownInstant[] {
  const { operator, value } = rule;
  const day = typeof value === 'string' ? value : '';
  if (isWindow(value)) return consistent(withWindow(known, value, (operator === 'within') === isTrue));
  switch (operator) {
    case 'null':
      return happened(known, !isTrue);
    case 'notNull':
      return happened(known, isTrue);
    case 'before':
    case 'onOrAfter': {
      const narrowed =
        (operator === 'before') === isTrue
          ? { beforeOn: earlier(known.beforeOn, day) }
          : { fromOn: later(known.fromOn, day) };
      const within = happened({ ...known, ...narrowed }, true);
      // What has not happened is neither before nor after.
      return isTrue ? within : [...within, ...happened(known, false)];
    }
    default:
      return [known];
  }
}

function withWindow(known: KnownInstant, window: WindowValue, isYounger: boolean): KnownInstant {
  if (!isYounger) return { ...known, asOldAs: [...known.asOldAs, window] };
  const hasHappened = known.hasHappened ?? true;
  return { ...known, hasHappened, youngerThan: [...known.youngerThan, window] };
}

function happened(known: KnownInstant, hasHappened: boolean): readonly KnownInstant[] {
  if (known.hasHappened === !hasHappened) return [];
  return consistent({ ...known, hasHappened });
}

function consistent(known: KnownInstant): readonly KnownInstant[] {
  const { hasHappened, youngerThan, asOldAs, fromOn, beforeOn } = known;
  if (hasHappened === false && (youngerThan.length > 0 || fromOn !== '' || beforeOn !== '')) return [];
  if (fromOn !== '' && beforeOn !== '' && fromOn >= beforeOn) return [];
  return youngerThan.some((one) => asOldAs.some((other) => isAtMost(one, other))) ? [] : [known];
}

function earlier(day: string, other: string): string {
  return day === '' || other < day ? other : day;
}

function later(day: string, other: string): string {
  return other > day ? other : day;
}

/** Whether a window is, for every member, no longer than another one. */
function isAtMost(one: WindowValue, other: WindowValue): boolean {
  const longest = one.window === 'days' ? one.days : one.window === 'personal' ? one.maxDays : Number.POSITIVE_INFINITY;
  const shortest = other.window === 'days' ? other.days : other.window === 'personal' ? other.minDays : 0;
  if (longest <= shortest) return true;
  if (one.window === 'personal' && other.window === 'personal')
    return one.multiple <= other.multiple && one.minDays <= other.minDays && one.maxDays <= other.maxDays;
  if (one.window === 'cycle' && other.window === 'cycle')
    return one.multiple <= other.multiple && one.fallbackDays <= other.fallbackDays;
  return false;
}

/** Texts and truths: what each question was answered. */
interface KnownAnswers {
  readonly kind: 'answers';
  readonly answers: ReadonlyMap<string, boolean>;
}

const opposites: Readonly<Record<string, string>> = { '!=': '=', notIn: 'in', notNull: 'null' };

function withPlainAnswer({ answers }: KnownAnswers, { rule, isTrue }: RuleAnswer): readonly KnownAnswers[] {
  const opposite = opposites[rule.operator];
  const question = `${opposite ?? rule.operator} ${JSON.stringify(rule.value)}`;
  const answer = isTrue === (opposite === undefined);
  if (answers.get(question) === !answer) return [];
  return [{ kind: 'answers', answers: new Map(answers).set(question, answer) }];
}
