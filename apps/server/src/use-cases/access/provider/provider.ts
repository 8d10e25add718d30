import { createHmac } from 'node:crypto';
import { deleteExpiredProviderVisits, insertProviderVisit, takeProviderVisit } from '@perennial/postgres/access';
import type { ProviderVisitRow } from '@perennial/postgres/access';
import type { Database } from '@perennial/postgres';
import { ProblemError } from '../../kernel/problem-error.ts';
import { createToken, hashToken } from '../tokens/tokens.ts';
import { createConnection } from './connection.ts';
import type { Binding, ProviderConnection } from './connection.ts';
import { readPerson } from './person.ts';
import type { ProviderPerson } from './person.ts';
import type { ProviderSettings } from './settings.ts';

/** Time enough to find the telephone that the provider asks for. */
const visitMs = 10 * 60_000;
/** How much earlier than the visit the provider may say that it asked: clocks differ, and it counts whole seconds. */
const freshToleranceMs = 60_000;

/** What somebody goes to the provider for. Who signs in has no session yet. */
export type VisitIntent = ProviderVisitRow['intent'];

export interface Visit {
  readonly url: string;
  /** The secret for the cookie; only its hash is stored. */
  readonly token: string;
  readonly expiresAt: number;
}

export interface Return {
  readonly intent: VisitIntent;
  /** Where she was going: a path of the console. */
  readonly next: string;
  readonly person: ProviderPerson;
}

/**
 * The way to the provider and back. P1: whoever comes back is the browser that went, by a cookie and a state that are one pair. P2: a way
 * back is gone once, within minutes. P3: the nonce and the verifier are made of the cookie's secret, so that nothing here finishes a visit.
 * P4: what a session asked for counts in that session alone.
 */
export interface Provider {
  readonly settings: ProviderSettings;
  readonly connection: ProviderConnection;
  /** Where the provider sends people back to. */
  redirectUri(): string;
  /** Throws `provider.unavailable`. */
  begin(asked: {
    readonly intent: VisitIntent;
    readonly next: string;
    readonly sessionHash: Buffer | null;
  }): Promise<Visit>;
  /** Throws `provider.visit_expired`, and what the provider's answer comes to. */
  finish(came: {
    readonly query: string;
    readonly token: string | undefined;
    readonly sessionHash: Buffer | null;
  }): Promise<Return>;
  signOutUrl(): Promise<string | undefined>;
}

export interface ProviderParts {
  readonly database: Database;
  readonly settings: ProviderSettings;
  readonly publicUrl: () => string;
  readonly now: () => number;
}

export function createProvider(parts: ProviderParts): Provider {
  const { database, settings, publicUrl, now } = parts;
  const connection = createConnection(settings, now);
  const redirectUri = () => `${publicUrl()}/sign-in/provider`;
  return {
    settings,
    connection,
    redirectUri,
    async begin({ intent, next, sessionHash }) {
      const [token, state] = [createToken(), createToken()];
      const url = await connection.begin(bind(redirectUri(), token, state), intent === 'confirm');
      const expiresAt = now() + visitMs;
      await deleteExpiredProviderVisits(database, now());
      await insertProviderVisit(database, {
        stateHash: hashToken(state),
        cookieHash: hashToken(token),
        intent,
        session_hash: sessionHash,
        next,
        created_at: now(),
        expires_at: expiresAt,
      });
      return { url, token, expiresAt };
    },
    async finish({ query, token = '', sessionHash }) {
      const sent = new URLSearchParams(query);
      const state = sent.get('state') ?? '';
      const taken = { stateHash: hashToken(state), cookieHash: hashToken(token), now: now() };
      const visit = await takeProviderVisit(database, taken);
      if (visit === undefined || !isOfSession(visit, sessionHash)) throw new ProblemError('provider.visit_expired');
      const claims = await connection.finish(bind(redirectUri(), token, state), sent);
      const person = readPerson(claims, settings);
      if (person === undefined) throw new ProblemError('provider.answer_invalid');
      if (visit.intent === 'confirm') requireFresh(person, visit);
      return { intent: visit.intent, next: visit.next, person };
    },
    signOutUrl: () => connection.signOutUrl(`${publicUrl()}/sign-in`),
  };
}

/** Two texts of 256 bits that only the cookie's holder can make: one goes with the way there, the other proves who it was on the way back. */
function bind(redirectUri: string, token: string, state: string): Binding {
  const derive = (purpose: string) => createHmac('sha256', token).update(`provider ${purpose}`).digest('base64url');
  return { redirectUri, state, nonce: derive('nonce'), verifier: derive('verifier') };
}

function isOfSession(visit: ProviderVisitRow, sessionHash: Buffer | null): boolean {
  if (visit.session_hash === null) return true;
  return sessionHash !== null && visit.session_hash.equals(sessionHash);
}

function requireFresh({ authenticatedAt = 0 }: ProviderPerson, { created_at: begunAt }: ProviderVisitRow): void {
  if (authenticatedAt < begunAt - freshToleranceMs) throw new ProblemError('provider.not_fresh');
}
