import type { MemberPlace } from '../log/log-rows.ts';

export interface MemberKeyRow extends MemberPlace {
  readonly masterKeyId: string;
  readonly wrappedKey: Uint8Array;
}

export interface SecretRow extends MemberPlace {
  readonly name: string;
  readonly ciphertext: Uint8Array;
  readonly occurredAt: number;
}

/** The name under which the value of an identity is kept. */
export function identitySecretName(hash: string): string {
  return `identity:${hash}`;
}

/** What authenticated data binds a secret to its member and name. */
export function secretContext(memberId: string, name: string): string {
  return `${memberId}/${name}`;
}
