import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  ClientSecretBasic,
  ClientSecretPost,
  clockSkew,
  clockTolerance,
  Configuration,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  None,
} from 'openid-client';
import type { ServerMetadata } from 'openid-client';
import { ProblemError } from '../../kernel/problem-error.ts';
import { toProblem, toUnavailable } from './connection-errors.ts';
import type { Claims } from './person.ts';
import type { ProviderSettings } from './settings.ts';

/** How long what the provider says of itself is believed. Its keys are asked for anew at each sign-in: one that was withdrawn counts no more. */
const metadataMs = 10 * 60_000;
const answerSeconds = 10;
/** How far the clocks of provider and server may differ. */
const clockToleranceSeconds = 60;

/** What binds the way there and the way back together. */
export interface Binding {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** What goes over the wire to a provider: OpenID Connect Core 1.0 with the code flow, PKCE (RFC 7636) and the issuer in the answer (RFC 9207). */
export interface ProviderConnection {
  /** `isFresh`: the provider is to ask again who it is. Throws `provider.unavailable`. */
  begin(binding: Binding, isFresh: boolean): Promise<string>;
  /** What the provider says of who came back with this query. Throws by `toProblem`. */
  finish(binding: Binding, query: URLSearchParams): Promise<Claims>;
  /** Where to sign out there; undefined where the provider has no such page or does not answer. */
  signOutUrl(returnTo: string): Promise<string | undefined>;
  /** What the provider says of itself, asked for now. Throws `provider.unavailable`. */
  describe(): Promise<ServerMetadata>;
}

export function createConnection(settings: ProviderSettings, now: () => number): ProviderConnection {
  let known: { readonly metadata: ServerMetadata; readonly until: number } | undefined;
  const describe = async () => {
    const metadata = await readMetadata(settings);
    known = { metadata, until: now() + metadataMs };
    return metadata;
  };
  const open = async () => {
    const metadata = known !== undefined && known.until > now() ? known.metadata : await describe();
    return createConfiguration(settings, metadata, (now() - Date.now()) / 1000);
  };
  return {
    describe,
    async begin(binding, isFresh) {
      const configuration = await open();
      return buildAuthorizationUrl(configuration, await toParameters(settings, binding, isFresh)).href;
    },
    async finish(binding, query) {
      const configuration = await open();
      try {
        return await exchange(configuration, binding, query);
      } catch (error) {
        throw toProblem(error);
      }
    },
    async signOutUrl(returnTo) {
      try {
        const configuration = await open();
        if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined;
        return buildEndSessionUrl(configuration, { post_logout_redirect_uri: returnTo }).href;
      } catch {
        return undefined;
      }
    },
  };
}

async function readMetadata(settings: ProviderSettings): Promise<ServerMetadata> {
  const url = new URL(settings.issuer);
  try {
    const found = await discovery(url, settings.clientId, undefined, None(), {
      timeout: answerSeconds,
      // oxlint-disable-next-line typescript/no-deprecated -- The library looks for this very function.
      execute: url.protocol === 'http:' ? [allowInsecureRequests] : [],
    });
    return { ...found.serverMetadata() };
  } catch (error) {
    throw toUnavailable(error);
  }
}

/** A configuration of its own for each use, because the library keeps keys beside it for minutes. */
function createConfiguration(settings: ProviderSettings, metadata: ServerMetadata, skewSeconds: number): Configuration {
  const { clientId, clientSecret, issuer } = settings;
  // What a provider takes that says nothing: OpenID Connect Discovery 1.0, 3.
  const methods = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  const withSecret = methods.includes('client_secret_basic') ? ClientSecretBasic : ClientSecretPost;
  const configuration = new Configuration(
    { ...metadata },
    clientId,
    { [clockSkew]: Math.round(skewSeconds), [clockTolerance]: clockToleranceSeconds },
    clientSecret === undefined ? None() : withSecret(clientSecret),
  );
  configuration.timeout = answerSeconds;
  enableNonRepudiationChecks(configuration);
  if (issuer.startsWith('http:')) allowLoopback(configuration);
  return configuration;
}

/** Without TLS there are providers on this machine alone, as the settings are read. */
function allowLoopback(configuration: Configuration): void {
  // oxlint-disable-next-line typescript/no-deprecated -- The mark warns those who would send secrets over a network.
  allowInsecureRequests(configuration);
}

async function toParameters(
  { scopes }: ProviderSettings,
  { redirectUri, state, nonce, verifier }: Binding,
  isFresh: boolean,
): Promise<Record<string, string>> {
  return {
    redirect_uri: redirectUri,
    scope: scopes.join(' '),
    state,
    nonce,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(isFresh ? { prompt: 'login', max_age: '0' } : {}),
  };
}

/** Groups and addresses often stand beside the ID token only; what both say counts as the token, which is signed, says it. */
async function exchange(configuration: Configuration, binding: Binding, query: URLSearchParams): Promise<Claims> {
  const tokens = await authorizationCodeGrant(configuration, new URL(`${binding.redirectUri}?${query.toString()}`), {
    expectedState: binding.state,
    expectedNonce: binding.nonce,
    pkceCodeVerifier: binding.verifier,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (claims === undefined) throw new ProblemError('provider.answer_invalid');
  if (configuration.serverMetadata().userinfo_endpoint === undefined) return claims;
  const further = await fetchUserInfo(configuration, tokens.access_token, claims.sub);
  return { ...further, ...claims };
}
