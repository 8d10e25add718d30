/** The wire of the staff: the console, and developers with an API key. */
export { createClient } from './client.ts';
export type { Client } from './client.ts';
export { actWords } from './audit/act-words.ts';
export { commandLineActs } from './audit/acts.ts';
export { auditText } from './audit/audit-text.ts';
export { actorWords, auditColumnWords, outcomeWords } from './audit/audit-words.ts';
export { importKinds, importMapping } from './imports/import-mapping.ts';
export type { ImportMapping } from './imports/import-mapping.ts';
export { importPhoneCountries } from './imports/phone-countries.ts';
export { rejectColumnWords } from './imports/reject-words.ts';
export type { ImportRun, Upload } from './imports/import-run.ts';
export type { Installation } from './installation/routes.ts';
export type { ApiKey } from './keys/routes.ts';
export type { TailFact } from './facts/routes.ts';
export { bookAccountWords, entryColumnWords, entryNameWords, monthStateWords } from './liability/entry-words.ts';
export type { Liability } from './liability/liability.ts';
export { memberFileColumns } from './members/member-file.ts';
export type { MemberFileColumn } from './members/member-file.ts';
export { identityColumnWords, memberColumnWords, nextChangeWords } from './members/column-words.ts';
export type { Clause, ClauseOnWire, Explanation } from './members/explanation.ts';
export { memberSortFields } from './members/member-filter.ts';
export type { TimelineItem } from './members/member-history.ts';
export type { MemberProfile } from './members/member-profile.ts';
export type { MoveCause } from './members/move-cause.ts';
export type { MemberRow } from './members/member-row.ts';
export { levelRow, levelsReport } from './openings/level-row.ts';
export type { LevelRow, LevelsReport } from './openings/level-row.ts';
export { openingRow, openingsReport } from './openings/opening-row.ts';
export type { OpeningRow, OpeningsReport } from './openings/opening-row.ts';
export { changeDrill, moveDrill, movementDrill, netDrill, seriesDrill, stageDrill } from './overview/drills.ts';
export type { MembersQuestion, Move, MovementName } from './overview/drills.ts';
export { referenceRowsMax } from './reference/reference-row.ts';
export { routes } from './routes.ts';
export type { Routes } from './routes.ts';
export type { Factor } from './session/factor.ts';
export type {
  Assertion,
  Attestation,
  PasskeyCreationOptions,
  PasskeyDescriptor,
  PasskeyRequestOptions,
} from './session/passkey.ts';
export type { Identity } from './session/provider-routes.ts';
export type { OpenSession } from '../schemas/open-session.ts';
export type { SecondStepMethod, SecondStepProof } from './session/second-step.ts';
export { tierDueDrill, tierMoveDrill } from './tiers/drills.ts';
export type { MemberTierSet, TierAnswer } from './tiers/tier.ts';
export type { User } from './users/user.ts';
export {
  deliveryState,
  oldSecretHoursMax,
  webhookCountMax,
  webhookLimits,
  webhooksMax,
  webhookSaid,
} from './webhooks/webhook.ts';
export type { Delivery, EventKind, Webhook, WebhookSaid } from './webhooks/webhook.ts';
export { expiringDrill } from './wallets/expiring.ts';
export { statementEntriesMax, statementFormat } from './wallets/signed-statement.ts';
export type { SignedStatement } from './wallets/signed-statement.ts';
export type { EarnBasketSent, EarnPreviewAnswer } from './wallets/earn-preview.ts';
export type { WalletAnswer } from './wallets/action.ts';
export type { Approval } from './wallets/approval-routes.ts';
export type { WalletAction } from './wallets/many-actions.ts';
export type { WalletBalance, WalletEntry, WalletHold, WalletLot, WalletStatement } from './wallets/wallet.ts';
export { segmentConditionMax, segmentsMax } from './segments/segment.ts';
export type { Segment, SegmentClause, SegmentExplanation, SegmentSaid } from './segments/segment.ts';
