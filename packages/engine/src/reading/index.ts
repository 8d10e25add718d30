export { readMember } from './read-member.ts';
export {
  figuresAsOf,
  figuresMembersMax,
  readFiguresAsOf,
  type MemberFigures,
  type MemberTellings,
  type ReadTellings,
} from './figures-as-of.ts';
