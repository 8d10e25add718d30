export { readMember } from './read-member.ts';
export {
  figuresAsOf,
  figuresMembersMax,
  readFiguresAsOf,
  type FiguresQuery,
  type MemberFigures,
  type MemberTellings,
  type ReadTellings,
} from './figures-as-of.ts';
