import type { Database } from '@perennial/postgres';
import { countLoggedFacts } from '@perennial/postgres/reading';
import { currencyDigits } from '../ingest/currency-digits.ts';
import type { Lag } from '../platform/lag-watch.ts';
import type { Platform } from '../platform/platform.ts';
import { holdsDemo } from '../stores/index.ts';
import { createKeyManagement } from '../use-cases/access/manage-keys.ts';
import type { KeyManagement } from '../use-cases/access/manage-keys.ts';
import { createUserManagement } from '../use-cases/access/manage-users.ts';
import type { UserManagement } from '../use-cases/access/manage-users.ts';
import { createOwnAccount } from '../use-cases/access/own-account.ts';
import type { OwnAccount } from '../use-cases/access/own-account.ts';
import { createSignIn } from '../use-cases/access/sign-in.ts';
import type { SignIn } from '../use-cases/access/sign-in.ts';
import { createAudit } from '../use-cases/audit/audit.ts';
import type { Audit } from '../use-cases/audit/audit.ts';
import { createListAuditEntries } from '../use-cases/audit/list-audit.ts';
import type { ListAuditEntries } from '../use-cases/audit/list-audit.ts';
import { createFollowFacts } from '../use-cases/facts/fact-tail.ts';
import type { FollowFacts } from '../use-cases/facts/fact-tail.ts';
import type { ImportJobs } from '../use-cases/imports/import-jobs.ts';
import { createImportService } from '../use-cases/imports/import-service.ts';
import { createImports } from '../use-cases/imports/imports.ts';
import type { Imports } from '../use-cases/imports/imports.ts';
import { createDescribeInstallation } from '../use-cases/installation/describe-installation.ts';
import type { DescribeInstallation } from '../use-cases/installation/describe-installation.ts';
import type { Jobs } from '../use-cases/kernel/jobs.ts';
import { createOverview } from '../use-cases/overview/overview.ts';
import type { Overview } from '../use-cases/overview/overview.ts';
import type { PreviewResult } from '../use-cases/program/previews.ts';
import type { Program } from '../use-cases/program/program.ts';
import { createQuarantineUseCases } from '../use-cases/quarantine/quarantine.ts';
import type { QuarantineUseCases } from '../use-cases/quarantine/quarantine.ts';
import { createRates } from '../use-cases/rates/rates.ts';
import type { Rates } from '../use-cases/rates/rates.ts';
import { createReference } from '../use-cases/reference/reference.ts';
import type { Reference } from '../use-cases/reference/reference.ts';
import { createListSources } from '../use-cases/sources/list-sources.ts';
import type { ListSources } from '../use-cases/sources/list-sources.ts';
import { countSources } from '../use-cases/sources/source-counts.ts';
import type { Accounts } from './accounts.ts';
import { composeMembers } from './members.ts';
import type { MemberUseCases } from './members.ts';
import { composeProgram } from './program.ts';
import { createReadingWorld } from './reading-world.ts';

export interface UseCaseParts {
  readonly platform: Platform;
  readonly accounts: Accounts;
  readonly lag: { readonly current: () => Lag };
  readonly importJobs: ImportJobs;
  readonly previews: Jobs<PreviewResult>;
  readonly version: string;
}

/** All that Perennial does, whoever asks for it: the API's routes, a command, a worker. */
export interface UseCases extends MemberUseCases {
  readonly audit: Audit;
  readonly listAudit: ListAuditEntries;
  readonly signIn: SignIn;
  readonly ownAccount: OwnAccount;
  readonly users: UserManagement;
  readonly keys: KeyManagement;
  readonly listSources: ListSources;
  readonly describeInstallation: DescribeInstallation;
  readonly overview: Overview;
  readonly program: Program;
  readonly followFacts: FollowFacts;
  readonly quarantine: QuarantineUseCases;
  readonly imports: Imports;
  readonly reference: Reference;
  readonly rates: Rates;
}

/** Every use case on the stores of a platform. */
export function createUseCases(parts: UseCaseParts): UseCases {
  const { platform, lag } = parts;
  const { database, ingestion, installation } = platform;
  const audit = createAudit(database);
  const world = createReadingWorld(platform, () => lag.current().lens.milliseconds);
  const countFacts = () => countLoggedFacts(database);
  return {
    ...composeMembers(platform, { audit, world }),
    ...composeAccess(database, parts.accounts, audit),
    audit,
    listAudit: createListAuditEntries(database),
    listSources: createListSources({ sql: database, countSources: () => countSources(world) }),
    describeInstallation: createDescribeInstallation({
      sql: database,
      world,
      version: parts.version,
      currency: installation.currency,
      phoneCountry: ingestion.phoneCountryOf(),
      shardCount: installation.shard_count,
      isDemo: () => holdsDemo(platform.config.dataFolder),
      foldLag: async () => ({ steps: lag.current().foldSteps, milliseconds: lag.current().foldMs }),
      lensLag: async () => ({ facts: lag.current().lens.rows, milliseconds: lag.current().lens.milliseconds }),
    }),
    overview: createOverview(world),
    program: composeProgram(platform, { audit, previews: parts.previews }),
    followFacts: createFollowFacts({ world, countFacts }),
    quarantine: createQuarantineUseCases({ quarantine: ingestion.quarantine, audit }),
    imports: composeImports(parts, audit),
    reference: createReference({ database, audit, digits: currencyDigits(installation.currency) }),
    rates: createRates({
      audit,
      database,
      programCurrency: installation.currency,
      onPublished: () => ingestion.rates.forget(),
    }),
  };
}

function composeAccess(
  database: Database,
  accounts: Accounts,
  audit: Audit,
): Pick<UseCases, 'signIn' | 'ownAccount' | 'users' | 'keys'> {
  return {
    signIn: createSignIn({ ...accounts, audit }),
    ownAccount: createOwnAccount({ ...accounts, audit, now: Date.now }),
    users: createUserManagement({ ...accounts, database, audit, now: Date.now }),
    keys: createKeyManagement({ keys: accounts.keys, audit }),
  };
}

function composeImports({ platform, importJobs: jobs }: UseCaseParts, audit: Audit): Imports {
  const { config, database } = platform;
  const service = createImportService({ jobs, database, dataFolder: config.dataFolder, now: Date.now });
  return createImports({ audit, service, jobs });
}
