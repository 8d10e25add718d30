import type { MemberPlace } from '../log/log-rows.ts';

export interface MemberKeyRow extends MemberPlace {
  readonly masterKeyId: string;
  readonly wrappedKey: Uint8Array;
}

export interface SecretRow extends MemberPlace {
  readonly name: string;
  readonly ciphertext: Uint8Array;
  readonly occurredAt: number;
  /** What is found by it where it is a name, as it is written; null where nobody has looked at it for names yet. */
  readonly nameMarks?: readonly string[] | null;
}

const identityPrefix = 'identity:';

/** The name under which the value of an identity is kept. */
export function identitySecretName(hash: string): string {
  return `${identityPrefix}${hash}`;
}

/** Whether a value is an identity's, which is found by its own index. */
export function isIdentitySecret(name: string): boolean {
  return name.startsWith(identityPrefix);
}

/** What authenticated data binds a secret to its member and name. */
export function secretContext(memberId: string, name: string): string {
  return `${memberId}/${name}`;
}
