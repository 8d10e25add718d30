import { shardOf } from '@perennial/domain';
import type { MemberId, MemberWork } from '@perennial/domain';
import {
  currentHashKey,
  dueVersion,
  figuresAsOf,
  previewProgram,
  readFiguresAsOf,
  readMember,
  retryRefusedLinks,
} from '@perennial/engine';
import { createMergeStore } from '@perennial/postgres';
import {
  countLiveMembers,
  countLoggedFacts,
  createPastFactsReader,
  readSplitMembers,
} from '@perennial/postgres/reading';
import type { Keys } from '../http/auth/keys.ts';
import type { Sessions } from '../http/auth/sessions.ts';
import type { Users } from '../http/auth/users.ts';
import { createAuditHandlers } from '../http/handlers/audit.ts';
import { createFactHandlers } from '../http/handlers/facts.ts';
import { createImportHandlers } from '../http/handlers/imports.ts';
import type { ImportService } from '../http/handlers/imports.ts';
import { createInstallationHandlers, keepFor } from '../http/handlers/installation.ts';
import { createKeyHandlers } from '../http/handlers/keys.ts';
import { createFindMember } from '../http/handlers/member-access.ts';
import { createMemberActionHandlers } from '../http/handlers/member-actions.ts';
import { createMemberHistoryHandlers } from '../http/handlers/member-history.ts';
import { createMemberListHandlers } from '../http/handlers/member-list.ts';
import { createMemberProfileHandlers } from '../http/handlers/member-profile.ts';
import { createMemberSearchHandlers } from '../http/handlers/member-search.ts';
import { createOverviewHandlers } from '../http/handlers/overview.ts';
import { labelOf } from '../http/handlers/previews.ts';
import type { PreviewResult } from '../http/handlers/previews.ts';
import { createProgramHandlers } from '../http/handlers/program.ts';
import { createQuarantineHandlers } from '../http/handlers/quarantine.ts';
import { keyOf } from '../http/handlers/reading/page-figures.ts';
import type { FiguresOf } from '../http/handlers/reading/page-figures.ts';
import type { ReadingWorld } from '../http/handlers/reading/world.ts';
import { createRateHandlers } from '../http/handlers/rates.ts';
import { createReferenceHandlers } from '../http/handlers/reference.ts';
import { createSessionHandlers } from '../http/handlers/session.ts';
import { createUserHandlers } from '../http/handlers/users.ts';
import type { Jobs } from '../http/jobs/jobs.ts';
import type { GroupHandlers, Handlers } from '../http/routing/handlers.ts';
import { currencyDigits } from '../ingest/currency-digits.ts';
import { createMemberActs } from '../members/acts.ts';
import { createFindByIdentity, homeRegion } from '../members/find-by-identity.ts';
import { createPersonalReader } from '../members/personal-data.ts';
import type { Platform } from '../platform/platform.ts';
import type { LagWatch } from './lag-watch.ts';
import { countSources } from './source-counts.ts';

export interface HandlerParts {
  readonly platform: Platform;
  readonly auth: { readonly sessions: Sessions; readonly users: Users; readonly keys: Keys };
  readonly lag: LagWatch;
  readonly imports: ImportService;
  readonly previews: Jobs<PreviewResult>;
  readonly publicUrl: () => string;
  readonly version: string;
}

const membersKeptMs = 2_000;

/** Every route's use case, on the stores of a platform. */
export function createHandlers(parts: HandlerParts): Handlers {
  const { platform, auth, lag } = parts;
  const { database, installation } = platform;
  const world = createWorld(parts);
  const countFacts = () => countLoggedFacts(database);
  return {
    session: createSessionHandlers(auth),
    users: createUserHandlers(auth.users, parts.publicUrl),
    installation: createInstallationHandlers({
      sql: database,
      world,
      version: parts.version,
      currency: installation.currency,
      shardCount: installation.shard_count,
      foldLag: async () => ({ steps: lag.current().foldSteps, milliseconds: lag.current().foldMs }),
      lensLag: async () => ({ facts: lag.current().lens.rows, milliseconds: lag.current().lens.milliseconds }),
    }),
    overview: createOverviewHandlers(world),
    members: createMemberHandlers(parts, world),
    program: createProgram(parts),
    keys: createKeyHandlers({ sql: database, keys: auth.keys, countSources: () => countSources(world) }),
    facts: createFactHandlers({ world, countFacts }),
    quarantine: createQuarantineHandlers(platform.ingestion.quarantine),
    imports: createImportHandlers(parts.imports),
    reference: createReferenceHandlers(database, { digits: currencyDigits(installation.currency) }),
    rates: createRateHandlers({
      database,
      programCurrency: installation.currency,
      onPublished: () => platform.ingestion.rates.forget(),
    }),
    audit: createAuditHandlers(database),
  };
}

function createWorld({ platform, lag }: HandlerParts): ReadingWorld {
  return {
    lens: () => platform.stores.openLens(),
    zone: platform.installation.zone,
    program: async () => {
      const program = platform.programs.context.programs.at(-1);
      if (program === undefined) throw new Error('an installation begins with a program');
      return program;
    },
    lensLagMs: () => lag.current().lens.milliseconds,
    now: Date.now,
  };
}

function createMemberHandlers({ platform }: HandlerParts, world: ReadingWorld): GroupHandlers<'members'> {
  const { database, installation, keyring } = platform;
  const shardCount = installation.shard_count;
  const { policies } = platform.ingestion;
  const readPastFacts = createPastFactsReader(database);
  const personal = createPersonalReader({ sql: database, keyring, policies });
  const findMember = createFindMember(database, shardCount);
  const profile = {
    sql: database,
    world,
    findMember,
    personal,
    readMember: (member: { readonly shard: number; readonly memberId: MemberId }, asOf: number) =>
      readMember(platform.foldStore, platform.programs, { key: { shard: member.shard, id: member.memberId }, asOf }),
    foldContext: () => platform.programs.context,
    figuresAt: async (work: MemberWork, asOfAt: number) => {
      const figures = await figuresAsOf([work], { asOfAt, readPastFacts }, platform.programs.context);
      return figures.get(work.id);
    },
  };
  const figuresOf: FiguresOf = (members, asOfAt) =>
    readFiguresAsOf(platform.foldStore, platform.programs, { keys: members.map(keyOf), asOfAt, readPastFacts });
  const labelsOf = async (ids: readonly string[]) => {
    // Ids come from the lens, which holds those that were made here.
    const places = ids.map((id) => ({ shard: shardOf(id as MemberId, shardCount), member_id: id }));
    const labels = await personal.labelsOf(places);
    return new Map(ids.map((id) => [id, labels.get(id) ?? labelOf(id)]));
  };
  const findByIdentity = createFindByIdentity({
    sql: database,
    keyring,
    policies,
    region: homeRegion,
    shardCount,
    now: Date.now,
  });
  return {
    ...createMemberListHandlers({
      world,
      labelsOf,
      figuresOf,
      splitMembers: (limit) => readSplitMembers(database, limit),
    }),
    ...createMemberHistoryHandlers({ sql: database, world, findMember }),
    ...createMemberProfileHandlers(profile),
    ...createMemberSearchHandlers({ ...profile, findByIdentity }),
    ...createMemberActionHandlers(createMemberActs({ platform, policies, findMember, personal })),
  };
}

/** A version may raise limits: joins that an older one refused are tried again. A failure leaves them to the next version. */
async function takeIntoUse(platform: Platform, version: number, shards: readonly number[]): Promise<void> {
  const { database, ingestion, installation, keyring } = platform;
  const signal = (grown: readonly number[]) => platform.signal.raise(grown);
  try {
    await platform.programs.ensure(version);
    signal(shards);
    const retry = {
      store: createMergeStore(database),
      policies: ingestion.policies,
      shardCount: installation.shard_count,
      hashKeyId: currentHashKey(keyring).id,
      signal,
    };
    await retryRefusedLinks(retry, null);
  } catch (error) {
    platform.meter.failed(error);
  }
}

function createProgram({ platform, previews }: HandlerParts): GroupHandlers<'program'> {
  const { database, installation, foldStore, programs } = platform;
  const shardCount = installation.shard_count;
  const shards = Array.from({ length: shardCount }, (_, shard) => shard);
  const countMembers = keepFor(membersKeptMs, Date.now, () => countLiveMembers(database));
  return createProgramHandlers({
    sql: database,
    store: platform.programStore,
    previews,
    previewMembers: (documents, asOf, { signal, report }) =>
      previewProgram(foldStore, programs, { documents, asOf, shardCount, signal, onProgress: report }),
    countBehind: async (version) => {
      await programs.ensure(version);
      const due = dueVersion(programs.context.programs, version);
      const [behind, members] = await Promise.all([foldStore.countBehind(shards, due), countMembers()]);
      return { behind: behind.reduce((sum, one) => sum + one.count, 0), members };
    },
    // Folding begins with the shards that are told; the others follow by polling.
    onPublished: (version) => void takeIntoUse(platform, version, shards),
    now: Date.now,
  });
}
