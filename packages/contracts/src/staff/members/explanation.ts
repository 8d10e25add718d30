import type { FactValue } from '@perennial/domain';
import { z } from 'zod';
import { identifier, instant, jsonValue, localizedText } from '../../schemas/common.ts';
import { moveCause, recordedBy } from './move-cause.ts';

/** One clause of a condition with its verdict: which value it saw, and when time alone will turn it. */
export interface Clause {
  readonly kind: 'group' | 'rule';
  readonly isTrue: boolean;
  /** When time alone turns the verdict; null: never. */
  readonly flipsAt: number | null;
  readonly combinator?: 'and' | 'or' | undefined;
  readonly isNegated?: boolean | undefined;
  readonly clauses?: readonly Clause[] | undefined;
  readonly field?: string | undefined;
  readonly operator?: string | undefined;
  readonly value?: FactValue | undefined;
  readonly actual?: FactValue | undefined;
  /** The bound that the value was compared with, once windows are resolved: days of a personal window, say. */
  readonly resolved?: FactValue | undefined;
}
export interface ClauseOnWire extends Omit<Clause, 'flipsAt' | 'clauses'> {
  readonly flipsAt: string | null;
  readonly clauses?: readonly ClauseOnWire[] | undefined;
}

export const clause: z.ZodType<Clause, ClauseOnWire> = z.object({
  kind: z.enum(['group', 'rule']),
  isTrue: z.boolean(),
  flipsAt: instant.nullable(),
  combinator: z.enum(['and', 'or']).optional(),
  isNegated: z.boolean().optional(),
  get clauses() {
    return z.array(clause).optional();
  },
  field: z.string().optional(),
  operator: z.string().optional(),
  value: jsonValue.optional(),
  actual: jsonValue.optional(),
  resolved: jsonValue.optional(),
});

/** Why a member is where she is, for every lifecycle of the program. */
export const explanation = z.object({
  asOfAt: instant,
  programVersion: z.number().int(),
  lifecycles: z.array(
    z.object({
      lifecycle: identifier,
      name: localizedText,
      stage: z.string(),
      since: instant.nullable(),
      /** What brought her there at `since`. */
      cause: moveCause.nullable(),
      recorded: recordedBy.nullable(),
      next: z.object({ stage: identifier, at: instant }).nullable(),
      /** In the order of precedence; the first whose clause holds is the stage. */
      stages: z.array(
        z.object({ stage: identifier, name: localizedText, isTrue: z.boolean(), clause: clause.nullable() }),
      ),
    }),
  ),
});
export type Explanation = z.output<typeof explanation>;
