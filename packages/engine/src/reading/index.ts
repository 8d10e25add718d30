export { readMember } from './read-member.ts';
export {
  figuresAsOf,
  figuresMembersMax,
  readFiguresAsOf,
  type MemberFigures,
  type MemberStepsWanted,
  type ReadStepsWanted,
} from './figures-as-of.ts';
