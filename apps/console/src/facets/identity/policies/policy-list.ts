import { canonicalJson, createIdentityPolicies, defaultIdentityPolicies, toDocument } from '@perennial/domain';
import type { IdentityPolicy } from '@perennial/domain';
import type { PolicyDocument } from './identities-document.ts';

/** A policy as it holds, and whether the program or the default says so. */
export interface PolicyView extends PolicyDocument {
  readonly origin: 'own' | 'changed' | 'default';
}

const defaultTypes = new Set(defaultIdentityPolicies.map(({ type }) => type));

/** Every policy that holds, strongest first: the program's own, and the default ones of the other types. */
export function policiesInForce(own: readonly PolicyDocument[]): readonly PolicyView[] {
  const views: readonly PolicyView[] = [
    ...own.map((policy): PolicyView => ({ ...policy, origin: defaultTypes.has(policy.type) ? 'changed' : 'own' })),
    ...defaultIdentityPolicies
      .filter(({ type }) => own.every((one) => one.type !== type))
      .map((policy): PolicyView => ({ ...policy, origin: 'default' })),
  ];
  return views.toSorted((one, other) => one.priority - other.priority || (one.type < other.type ? -1 : 1));
}

/** What a type that has no policy of its own falls under: its family's, or what holds for all others. */
export function policyOf(type: string, own: readonly PolicyDocument[]): IdentityPolicy {
  return { ...createIdentityPolicies(policiesInForce(own))(type), type };
}

/** The program's own policies with one put in place; one that says what the default says is none of its own. */
export function putPolicy(own: readonly PolicyDocument[], policy: PolicyDocument): readonly PolicyDocument[] {
  const usual = defaultIdentityPolicies.find(({ type }) => type === policy.type);
  if (usual !== undefined && isSamePolicy(usual, policy)) return removePolicy(own, policy.type);
  const isKnown = own.some(({ type }) => type === policy.type);
  return isKnown ? own.map((one) => (one.type === policy.type ? policy : one)) : [...own, policy];
}

export function removePolicy(own: readonly PolicyDocument[], type: string): readonly PolicyDocument[] {
  return own.filter((policy) => policy.type !== type);
}

function isSamePolicy(one: PolicyDocument, other: PolicyDocument): boolean {
  return textOf(one) === textOf(other);
}

/** The order of blocked values says nothing. */
function textOf(policy: PolicyDocument): string {
  return canonicalJson(toDocument({ ...policy, blockedValues: policy.blockedValues.toSorted() }));
}

/** How a blocked value is kept: as the normal form of its type has it, where that can be told without a country. */
export function blockedInNormalForm(value: string, normaliser: PolicyDocument['normaliser']): string {
  const trimmed = value.normalize('NFKC').trim();
  switch (normaliser) {
    case 'email':
    case 'lower':
      return trimmed.toLowerCase();
    case 'digits':
      return trimmed.replaceAll(/[\s-]/gu, '').toUpperCase();
    case 'phone':
      return /^\+[\d\s().-]+$/u.test(trimmed) ? `+${trimmed.replaceAll(/\D/gu, '')}` : trimmed;
    case 'exact':
      return trimmed;
  }
}

/** Numbers that would block nobody: members' numbers are compared with their country. */
export function numbersWithoutCountry(values: readonly string[]): readonly string[] {
  return values.filter((value) => /^[\d\s().-]{5,}$/u.test(value) && /[1-9]/u.test(value));
}
