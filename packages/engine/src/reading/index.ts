export { readMember } from './read-member.ts';
