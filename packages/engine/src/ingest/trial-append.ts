import { isSameBody, type PreparedFact } from '../facts/prepared-fact.ts';
import type { IngestOptions } from './ingest.ts';

/** The message keys of these that the log has, each with the hash of its body. */
export type ReadMessages = (keys: readonly string[]) => Promise<ReadonlyMap<string, number>>;

/**
 * Beyond so many facts of one trial, a repeat within it is no longer recognised: some 150 bytes each are kept of them,
 * and a trial must not take the memory of the server that it runs in.
 */
const rememberedMax = 2_000_000;

/**
 * Answers what an append would answer, and appends nothing: what the log has is a duplicate or a conflict, and so is what the
 * same trial was given before. It claims nothing, so that two trials, or a trial and an import, never wait for each other.
 */
export function createTrialAppend(readMessages: ReadMessages): IngestOptions['append'] {
  const given = new Map<string, number>();
  return async (facts) => {
    const keys = facts.flatMap(({ messageKey, unkeyedMessageKey }) => [messageKey, unkeyedMessageKey ?? []].flat());
    const logged = await readMessages([...new Set(keys)]);
    // From here on nothing waits, so that two batches under way see each other's facts.
    return facts.map((fact) => judge(fact, loggedHashOf(fact, logged), given));
  };
}

function loggedHashOf(fact: PreparedFact, logged: ReadonlyMap<string, number>): number | undefined {
  return logged.get(fact.messageKey) ?? logged.get(fact.unkeyedMessageKey ?? '');
}

function judge(fact: PreparedFact, loggedHash: number | undefined, given: Map<string, number>) {
  const hash = loggedHash ?? given.get(fact.messageKey);
  if (hash !== undefined) return isSameBody(fact, hash) ? duplicate : conflict;
  if (given.size < rememberedMax) given.set(fact.messageKey, fact.bodyHash);
  return accepted;
}

const accepted = { kind: 'accepted' } as const;
const duplicate = { kind: 'duplicate' } as const;
const conflict = { kind: 'conflict' } as const;
