import { checkCondition } from '../../../../conditions/check-condition.ts';
import { compileCondition } from '../../../../conditions/compile-condition.ts';
import type { Condition } from '../../../../conditions/condition.ts';
import type { Predicate } from '../../../../conditions/predicate.ts';
import { createProblemList } from '../../../../kernel/documents/document-problem.ts';
import { invariant } from '../../../../kernel/base/invariant.ts';
import type { FactValue } from '../../../../kernel/base/payload.ts';
import type { ConditionWorld } from '../../../../kernel/fields/world.ts';
import { splitUnits } from '../../../../money/largest-remainder.ts';
import { proportion } from '../../../../money/proportion.ts';
import { lineCatalogue, subjectOfEvent } from '../documents/event-fields.ts';
import type { Tender } from './order-evidence.ts';
import type { RemainingLine } from '../../../lifecycle/activity/remaining-lines.ts';

export interface CountUse {
  readonly tenders: readonly Tender[];
  /** Means of payment that do not count. */
  readonly excludes: readonly string[];
  /** Null: every line counts. */
  readonly lines: Predicate | null;
}

/**
 * What counts of each line of an order for a rule, minor units of money. What was paid by means that do not count is spread over all lines
 * by largest remainder; of a line that came back in part the same part of what counts is left.
 */
export function countedLines(lines: readonly RemainingLine[], { tenders, excludes, lines: which }: CountUse): number[] {
  const paid = lines.reduce((sum, { paidMinor }) => sum + paidMinor, 0);
  const excluded = Math.min(paid, excludedMinor(tenders, excludes));
  const shares =
    excluded === 0
      ? null
      : splitUnits(
          excluded,
          lines.map(({ line, paidMinor }) => ({ key: line, weight: paidMinor })),
        );
  return lines.map((line, index) => {
    if (line.remainingMinor === 0 || (which !== null && !which.test(subjectOfEvent(line), 0))) return 0;
    const counted = line.paidMinor - (shares?.[index] ?? 0);
    return proportion(counted, { times: line.remainingMinor, per: line.paidMinor }, 'down');
  });
}

function excludedMinor(tenders: readonly Tender[], excludes: readonly string[]): number {
  return tenders.reduce((sum, [tender, minor]) => (excludes.includes(tender) ? sum + minor : sum), 0);
}

/** A condition over lines that an award was agreed under: it was sound then, and the fields of lines stay what they are. */
export function compileLines(lines: Condition, world: ConditionWorld): Predicate {
  const problems = createProblemList();
  // A condition came out of JSON.
  const value = lines as unknown as FactValue;
  const node = checkCondition(value, { path: '', problems }, { catalogue: lineCatalogue, purpose: 'now' });
  invariant(node !== null, `a condition over lines that is none: ${JSON.stringify(lines)}`);
  return compileCondition(node, world);
}
