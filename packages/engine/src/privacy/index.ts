export {
  bodyHash,
  createKeyring,
  decrypt,
  keyBytes,
  KeyMissingError,
  messageKey,
  unwrapKey,
  type HashKey,
  type Keyring,
} from '../keys/keyring.ts';
export { liftPersonal, type PersonalPathsOf } from './lift-personal.ts';
export {
  eraseMember,
  type AuditPersonalData,
  type ErasureReport,
  type PersonalDataAct,
  type PrivacyOptions,
} from './erase-member.ts';
export { exportMember, restore, type ExportLine } from './export-member.ts';
export type { ErasureTransaction, FactRange, PrivacyStore, SealedBody, StoredFact } from './privacy-store.ts';
export { rotateMasterKey } from './rotate-keys.ts';
