export { explainRehearsed, type ExplainOptions } from './explain-member.ts';
export { rehearseProgram, type RehearseOptions } from './rehearse-program.ts';
export type * from './answer/rehearsal.ts';
