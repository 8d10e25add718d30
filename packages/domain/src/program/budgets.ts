import type { Budget } from '../kernel/command.ts';
import { createDayTable } from '../kernel/base/day-table.ts';
import { invariant } from '../kernel/base/invariant.ts';
import type { ProgramDocuments } from '../kernel/documents/document.ts';
import type { Facets } from '../kernel/facet.ts';
import { compileProgram } from './compile-program.ts';

/**
 * What a program says there is of resources, in the order of their names. Throws an invariant error for documents that are not sound, and
 * for what no resource can have.
 */
export function budgetsOf(
  documents: ProgramDocuments,
  { facets, zone }: { readonly facets: Facets; readonly zone: string },
): readonly Budget[] {
  // Most programs have none, and compiling one for nothing costs as much as for something.
  if (facets.list.every((facet) => facet.budgets === undefined)) return [];
  const { rules } = compileProgram(documents, { version: 1, effectiveAt: 0 }, { facets, days: createDayTable(zone) });
  const budgets = facets.list.flatMap((facet) => facet.budgets?.(rules[facet.index]) ?? []);
  for (const { resource, units } of budgets)
    invariant(Number.isSafeInteger(units) && units >= 0, `${units} of ${resource} cannot be a budget`);
  const names = new Set(budgets.map(({ resource }) => resource));
  invariant(names.size === budgets.length, 'a resource has one budget');
  return budgets.toSorted((a, b) => (a.resource < b.resource ? -1 : 1));
}
