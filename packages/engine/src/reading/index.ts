export { readMember } from './read-member.ts';
export { readStoredMember } from './read-stored-member.ts';
export { tryFirstStep, tryStep, type TriedStep } from './try-step.ts';
export {
  membersAsOf,
  membersAsOfMax,
  readMembersAsOf,
  type AsOfQuery,
  type MemberStepsWanted,
  type MemberThen,
  type ReadStepsWanted,
} from './members-as-of.ts';
