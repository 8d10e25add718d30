import type { DayTable } from '../../kernel/base/day-table.ts';
import type { CompiledProgram } from '../../kernel/facet.ts';
import { registersIndex } from './fields.ts';
import type { AttributeLock } from '../../kernel/documents/attribute-locks.ts';

/** What the facet made of its documents. */
export interface RegistersRules {
  /** By the attribute's name. */
  readonly locks: ReadonlyMap<string, AttributeLock>;
  readonly days: DayTable;
}

/** The one place where the rules get their type back: the program holds what this facet compiled under its number. */
export function registersRulesOf(program: CompiledProgram): RegistersRules {
  return program.rules[registersIndex] as RegistersRules;
}
