import type { Award } from '../documents/earning-rule.ts';
import { unitsMax } from '../../documents/wallet-document.ts';
import { proportion } from '../../../../money/proportion.ts';
import type { AwardTerms } from '../documents/award-terms.ts';

/** A rule that takes part in an event, with what counts of it. */
export interface Candidate {
  readonly rule: string;
  readonly wallet: string;
  readonly terms: Pick<AwardTerms, 'award' | 'minimumMinor' | 'group' | 'mode' | 'priority'>;
  /** Of each line of the order what counts, minor units of money; null: there is no order. */
  readonly counted: readonly number[] | null;
}

/** Why a rule earns less than it might. */
export type WantedWhy =
  | { readonly kind: 'nothing_counts' }
  | { readonly kind: 'below_minimum'; readonly missingMinor: number }
  | { readonly kind: 'outbid' | 'excluded'; readonly by: string };

export interface Wanted {
  readonly units: number;
  readonly countedMinor: number;
  readonly why: WantedWhy | null;
}

type Outcomes = Map<string, Wanted>;

/**
 * What every rule of an event comes to, before limits: a function of the rules and of what counts, whatever their order. First those that
 * are no multipliers, group by group; then multipliers on top of what those came to, and again group by group.
 */
export function wantedUnits(candidates: readonly Candidate[]): ReadonlyMap<string, Wanted> {
  const sorted = candidates.toSorted(byPrecedence);
  const outcomes: Outcomes = new Map();
  const plain = sorted.filter(({ terms }) => terms.award.kind !== 'multiplier');
  for (const candidate of plain) outcomes.set(candidate.rule, plainUnits(candidate));
  settleGroups(plain, outcomes);
  const multipliers = sorted.filter(({ terms }) => terms.award.kind === 'multiplier');
  for (const candidate of multipliers) outcomes.set(candidate.rule, extraUnits(candidate, plain, outcomes));
  settleGroups(multipliers, outcomes);
  return outcomes;
}

export function byPrecedence(a: Pick<Candidate, 'rule' | 'terms'>, b: Pick<Candidate, 'rule' | 'terms'>): number {
  return b.terms.priority - a.terms.priority || (a.rule < b.rule ? -1 : 1);
}

function sumOf(counted: readonly number[] | null): number {
  return counted === null ? 0 : counted.reduce((sum, minor) => sum + minor, 0);
}

/** What nothing is left of earns nothing, whatever is earned for it. */
function refusalOf({ counted, terms }: Candidate, countedMinor: number): WantedWhy | null {
  if (counted === null) return null;
  if (countedMinor === 0) return { kind: 'nothing_counts' };
  const missingMinor = terms.minimumMinor - countedMinor;
  return missingMinor > 0 ? { kind: 'below_minimum', missingMinor } : null;
}

function plainUnits(candidate: Candidate): Wanted {
  const countedMinor = sumOf(candidate.counted);
  const why = refusalOf(candidate, countedMinor);
  const units = why === null ? unitsFor(candidate.terms.award, countedMinor) : 0;
  return { units: Math.min(unitsMax, units), countedMinor, why };
}

function unitsFor(award: Award, countedMinor: number): number {
  switch (award.kind) {
    case 'rate':
      return proportion(countedMinor, { times: award.units, per: award.perMinor }, award.rounding);
    case 'fixed':
      return award.units;
    case 'multiplier':
      return 0;
  }
}

const once = 100;

/** What a multiplier adds: of each rule what that earns for the lines that both count. */
function extraUnits(candidate: Candidate, plain: readonly Candidate[], outcomes: Outcomes): Wanted {
  const { award } = candidate.terms;
  const countedMinor = sumOf(candidate.counted);
  const why = refusalOf(candidate, countedMinor);
  if (award.kind !== 'multiplier' || why !== null) return { units: 0, countedMinor, why };
  const multiplied = plain
    .filter(({ rule, wallet }) => wallet === candidate.wallet && (award.of === null || award.of.includes(rule)))
    .map((other) => sharedUnits(candidate, other, outcomes));
  const base = multiplied.reduce((sum, units) => sum + units, 0);
  const units = proportion(base, { times: award.factorHundredths - once, per: once }, award.rounding);
  return {
    units: Math.min(unitsMax, units),
    countedMinor,
    why: units > 0 || base > 0 ? null : { kind: 'nothing_counts' },
  };
}

function sharedUnits(multiplier: Candidate, other: Candidate, outcomes: Outcomes): number {
  const units = outcomes.get(other.rule)?.units ?? 0;
  if (units === 0 || multiplier.counted === null || other.counted === null) return units;
  const sharedMinor = other.counted.reduce(
    (sum, minor, index) => sum + ((multiplier.counted?.[index] ?? 0) > 0 ? minor : 0),
    0,
  );
  if (sharedMinor === 0) return 0;
  return other.terms.award.kind === 'rate' ? unitsFor(other.terms.award, sharedMinor) : units;
}

/** Candidates stand in their order of precedence. */
function settleGroups(candidates: readonly Candidate[], outcomes: Outcomes): void {
  const groups = Map.groupBy(
    candidates.filter(({ terms }) => terms.group !== null && terms.mode !== 'add'),
    ({ terms }) => terms.group,
  );
  for (const group of groups.values()) {
    const earning = group.filter(({ rule }) => (outcomes.get(rule)?.units ?? 0) > 0);
    const winner = winnerOf(earning, outcomes);
    if (winner === undefined) continue;
    const kind = winner.terms.mode === 'best' ? 'outbid' : 'excluded';
    for (const { rule } of earning) {
      const wanted = outcomes.get(rule);
      if (rule === winner.rule || wanted === undefined) continue;
      outcomes.set(rule, { ...wanted, units: 0, why: { kind, by: winner.rule } });
    }
  }
}

function winnerOf(earning: readonly Candidate[], outcomes: Outcomes): Candidate | undefined {
  const [first] = earning;
  if (first === undefined || first.terms.mode !== 'best') return first;
  const unitsOf = ({ rule }: Candidate) => outcomes.get(rule)?.units ?? 0;
  return earning.toSorted((a, b) => unitsOf(b) - unitsOf(a) || (a.rule < b.rule ? -1 : 1))[0];
}
