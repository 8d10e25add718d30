import { auditFacet } from './audit/index.ts';
import { dataFacet } from './data/index.ts';
import { explorerFacet } from './explorer/index.ts';
import { factsFacet } from './facts/index.ts';
import { identityFacet } from './identity/index.ts';
import { importsFacet } from './imports/index.ts';
import { keysFacet } from './keys/index.ts';
import { liabilityFacet } from './liability/index.ts';
import { lifecycleFacet } from './lifecycle/index.ts';
import { loyaltyFacet } from './loyalty/index.ts';
import { membersFacet } from './members/index.ts';
import { overviewFacet } from './overview/index.ts';
import { programFacet } from './program/index.ts';
import { quarantineFacet } from './quarantine/index.ts';
import { referenceFacet } from './reference/index.ts';
import { registersFacet } from './registers/index.ts';
import { segmentsFacet } from './segments/index.ts';
import { sessionFacet } from './session/index.ts';
import { settingsFacet } from './settings/index.ts';
import { tiersFacet } from './tiers/index.ts';
import { usersFacet } from './users/index.ts';
import { walletsFacet } from './wallets/index.ts';
import { webhooksFacet } from './webhooks/index.ts';

/**
 * Every capability of the console, once. Router, navigation, tabs, keyboard, path builder and texts are made from this list; the
 * order says nothing, for what has an order has ranks.
 */
export const facets = [
  overviewFacet,
  membersFacet,
  segmentsFacet,
  lifecycleFacet,
  registersFacet,
  walletsFacet,
  tiersFacet,
  loyaltyFacet,
  liabilityFacet,
  identityFacet,
  programFacet,
  dataFacet,
  keysFacet,
  factsFacet,
  quarantineFacet,
  importsFacet,
  referenceFacet,
  settingsFacet,
  sessionFacet,
  usersFacet,
  webhooksFacet,
  auditFacet,
  explorerFacet,
] as const;
