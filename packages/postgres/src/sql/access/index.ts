export { completeAudit, insertAudit, insertAudits, listAudit } from './audit.ts';
export type { AuditRow } from './audit.ts';
export { insertKey, listKeys, listSources, noteKeysUsed, readKeyByHash, revokeKey } from './keys.ts';
export type { ApiKeyRow, SourceRow } from './keys.ts';
export { deleteDraft, insertDraft, listDrafts, readDraft, saveDraft } from './program-drafts.ts';
export type { ProgramDraftRow } from './program-drafts.ts';
export {
  deleteExpiredTokens,
  deleteOtherSessions,
  deleteSession,
  deleteSignInLinks,
  insertSession,
  insertSignInLink,
  readSession,
  takeSignInLink,
} from './sessions.ts';
export type { SessionRow, TokenRow } from './sessions.ts';
export {
  hasAnybodySignedIn,
  insertUser,
  listUsers,
  lockAdministrators,
  noteUserSeen,
  readUser,
  readUserByEmail,
  setPasswordHash,
  updateUser,
} from './users.ts';
export type { ConsoleUserRow } from './users.ts';
