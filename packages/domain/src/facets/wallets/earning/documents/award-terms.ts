import type { Condition } from '../../../../conditions/condition.ts';
import type { ExpiryPolicy, UnitValue } from '../../documents/wallet-document.ts';
import { nothingExcluded } from './earning-rule.ts';
import type { Award, Cap, EarningRule, GroupMode, Pending } from './earning-rule.ts';

/** What an award was agreed under: all that it takes to say again what it comes to, and to grant more of it. */
export interface AwardTerms {
  /** What brought it about; rules of an order are compared and multiplied among each other only. */
  readonly on: 'order' | 'derived';
  readonly award: Award;
  readonly lines: Condition | null;
  readonly minimumMinor: number;
  readonly excludes: readonly string[];
  readonly group: string | null;
  readonly mode: GroupMode;
  readonly priority: number;
  readonly pending: Pending | null;
  readonly expiry: ExpiryPolicy;
  readonly lotPriority: number;
  /** As a lot keeps it. */
  readonly scope: string;
  readonly lotClass: '' | 'principal' | 'bonus';
  readonly cost: UnitValue | null;
  readonly caps: readonly Cap[];
  readonly keeps: boolean;
}

const never: ExpiryPolicy = { kind: 'never' };
const noCaps: readonly Cap[] = [];

const plain: Omit<AwardTerms, 'award'> = {
  on: 'order',
  lines: null,
  minimumMinor: 0,
  excludes: nothingExcluded,
  group: null,
  mode: 'add',
  priority: 0,
  pending: null,
  expiry: never,
  lotPriority: 0,
  scope: '',
  lotClass: '',
  cost: null,
  caps: noCaps,
  keeps: false,
};

export function termsOfRule(rule: EarningRule, on: AwardTerms['on'], expiry: ExpiryPolicy): AwardTerms {
  const { award, lines, minimumMinor, excludes, group, mode, priority, pending, lotPriority, cost, keeps } = rule;
  const limits = { minimumMinor, excludes, group, mode, priority, caps: rule.caps, keeps };
  const scope = rule.scope === null ? '' : JSON.stringify(rule.scope);
  return { on, award, lines, ...limits, pending, expiry, lotPriority, scope, lotClass: rule.lotClass ?? '', cost };
}

/** Most rules say little, and every order has one: what is as usual is left out. */
export function termsText(terms: AwardTerms): string {
  const usual = new Map(Object.entries(plain).map(([key, value]) => [key, JSON.stringify(value)]));
  const said = Object.entries(terms).filter(([key, value]) => usual.get(key) !== JSON.stringify(value));
  return JSON.stringify(Object.fromEntries(said));
}

/** The one place where the text of a row becomes terms again; the fold alone writes it. */
export function termsOf(text: string): AwardTerms {
  return { ...plain, ...(JSON.parse(text) as Pick<AwardTerms, 'award'> & Partial<AwardTerms>) };
}
