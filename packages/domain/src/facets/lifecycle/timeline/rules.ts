import type { CompiledProgram, Use, View } from '../../../kernel/facet.ts';
import type { ConditionWorld } from '../../../kernel/fields/world.ts';
import { lifecycleIndex } from '../activity/subject.ts';
import type { NumberSpaces, ProgramSettings, ProgramStatistics } from '../documents/documents.ts';
import type { MemberLifecycle } from './state.ts';
import type { CompiledLifecycle } from '../stages/compile-lifecycle.ts';

/** What the facet made of its documents. */
export interface LifecycleRules {
  readonly settings: ProgramSettings;
  readonly statistics: ProgramStatistics;
  readonly numberSpaces: NumberSpaces;
  readonly lifecycles: readonly CompiledLifecycle[];
  readonly world: ConditionWorld;
  /** Evidence outside this mask moves no stage of any lifecycle. */
  readonly mask: number;
  /** The space in which order numbers of a source count. */
  readonly spaceOf: (source: string) => string;
}

/** The one place where the rules get their type back: the program holds what this facet compiled under its number. */
export function lifecycleRulesOf(program: CompiledProgram): LifecycleRules {
  return program.rules[lifecycleIndex] as LifecycleRules;
}

export type LifecycleView = View<MemberLifecycle>;

/** Under which rules, and as the effect of what, a timeline is moved. */
export interface Move {
  readonly rules: LifecycleRules;
  readonly use: Use;
}
