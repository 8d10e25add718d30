export {
  eraseMember,
  type AuditPersonalData,
  type ErasureReport,
  type PersonalDataAct,
  type PrivacyOptions,
} from './erase-member.ts';
export { createForget, type ErasureMeaningsOf, type Forget, type Kept } from './forget-personal.ts';
export type { ExportLine } from './export-line.ts';
export { exportMember, restore } from './export-member.ts';
export { createOwnTexts, type OwnTexts, type PersonalFound } from './own-texts.ts';
export { liftPersonal, type LiftedSecret, type FieldMeaningsOf } from './lift-personal.ts';
export type {
  ErasureTransaction,
  FactRange,
  GuestStay,
  LogEnds,
  Mention,
  PrivacyStore,
  QuarantinedBody,
  Rewriting,
  SealedBody,
  SecretKey,
  StoredDecision,
  StoredDerivedFact,
  StoredFact,
  StoredMerge,
  StoredRow,
} from './privacy-store.ts';
export { rotateMasterKey } from './rotate-keys.ts';
export { identitySecretName, secretContext, type MemberKeyRow, type SecretRow } from './secret-rows.ts';
export type { IdentitiesOfBody } from './quarantine-of-member.ts';
export type { BodyIdentity, MentionReason } from './whose-body.ts';
export { namesThing } from './thing-names.ts';
