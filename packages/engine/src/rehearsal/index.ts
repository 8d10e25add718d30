export { explainRehearsed, type ExplainOptions } from './explain-member.ts';
export {
  joinRehearsal,
  rehearsePart,
  rehearseProgram,
  sharesBudgets,
  type RehearsalPart,
  type RehearseOptions,
} from './rehearse-program.ts';
export type * from './answer/rehearsal.ts';
