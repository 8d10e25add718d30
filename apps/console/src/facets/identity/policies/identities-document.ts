import { isRecord } from '../../../api/is-record.ts';
import { listOf, numberOf, recordAt } from '../../../editing/document-parts.ts';
import type { Documents } from '../../../editing/document-parts.ts';

export const identitiesPath = 'identities.json';

export const strengths = ['strong', 'weak'] as const;
export const normalisers = ['phone', 'email', 'digits', 'lower', 'exact'] as const;

export interface PolicyDocument {
  readonly type: string;
  readonly strength: (typeof strengths)[number];
  readonly priority: number;
  readonly perMemberMax: number;
  readonly normaliser: (typeof normalisers)[number];
  readonly blockedValues: readonly string[];
}

/** The program's own policies; the others are the default ones. */
export function readPolicies(documents: Documents): readonly PolicyDocument[] {
  return listOf(recordAt(documents, identitiesPath)['types']).flatMap((policy) => readPolicy(policy) ?? []);
}

/** A program without policies of its own has no such document. */
export function writePolicies(policies: readonly PolicyDocument[]): Record<string, unknown> | undefined {
  return policies.length === 0 ? undefined : { types: policies };
}

function readPolicy(value: unknown): PolicyDocument | undefined {
  if (!isRecord(value) || typeof value['type'] !== 'string') return undefined;
  return {
    type: value['type'],
    strength: strengths.find((one) => one === value['strength']) ?? 'strong',
    priority: numberOf(value['priority']) ?? 0,
    perMemberMax: numberOf(value['perMemberMax']) ?? 1,
    normaliser: normalisers.find((one) => one === value['normaliser']) ?? 'exact',
    blockedValues: listOf(value['blockedValues']).filter((one) => typeof one === 'string'),
  };
}
