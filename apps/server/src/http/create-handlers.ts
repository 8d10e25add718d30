import type { UseCases } from '../composition/use-cases.ts';
import type { Handlers } from './routing/handlers.ts';
import { createAuditHandlers } from './handlers/audit.ts';
import { createFactHandlers } from './handlers/facts.ts';
import { createIdentityHandlers } from './handlers/members/identities.ts';
import { createImportHandlers } from './handlers/imports.ts';
import { createInstallationHandlers } from './handlers/installation.ts';
import { createKeyHandlers } from './handlers/keys.ts';
import { createLiabilityHandlers } from './handlers/liability.ts';
import { createMemberHandlers, createTagHandlers } from './handlers/members/members.ts';
import { createOpeningHandlers } from './handlers/openings.ts';
import { createOverviewHandlers } from './handlers/overview.ts';
import { createProgramHandlers } from './handlers/program.ts';
import { createQuarantineHandlers } from './handlers/quarantine.ts';
import { createRateHandlers } from './handlers/rates.ts';
import { createReferenceHandlers } from './handlers/reference.ts';
import { createSegmentHandlers } from './handlers/members/segments.ts';
import { createSessionHandlers } from './handlers/session.ts';
import { createTierHandlers } from './handlers/members/tiers.ts';
import { createUserHandlers } from './handlers/users.ts';
import { createWalletHandlers } from './handlers/members/wallets.ts';
import { createWebhookHandlers } from './handlers/webhooks.ts';

/** Every route of the table over its use case. */
export function createHandlers(useCases: UseCases, publicUrl: () => string): Handlers {
  return {
    session: createSessionHandlers(useCases.signIn, useCases.ownAccount),
    users: createUserHandlers(useCases.users, publicUrl),
    installation: createInstallationHandlers(useCases),
    overview: createOverviewHandlers(useCases.overview),
    members: createMemberHandlers(useCases),
    tags: createTagHandlers(useCases),
    segments: createSegmentHandlers(useCases.segments),
    wallets: createWalletHandlers(useCases),
    tiers: createTierHandlers(useCases),
    liability: createLiabilityHandlers(useCases.liabilities),
    openings: createOpeningHandlers(useCases),
    identities: createIdentityHandlers(useCases.identities),
    program: createProgramHandlers(useCases.program),
    keys: createKeyHandlers(useCases),
    facts: createFactHandlers(useCases.followFacts),
    quarantine: createQuarantineHandlers(useCases.quarantine),
    imports: createImportHandlers(useCases.imports),
    reference: createReferenceHandlers(useCases.reference),
    rates: createRateHandlers(useCases.rates),
    webhooks: createWebhookHandlers(useCases.webhooks),
    audit: createAuditHandlers(useCases.auditLog),
  };
}
