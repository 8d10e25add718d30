import type { Budget } from '../kernel/command.ts';
import { invariant } from '../kernel/base/invariant.ts';
import type { CompiledProgram, Facets } from '../kernel/facet.ts';

/** What a program says there is of resources, by the name of each. Throws an invariant error for what no resource can have. */
export function budgetsOfProgram(program: CompiledProgram, { list }: Facets): readonly Budget[] {
  const budgets = list.flatMap((facet) => facet.budgets?.(program.rules[facet.index]) ?? []);
  for (const { resource, units } of budgets)
    invariant(Number.isSafeInteger(units) && units >= 0, `${units} of ${resource} cannot be a budget`);
  const names = new Set(budgets.map(({ resource }) => resource));
  invariant(names.size === budgets.length, 'a resource has one budget');
  return budgets.toSorted((a, b) => (a.resource < b.resource ? -1 : 1));
}
