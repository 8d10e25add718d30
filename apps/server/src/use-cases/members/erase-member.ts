import { shardOf } from '@perennial/domain';
import type { IdentityPolicies } from '@perennial/domain';
import {
  createAppendFacts,
  currentHashKey,
  eraseMember,
  exportMember,
  readMember,
  retryRefusedLinks,
  undoMerge,
} from '@perennial/engine';
import type { PrivacyOptions } from '@perennial/engine';
import { createIngestStore, createMergeStore, createPrivacyStore } from '@perennial/postgres';
import { countFactsOf } from '@perennial/postgres/reading';
import type { FindMember, FoundMember } from './find-member.ts';
import type { MemberActionDependencies } from './tag-member.ts';
import { registersOf } from '../lifecycle/member-view.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { Platform } from '../../platform/platform.ts';
import type { PersonalReader } from '../personal-data/personal-reader.ts';
import { createTakeMemberFact } from './take-member-fact.ts';

export interface MemberActsOptions {
  readonly platform: Platform;
  readonly policies: IdentityPolicies;
  readonly findMember: FindMember;
  readonly personal: PersonalReader;
}

/** What people do to a member, on the stores of a platform. */
export function createMemberActs({
  platform,
  policies,
  findMember,
  personal,
}: MemberActsOptions): MemberActionDependencies {
  const { database, keyring, installation } = platform;
  const shardCount = installation.shard_count;
  const signal = (shards: readonly number[]) => platform.signal.raise(shards);
  const append = createAppendFacts({
    store: createIngestStore(database),
    keyring,
    policies,
    shardCount,
    now: Date.now,
    signal,
  });
  const take = createTakeMemberFact({ sql: database, keyring, policies, append, now: Date.now });
  // The route writes the audit log itself, before the act begins.
  const privacy: PrivacyOptions = { store: createPrivacyStore(database), keyring, audit: async () => undefined };
  const merges = createMergeStore(database);
  return {
    findMember,
    async takeFact(member, fact) {
      if (!(await take(member, fact))) throw new ProblemError('member.erased');
    },
    async tagsOf(member) {
      const key = { shard: member.shard, id: member.memberId };
      const work = await readMember(platform.foldStore, platform.programs, { key, asOf: Date.now() });
      return work === null ? [] : registersOf(work.rows.attributes).tags;
    },
    async undoMerge(mergeId, by) {
      const outcome = await undoMerge({ store: merges, signal }, mergeId, by);
      if (outcome.kind === 'refused') return outcome;
      // Both hold fewer identities now: what a limit forbade may come about.
      const freed = [outcome.survivorId, outcome.splitId].map((id) => ({ id, shard: shardOf(id, shardCount) }));
      const hashKeyId = currentHashKey(keyring).id;
      await retryRefusedLinks({ store: merges, policies, shardCount, hashKeyId, signal }, freed);
      return outcome;
    },
    exportMember: (member, said) => linesOf(exportMember(privacy, placeOf(member), said)),
    async eraseMember(member, said) {
      const { identities, values } = await personal.read({ shard: member.shard, member_id: member.memberId });
      await eraseMember(privacy, placeOf(member), said);
      const factsKept = await countFactsOf(database, member.shard, member.memberId);
      return { identitiesErased: identities.length, secretsErased: values.size, factsKept };
    },
  };
}

function placeOf(member: FoundMember) {
  return { shard: member.shard, id: member.memberId };
}

async function* linesOf(lines: AsyncIterable<object>): AsyncGenerator<string> {
  for await (const line of lines) yield `${JSON.stringify(line)}\n`;
}
