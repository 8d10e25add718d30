import type { UseCases } from '../../composition/use-cases.ts';
import type { Handlers } from '../routing/handlers.ts';
import { createAuditHandlers } from './audit.ts';
import { createFactHandlers } from './facts.ts';
import { createIdentityHandlers } from './identities.ts';
import { createImportHandlers } from './imports.ts';
import { createInstallationHandlers } from './installation.ts';
import { createKeyHandlers } from './keys.ts';
import { createMemberHandlers, createTagHandlers } from './members.ts';
import { createOverviewHandlers } from './overview.ts';
import { createProgramHandlers } from './program.ts';
import { createQuarantineHandlers } from './quarantine.ts';
import { createRateHandlers } from './rates.ts';
import { createReferenceHandlers } from './reference.ts';
import { createSessionHandlers } from './session.ts';
import { createUserHandlers } from './users.ts';
import { createWebhookHandlers } from './webhooks.ts';

/** Every route of the table over its use case. */
export function createHandlers(useCases: UseCases, publicUrl: () => string): Handlers {
  return {
    session: createSessionHandlers(useCases.signIn, useCases.ownAccount),
    users: createUserHandlers(useCases.users, publicUrl),
    installation: createInstallationHandlers(useCases),
    overview: createOverviewHandlers(useCases.overview),
    members: createMemberHandlers(useCases),
    tags: createTagHandlers(useCases),
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
