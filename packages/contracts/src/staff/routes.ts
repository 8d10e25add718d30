import { auditRoutes } from './audit/routes.ts';
import { factsRoutes } from './facts/routes.ts';
import { identitiesRoutes } from './identities/routes.ts';
import { importsRoutes } from './imports/routes.ts';
import { installationRoutes } from './installation/routes.ts';
import { keysRoutes } from './keys/routes.ts';
import { liabilityRoutes } from './liability/routes.ts';
import { membersRoutes } from './members/routes.ts';
import { openingsRoutes } from './openings/routes.ts';
import { overviewRoutes } from './overview/routes.ts';
import { programRoutes } from './program/routes.ts';
import { quarantineRoutes } from './quarantine/routes.ts';
import { ratesRoutes } from './rates/routes.ts';
import { referenceRoutes } from './reference/routes.ts';
import { segmentsRoutes } from './segments/routes.ts';
import { sessionRoutes } from './session/routes.ts';
import { tagsRoutes } from './tags/routes.ts';
import { tiersRoutes } from './tiers/routes.ts';
import { usersRoutes } from './users/routes.ts';
import { walletsRoutes } from './wallets/routes.ts';
import { webhooksRoutes } from './webhooks/routes.ts';

/** Every route of the staff: of the console, and of developers with an API key. One line a room. */
export const routes = {
  session: sessionRoutes,
  users: usersRoutes,
  installation: installationRoutes,
  overview: overviewRoutes,
  members: membersRoutes,
  tags: tagsRoutes,
  segments: segmentsRoutes,
  wallets: walletsRoutes,
  tiers: tiersRoutes,
  liability: liabilityRoutes,
  openings: openingsRoutes,
  identities: identitiesRoutes,
  program: programRoutes,
  keys: keysRoutes,
  facts: factsRoutes,
  quarantine: quarantineRoutes,
  imports: importsRoutes,
  reference: referenceRoutes,
  rates: ratesRoutes,
  webhooks: webhooksRoutes,
  audit: auditRoutes,
} as const;
export type Routes = typeof routes;
