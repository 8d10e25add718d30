import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import type { Configuration, InteractionResults, JWK } from 'oidc-provider';

/** Somebody whom the company knows. */
export interface Employee {
  readonly subject: string;
  readonly claims: Readonly<Record<string, unknown>>;
  /** How the provider asked her; `mfa` for more than one factor. */
  readonly amr?: readonly string[];
}

/** A real OpenID provider on the loopback, which asks by pages with buttons: whom to sign in, and whether that is agreed to. */
export interface CompanyProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What was asked of it, as `GET /path`. */
  readonly asked: string[];
  know(employee: Employee): void;
  /** Signs by a new key from now on; `isHidden`: without publishing it. */
  rotateKey(how?: { readonly isHidden: boolean }): void;
  /** Answers nothing until it is up again. */
  down(): void;
  up(): void;
  close(): Promise<void>;
}

const clientId = 'perennial';
const clientSecret = 'a-secret-of-the-company-that-nobody-guesses';

export async function startCompanyProvider(returnTo: readonly string[]): Promise<CompanyProvider> {
  const people = new Map<string, Employee>();
  const asked: string[] = [];
  let isDown = false;
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const build = () => new Provider(issuer, configure(people, returnTo));
  let provider = build();
  let published: Provider | undefined;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    asked.push(`${request.method} ${path}`);
    if (isDown) return void request.socket.destroy();
    if (path.startsWith('/interaction/')) return interact(provider, { request, response, people });
    if (path === '/jwks' && published !== undefined) return void published.callback()(request, response);
    await provider.callback()(request, response);
  }

  return {
    issuer,
    clientId,
    clientSecret,
    asked,
    know: (employee) => void people.set(employee.subject, employee),
    rotateKey({ isHidden } = { isHidden: false }) {
      published = isHidden ? provider : undefined;
      provider = build();
    },
    down() {
      isDown = true;
    },
    up() {
      isDown = false;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function configure(people: ReadonlyMap<string, Employee>, returnTo: readonly string[]): Configuration {
  return {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: returnTo.map((origin) => `${origin}/sign-in/provider`),
        post_logout_redirect_uris: returnTo.map((origin) => `${origin}/sign-in`),
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    jwks: { keys: [createKey()] },
    cookies: { keys: ['a key of cookies'] },
    pkce: { required: () => true },
    claims: {
      openid: ['sub', 'amr'],
      email: ['email', 'email_verified'],
      profile: ['name'],
      groups: ['groups'],
      auth_time: null,
    },
    scopes: ['openid', 'email', 'profile', 'groups'],
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    ttl: { Interaction: 600, Session: 3_600, Grant: 3_600, AccessToken: 600, IdToken: 3_600, AuthorizationCode: 60 },
    renderError(context, out) {
      context.type = 'text';
      context.body = `${out.error}: ${out.error_description ?? ''}`;
    },
    findAccount(_context, subject) {
      const employee = people.get(subject);
      return employee && { accountId: subject, claims: async () => ({ sub: subject, ...employee.claims }) };
    },
  };
}

function createKey(): JWK {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), kty: 'RSA', kid: crypto.randomUUID(), use: 'sig', alg: 'RS256' };
}

interface Interaction {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly people: ReadonlyMap<string, Employee>;
}

/** The page of an interaction, and the buttons on it. */
async function interact(provider: Provider, { request, response, people }: Interaction): Promise<void> {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  if (request.method === 'GET') {
    const choices = prompt.name === 'login' ? [...people.keys()] : ['agree'];
    return void response.setHeader('content-type', 'text/html').end(toPage([...choices, 'refuse']));
  }
  const choice = new URLSearchParams(await readBody(request)).get('choice') ?? '';
  const refused = { error: 'access_denied', error_description: 'The person <b>said no</b>; call 555-0100.' };
  const result: InteractionResults =
    choice === 'refuse'
      ? refused
      : prompt.name === 'login'
        ? { login: { accountId: choice, amr: [...(people.get(choice)?.amr ?? ['pwd'])] } }
        : { consent: { grantId: await grant(provider, String(session?.accountId), String(params['scope'])) } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

async function grant(provider: Provider, accountId: string, scope: string): Promise<string> {
  const made = new provider.Grant({ accountId, clientId });
  made.addOIDCScope(scope);
  return made.save();
}

function toPage(choices: readonly string[]): string {
  const buttons = choices.map((choice) => `<button name="choice" value="${choice}">${choice}</button>`).join('');
  return `<!doctype html><html lang="en"><title>Company</title><h1>Company</h1><form method="post">${buttons}</form></html>`;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString('utf8');
}
