export { compareMembers, type Difference } from './differences.ts';
export { verifyReplay, type MemberDifferences, type ReplayReport, type VerifyOptions } from './verify-replay.ts';
