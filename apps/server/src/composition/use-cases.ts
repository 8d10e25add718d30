import { countLoggedSteps, createFactCounter } from '@perennial/postgres/reading';
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
import { createAuditLog } from '../use-cases/audit/list-audit.ts';
import type { AuditLog } from '../use-cases/audit/list-audit.ts';
import { createExportFacts } from '../use-cases/facts/export-facts.ts';
import type { ExportFacts } from '../use-cases/facts/export-facts.ts';
import { createFollowFacts } from '../use-cases/facts/fact-tail.ts';
import type { FollowFacts } from '../use-cases/facts/fact-tail.ts';
import type { ImportJobs } from '../use-cases/imports/import-jobs.ts';
import { createImportService } from '../use-cases/imports/import-service.ts';
import { createImports } from '../use-cases/imports/imports.ts';
import type { Imports } from '../use-cases/imports/imports.ts';
import { createOperation } from '../use-cases/operation/operation.ts';
import type { Operation } from '../use-cases/operation/operation.ts';
import { createDescribeInstallation } from '../use-cases/installation/describe-installation.ts';
import type { DescribeInstallation } from '../use-cases/installation/describe-installation.ts';
import type { Jobs } from '../use-cases/kernel/jobs.ts';
import { createOverview } from '../use-cases/overview/overview.ts';
import type { Overview } from '../use-cases/overview/overview.ts';
import type { PreviewResult } from '../use-cases/program/previews.ts';
import type { Rehearsed } from '../use-cases/program/rehearsals.ts';
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
import type { Webhooks } from '../use-cases/webhooks/webhooks.ts';
import type { ErasureJournal } from '../backup/journal/erasure-journal.ts';
import type { Accounts } from './accounts.ts';
import { erasureJournalOf } from './erasure-journal.ts';
import { fileSettingsOf } from './file-settings.ts';
import { composeLabels, composeMembers } from './members.ts';
import type { MemberUseCases } from './members.ts';
import { composeProgram } from './program.ts';
import { createReadingWorld } from './reading-world.ts';
import { composeTiers } from './tiers.ts';
import type { TierUseCases } from './tiers.ts';
import { composeWallets } from './wallets.ts';
import type { WalletUseCases } from './wallets.ts';
import { composeWebhooks } from './webhooks.ts';

export interface UseCaseParts {
  readonly platform: Platform;
  readonly accounts: Accounts;
  readonly lag: { readonly current: () => Lag };
  readonly importJobs: ImportJobs;
  readonly previews: Jobs<PreviewResult>;
  readonly rehearsals: Jobs<Rehearsed>;
  readonly version: string;
}

/** All that Perennial does, whoever asks for it: the API's routes, a command, a worker. */
export interface UseCases extends MemberUseCases, WalletUseCases, TierUseCases {
  readonly audit: Audit;
  readonly auditLog: AuditLog;
  readonly signIn: SignIn;
  readonly ownAccount: OwnAccount;
  readonly users: UserManagement;
  readonly keys: KeyManagement;
  readonly listSources: ListSources;
  readonly describeInstallation: DescribeInstallation;
  readonly overview: Overview;
  readonly program: Program;
  /** Resolves when what this process has published is taken into use by it. */
  readonly takenIntoUse: () => Promise<void>;
  readonly followFacts: FollowFacts;
  readonly exportFacts: ExportFacts;
  readonly quarantine: QuarantineUseCases;
  readonly imports: Imports;
  readonly reference: Reference;
  readonly rates: Rates;
  readonly webhooks: Webhooks;
  readonly operation: Operation;
  readonly erasureJournal: ErasureJournal;
}

/** Every use case on the stores of a platform. */
export function createUseCases(parts: UseCaseParts): UseCases {
  const { platform, lag } = parts;
  const { database, ingestion, installation } = platform;
  const audit = createAudit(database, platform.clock.now);
  const world = createReadingWorld(platform, () => lag.current().lens.milliseconds);
  // How many a second is told well enough by the steps of the log.
  const countFacts = () => countLoggedSteps(database);
  const erasureJournal = erasureJournalOf(platform);
  const operation = createOperation({ sql: database, audit });
  const { previews, rehearsals } = parts;
  const { program, readApplying, takenIntoUse } = composeProgram(platform, { audit, previews, rehearsals });
  const members = composeMembers(platform, { audit, world, erasureJournal });
  return {
    ...members,
    ...composeTiers(platform, { audit, world, labelsOf: composeLabels(platform), ...members }),
    ...composeWallets(platform, { audit, world, ...members }),
    ...composeAccess(platform, parts.accounts, audit),
    audit,
    erasureJournal,
    operation,
    auditLog: createAuditLog({
      sql: database,
      audit,
      fileSettings: fileSettingsOf(platform),
      labelsOf: composeLabels(platform),
    }),
    listSources: createListSources({ sql: database, countSources: () => countSources(world) }),
    describeInstallation: createDescribeInstallation({
      sql: database,
      world,
      version: parts.version,
      currency: installation.currency,
      phoneCountry: ingestion.phoneCountryOf(),
      shardCount: installation.shard_count,
      countFacts: createFactCounter(database, installation.shard_count),
      delivery: operation.delivery,
      isDemo: () => holdsDemo(platform.config.dataFolder),
      foldLag: async () => ({ steps: lag.current().foldSteps, milliseconds: lag.current().foldMs }),
      lensLag: async () => ({ facts: lag.current().lens.rows, milliseconds: lag.current().lens.milliseconds }),
      applying: readApplying,
    }),
    overview: createOverview(world),
    program,
    takenIntoUse,
    followFacts: createFollowFacts({ world, countFacts }),
    exportFacts: createExportFacts({ sql: database, audit }),
    quarantine: createQuarantineUseCases({ quarantine: ingestion.quarantine, audit }),
    imports: composeImports(parts, audit),
    reference: createReference({ database, audit, digits: currencyDigits(installation.currency) }),
    rates: createRates({
      audit,
      database,
      programCurrency: installation.currency,
      onPublished: () => ingestion.rates.forget(),
    }),
    webhooks: composeWebhooks(platform, { audit, world }),
  };
}

function composeAccess(
  { clock, database }: Platform,
  accounts: Accounts,
  audit: Audit,
): Pick<UseCases, 'signIn' | 'ownAccount' | 'users' | 'keys'> {
  return {
    signIn: createSignIn({ ...accounts, audit }),
    ownAccount: createOwnAccount({ ...accounts, audit, now: clock.now }),
    users: createUserManagement({ ...accounts, database, audit, now: clock.now }),
    keys: createKeyManagement({ keys: accounts.keys, audit }),
  };
}

function composeImports({ platform, importJobs: jobs }: UseCaseParts, audit: Audit): Imports {
  const { config, database } = platform;
  const service = createImportService({ jobs, database, dataFolder: config.dataFolder, now: platform.clock.now });
  return createImports({ audit, service, jobs });
}
