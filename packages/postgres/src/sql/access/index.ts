export { completeAudit, insertAudit, insertAudits, listAudit, readActorNames } from './audit.ts';
export type { AuditQuery, AuditRow, NamedActor } from './audit.ts';
export { deleteAttempts, giveAttemptBack, lockAttempts, writeAttempts } from './attempts.ts';
export type { AttemptRow } from './attempts.ts';
export { deleteChallenge, deleteChallenges, insertChallenge, takeChallengeTry } from './challenges.ts';
export type { ChallengeRow } from './challenges.ts';
export {
  confirmFactor,
  deleteBegunFactors,
  deleteFactor,
  deleteFactorRoles,
  deleteFactors,
  insertFactor,
  insertFactorRole,
  listFactorRoles,
  listFactors,
  noteFactorUsed,
  renameFactor,
} from './factors.ts';
export type { FactorRow } from './factors.ts';
export {
  deleteSessionsOfIdentity,
  deleteUserIdentity,
  insertUserIdentity,
  keepSessionWithoutIdentity,
  listUserIdentities,
  noteUserIdentityUsed,
  readUserIdentity,
} from './provider/identities.ts';
export type { UserIdentityRow } from './provider/identities.ts';
export { insertKey, listKeys, listSources, noteKeysUsed, readKeyByHash, revokeKey } from './keys.ts';
export type { ApiKeyRow, SourceRow } from './keys.ts';
export { forgetDevices, isDeviceKnown, keepDevice } from './known-devices.ts';
export { confirmSession, deleteSessionById, listSessions, noteSessionUsed } from './own-sessions.ts';
export {
  deleteExpiredPasskeyChallenges,
  insertPasskey,
  insertPasskeyChallenge,
  listPasskeys,
  readPasskey,
  takePasskeyChallenge,
  takePasskeyUse,
} from './passkeys.ts';
export type { PasskeyChallengeRow, PasskeyRow } from './passkeys.ts';
export { deleteExpiredProviderVisits, insertProviderVisit, takeProviderVisit } from './provider/visits.ts';
export type { ProviderVisitRow } from './provider/visits.ts';
export { countRecoveryCodes, deleteRecoveryCodes, insertRecoveryCode, takeRecoveryCode } from './recovery-codes.ts';
export { insertTotp, listTotps, readTotpsNotUnder, replaceTotpSecret, takeTotpStep } from './totp.ts';
export type { TotpRow } from './totp.ts';
export { deleteDraft, insertDraft, listDrafts, readDraft, saveDraft } from './program-drafts.ts';
export type { ProgramDraftRow } from './program-drafts.ts';
export {
  deleteExpiredTokens,
  deleteFirstLinks,
  deleteOtherSessions,
  deleteSession,
  deleteSignInLinks,
  insertSession,
  insertSignInLink,
  isFirstLink,
  readSession,
  takeSignInLink,
} from './sessions.ts';
export type { SessionRow, TokenRow } from './sessions.ts';
export {
  hasAnybodySignedIn,
  insertUser,
  listUsers,
  lockAdministrators,
  lockUsers,
  noteUserSeen,
  readUser,
  readUserByEmail,
  setPasswordHash,
  updateUser,
} from './users.ts';
export type { ConsoleUserRow } from './users.ts';
