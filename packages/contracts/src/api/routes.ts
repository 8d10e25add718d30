import { importRoutes } from './imports.ts';
import { installationRoutes } from './installation.ts';
import { memberRoutes } from './members.ts';
import { overviewRoutes } from './overview.ts';
import { programRoutes } from './program.ts';
import { rateRoutes } from './rates.ts';
import { referenceRoutes } from './reference.ts';
import { sessionRoutes, userRoutes } from './session.ts';
import { auditRoutes, factRoutes, keyRoutes, quarantineRoutes } from './sources.ts';

/** Every route of the console and of developers, but for ingestion. The one table that server, client, tests and docs read. */
export const routes = {
  session: sessionRoutes,
  users: userRoutes,
  installation: installationRoutes,
  overview: overviewRoutes,
  members: memberRoutes,
  program: programRoutes,
  keys: keyRoutes,
  facts: factRoutes,
  quarantine: quarantineRoutes,
  imports: importRoutes,
  reference: referenceRoutes,
  rates: rateRoutes,
  audit: auditRoutes,
} as const;
export type Routes = typeof routes;
