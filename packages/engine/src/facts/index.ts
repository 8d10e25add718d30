export type { CheckFact, FactCheck, FactProblem } from './fact-check.ts';
export type { FactIntake, FactVerdict, IngestContext } from './fact-intake.ts';
export type { AppendVerdict, PreparedFact, PreparedOrder } from './prepared-fact.ts';
