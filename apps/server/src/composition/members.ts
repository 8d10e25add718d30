import { fieldMeaningsOf, keptOf } from '@perennial/contracts/ingest';
import { createCommands, eraseMember, exportMember } from '@perennial/engine';
import type { Commands, PrivacyOptions } from '@perennial/engine';
import { createCommandStore, createMergeStore, createPrivacyStore } from '@perennial/postgres';
import { createPastStepsReader, readSplitMembers } from '@perennial/postgres/reading';
import type { ErasureJournal } from '../backup/journal/erasure-journal.ts';
import type { Platform } from '../platform/platform.ts';
import { createWakeClock } from '../platform/wake-clock.ts';
import type { Audit } from '../use-cases/audit/audit.ts';
import { createForgetInImports } from '../use-cases/imports/erased-files.ts';
import { createJobs } from '../use-cases/kernel/jobs.ts';
import { createChangeTags } from '../use-cases/tags/change-tags.ts';
import type { ChangeTags, TagChange } from '../use-cases/tags/change-tags.ts';
import { createListTags } from '../use-cases/tags/list-tags.ts';
import type { ListTags } from '../use-cases/tags/list-tags.ts';
import { createFindPlace } from '../use-cases/commands/find-living.ts';
import { createMemberCommands } from '../use-cases/commands/member-commands.ts';
import type { MemberCommands } from '../use-cases/commands/member-commands.ts';
import type { MemberPlace } from '../use-cases/kernel/member-place.ts';
import { createMemberReader } from '../use-cases/lifecycle/member-reader.ts';
import type { MemberReader } from '../use-cases/lifecycle/member-reader.ts';
import { createDownloadMembers } from '../use-cases/member-list/download-members.ts';
import type { DownloadMembers } from '../use-cases/member-list/download-members.ts';
import { createListMembers } from '../use-cases/member-list/list-members.ts';
import type { ListMembers } from '../use-cases/member-list/list-members.ts';
import { createFindIdentity } from '../use-cases/members/find-identity.ts';
import { createIdentities } from '../use-cases/identities/identities.ts';
import type { Identities } from '../use-cases/identities/identities.ts';
import { keyOf } from '../use-cases/member-list/page-figures.ts';
import { createFindByIdentity } from '../use-cases/members/finding/find-by-identity.ts';
import { createSearchList } from '../use-cases/members/finding/search-list.ts';
import type { SearchList } from '../use-cases/members/finding/search-list.ts';
import { createRowOf } from '../use-cases/members/search-members.ts';
import { createFindByName } from '../use-cases/members/finding/find-by-name.ts';
import { createFindByOrder } from '../use-cases/members/finding/find-by-order.ts';
import { createFindMember } from '../use-cases/members/find-member.ts';
import { createMembers } from '../use-cases/members/members.ts';
import type { Members } from '../use-cases/members/members.ts';
import { createProductNames } from '../use-cases/reference/product-names.ts';
import { createResolveReference } from '../use-cases/members/resolve-reference.ts';
import { createLabelsOf } from '../use-cases/personal-data/label.ts';
import type { LabelsOf } from '../use-cases/personal-data/label.ts';
import { createPersonalReader } from '../use-cases/personal-data/personal-reader.ts';
import type { PersonalReader } from '../use-cases/personal-data/personal-reader.ts';
import type { ReadingWorld } from '../use-cases/reading/world.ts';
import { createFindSegments } from '../use-cases/segments/meaning/read-segments.ts';
import { createSegments } from '../use-cases/segments/segments.ts';
import type { Segments } from '../use-cases/segments/segments.ts';
import { createStoreNames } from '../use-cases/reference/store-names.ts';
import { createIdentitiesOfBody } from '../ingest/identities-of-body.ts';
import { fileSettingsOf } from './file-settings.ts';
import { createNumberSpaces } from './number-spaces.ts';
import { noteMeanings } from '../use-cases/commands/write-notes.ts';
import { tierCommands } from '../use-cases/tiers/act-on-tiers.ts';
import { transferAct, walletActs, walletMeanings } from '../use-cases/wallets/acting/wallet-acts.ts';
import { createRetryRefusedLinks } from './refused-links.ts';

export interface MemberUseCases {
  readonly identities: Identities;
  readonly members: Members;
  readonly memberCommands: MemberCommands;
  readonly segments: Segments;
  readonly listTags: ListTags;
  readonly changeTags: ChangeTags;
  readonly searchList: SearchList;
  readonly memberList: { readonly list: ListMembers; readonly download: DownloadMembers };
  /** One queue for all that is done to members, so that it goes together in few transactions. */
  readonly commands: Commands;
}

interface Around {
  readonly audit: Audit;
  readonly world: ReadingWorld;
  readonly erasureJournal: ErasureJournal;
}

/** What to call members where others are listed. */
export function composeLabels({ database, ingestion, installation, keyring }: Platform): LabelsOf {
  const merges = createMergeStore(database);
  const personal = createPersonalReader({ sql: database, merges, keyring, policies: ingestion.policies });
  return createLabelsOf(personal, installation.shard_count);
}

/** Members on the stores of a platform. */
export function composeMembers(platform: Platform, around: Around): MemberUseCases {
  const { database, ingestion, installation, keyring } = platform;
  const { policies, phoneCountryOf } = ingestion;
  const shardCount = installation.shard_count;
  const reader = createMemberReader({ ...platform, readSteps: createPastStepsReader(database) });
  const merges = createMergeStore(database);
  const findMember = createFindMember(database, shardCount);
  const resolveReference = createResolveReference({ sql: database, keyring, policies, phoneCountryOf });
  const personal = createPersonalReader({ sql: database, merges, keyring, policies });
  const names = { storeNames: createStoreNames(database), productNames: createProductNames({ sql: database, merges }) };
  const members = createMembers({
    ...around,
    ...composePrivacy(platform, around.erasureJournal),
    ...names,
    sql: database,
    merges,
    personal,
    reader,
    findMember,
    ...composeFinding(platform, around.world, personal),
    resolveReference,
  });
  const commands = composeCommands(platform);
  const findIdentity = createFindIdentity({ sql: database, keyring, policies, phoneCountryOf });
  const memberCommands = createMemberCommands({
    ...around,
    commands,
    reader,
    findMember,
    findPlace: createFindPlace(findMember, shardCount),
    findIdentity,
    resolveReference,
    retryRefusedLinksOf: createRetryRefusedLinks(platform),
  });
  const identities = createIdentities({ ...around, sql: database, commands, personal, findIdentity });
  const rowOf = createRowOf({ ...around, ...names, findMember, personal, reader });
  const listing = listingOf(platform, { ...around, personal, reader });
  return {
    members,
    memberCommands,
    commands,
    identities,
    ...composeTags(platform, listing, commands),
    segments: createSegments({
      ...listing,
      list: createListMembers(listing),
      sql: database,
      database,
      merges,
      reader,
      findMember,
      resolveReference,
      now: platform.clock.now,
    }),
    searchList: createSearchList({ ...listing, personal, rowOf }),
    memberList: { list: createListMembers(listing), download: createDownloadMembers(listing) },
  };
}

/** Whom what people type means. */
function composeFinding(platform: Platform, world: ReadingWorld, personal: PersonalReader) {
  const { clock, database, ingestion, installation, keyring } = platform;
  const shardCount = installation.shard_count;
  const stored = { sql: database, keyring, shardCount, now: clock.now };
  return {
    findByIdentity: createFindByIdentity({ ...stored, ...ingestion }),
    findByName: createFindByName({ ...stored, personal }),
    findByOrder: createFindByOrder({ ...stored, numberSpaces: createNumberSpaces(platform, world) }),
  };
}

interface AroundList extends Around {
  readonly personal: PersonalReader;
  readonly reader: MemberReader;
}

type Listing = ReturnType<typeof listingOf>;

function composeTags(
  { clock }: Platform,
  listing: Listing,
  commands: Commands,
): Pick<MemberUseCases, 'listTags' | 'changeTags'> {
  const listTags = createListTags(listing.world);
  const jobs = createJobs<TagChange>(tagJobLimits, clock.now);
  const tagMeant = (masked: string) => listTags.meant(masked);
  return { listTags, changeTags: createChangeTags({ ...listing, commands, jobs, tagMeant }) };
}

/** A change may be taken back for a day. */
const tagJobLimits = { runningMax: 5, keptMax: 50, keptMs: 86_400_000 };

function listingOf(platform: Platform, { personal, reader, ...around }: AroundList) {
  const { database, installation } = platform;
  return {
    ...around,
    labelsOf: createLabelsOf(personal, installation.shard_count),
    figuresOf: (members: readonly { readonly id: string; readonly shard: number }[], asOfAt: number) =>
      reader.figuresOf(members.map(keyOf), asOfAt),
    findSegments: createFindSegments(database, around.world),
    splitMembers: (limit: number) => readSplitMembers(database, limit),
    identitiesOf: (places: Parameters<PersonalReader['identitiesOf']>[0]) => personal.identitiesOf(places),
    storeNames: createStoreNames(database),
    fileSettings: fileSettingsOf(platform),
  };
}

/** The fact that says the same as a command says what in it is personal. */
const factOfCommand: Readonly<Record<string, string>> = { attribute: 'attributes.changed' };

/** What is said to wallets are codes, numbers and names of things: no value of theirs is somebody's, whatever it looks like. */
const ownMeanings = new Map([
  ['note', noteMeanings],
  ...[...Object.values(walletActs), transferAct].map(({ command }) => [command, walletMeanings] as const),
  ...tierCommands.map((command) => [command, walletMeanings] as const),
]);

function composeCommands({ clock, database, ingestion, installation, keyring, programs, signal }: Platform): Commands {
  return createCommands({
    store: createCommandStore(database, programs.facets),
    programs,
    keyring,
    policies: ingestion.policies,
    shardCount: installation.shard_count,
    meaningsOf: (command) => ownMeanings.get(command) ?? fieldMeaningsOf(factOfCommand[command] ?? command),
    clock: createWakeClock(clock.now),
    signal: (shards, rows, nextWakeAt) => signal.raise(shards, rows, nextWakeAt),
  });
}

function composePrivacy(platform: Platform, journal: ErasureJournal) {
  const { config, database, keyring, programs, programStore, signal, ingestion } = platform;
  // The use case has written the audit log itself, before the act begins.
  const privacy: PrivacyOptions = {
    store: createPrivacyStore(database, programs.facets),
    keyring,
    audit: async () => undefined,
    identitiesOfBody: createIdentitiesOfBody(ingestion.blind),
    kept: () => keptOf(programs.properties),
    forgetElsewhere: createForgetInImports({ database, dataFolder: config.dataFolder }),
  };
  const keyOfPlace = ({ shard, memberId }: MemberPlace) => ({ shard, id: memberId });
  type Said = Parameters<typeof eraseMember>[2];
  return {
    readEverything: (member: MemberPlace, said: Said) => exportMember(privacy, keyOfPlace(member), said),
    async erase(member: MemberPlace, said: Said) {
      // What the newest version keeps is kept, whichever this process has met so far.
      await programs.ensure((await programStore.versions()).at(-1)?.version ?? 0);
      const report = await eraseMember(privacy, keyOfPlace(member), said);
      signal.raise([...new Set(report.members.map(({ shard }) => shard))]);
      const memberIds = report.members.map(({ id }) => id);
      await journal.note({ memberIds, erasureId: report.erasureId, erasedAt: platform.clock.now() });
      return report;
    },
  };
}
