export { readMember } from './read-member.ts';
export {
  figuresAsOf,
  figuresMembersMax,
  readFiguresAsOf,
  type MemberFigures,
  type PastFactsWanted,
  type ReadPastFacts,
} from './figures-as-of.ts';
