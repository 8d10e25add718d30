import type { CompiledProgram, IdentityPolicy } from '@perennial/domain';
import type { EventKind } from '@perennial/contracts/staff';
import type { Keyring } from '@perennial/engine';
import type { Database } from '@perennial/postgres';
import type { Audit } from '../audit/audit.ts';
import type { FindMember } from '../members/find-member.ts';
import type { PersonalReader } from '../personal-data/personal-reader.ts';
import type { LogsOf } from './deliveries.ts';

/** How something that was sent came to its end. */
export type SendOutcome =
  | { readonly kind: 'delivered'; readonly status: number; readonly ms: number }
  | { readonly kind: 'failed'; readonly status: number | null; readonly code: string; readonly ms: number };

/** What leaves the house. */
export interface Sending {
  createSecret(): string;
  /** The key that a secret stands for; null when it is none. */
  readSecret(text: string): Uint8Array | null;
  /** Whether anything may be sent there, as far as the text tells. */
  checkUrl(text: string): { readonly isAllowed: true } | { readonly isAllowed: false; readonly code: string };
  /** Hands over one message, once. */
  send(
    message: {
      readonly url: string;
      readonly id: string;
      readonly body: string;
      readonly secrets: readonly Uint8Array[];
      readonly timeoutMs: number;
      readonly nowMs: number;
    },
    signal: AbortSignal,
  ): Promise<SendOutcome>;
}

/** What a webhook is judged by. */
export interface WebhookRules {
  readonly events: () => readonly EventKind[];
  /** The program in force. */
  readonly program: () => Promise<CompiledProgram>;
  readonly identities: () => readonly IdentityPolicy[];
}

export interface WebhookPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly keyring: Keyring;
  readonly rules: WebhookRules;
  readonly sending: Sending;
  readonly personal: Pick<PersonalReader, 'identitiesOf'>;
  readonly findMember: FindMember;
  readonly logsOf: LogsOf;
  readonly now: () => number;
}
