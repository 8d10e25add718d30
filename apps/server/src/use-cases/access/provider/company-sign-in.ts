import type { Role } from '@perennial/contracts';
import type { Identity } from '@perennial/contracts/staff';
import type { ConsoleUserRow } from '@perennial/postgres/access';
import type { Database } from '@perennial/postgres';
import type { Audit } from '../../audit/audit.ts';
import type { CallContext } from '../../kernel/call-context.ts';
import type { Caller, UserCaller } from '../../kernel/caller.ts';
import { ProblemError } from '../../kernel/problem-error.ts';
import { admit, link } from './admit.ts';
import { confirmByProvider, listOwnIdentities, unlinkIdentity } from './own-identities.ts';
import type { IdentityHolder } from './own-identities.ts';
import type { Provider, Return, Visit } from './provider.ts';
import { isOwnDoorOpen } from './settings.ts';

/** What coming back comes to; `entry` where a session was begun or is begun after a second step. */
export interface CameBack<Entry> {
  readonly next: string;
  readonly entry: Entry | null;
}

/** Whom the provider let in, for whoever opens sessions. */
export interface ProviderGuest {
  readonly identityId: string;
  readonly hasFactors: boolean;
  readonly authenticatedAt: number | undefined;
}

type Own = CallContext<UserCaller>;

/** Sign-in by a company's provider, as far as people see it. Without one, each act throws `provider.none`. */
export interface CompanySignIn {
  readonly name: string | null;
  /** False while nobody but the accounts for emergencies comes in another way. */
  readonly isOwnOpen: boolean;
  /** Throws `auth.provider_only` for an account that comes in by the provider alone. */
  requireOwnDoor(email: string): void;
  /** Throws `provider.unavailable`. */
  visit(next: string): Promise<Visit>;
  /** To confirm who one is, or to link the own account. Throws `provider.unavailable`. */
  visitAgain(context: Own, asked: { readonly intent: 'confirm' | 'link'; readonly next: string }): Promise<Visit>;
  /** Every return is written down, with whom it was for. Throws the codes `provider.…` of the error table. */
  comeBack<Entry>(
    context: CallContext<Caller | undefined>,
    came: { readonly query: string; readonly token: string | undefined },
    enter: (user: ConsoleUserRow, guest: ProviderGuest) => Promise<Entry>,
  ): Promise<CameBack<Entry>>;
  identities(userId: string): Promise<Identity[]>;
  /** Throws `provider.identity_not_found`, and `auth.provider_only` where it is the only way in. */
  unlink(context: Own, identityId: string): Promise<void>;
  /** Where to sign out there as well; null for a session that did not begin there. */
  signOutUrl(caller: UserCaller): Promise<string | null>;
}

export interface CompanySignInParts {
  readonly database: Database;
  readonly provider: Provider | undefined;
  readonly changeRole: (userId: string, role: Role) => Promise<void>;
  readonly disable: (userId: string) => Promise<void>;
  /** Throws `auth.confirmation_needed`. */
  readonly requireRecentSignIn: (caller: UserCaller) => void;
  readonly audit: Audit;
  readonly now: () => number;
}

export function createCompanySignIn(parts: CompanySignInParts): CompanySignIn {
  const { database, provider, audit } = parts;
  const required = () => {
    if (provider === undefined) throw new ProblemError('provider.none');
    return provider;
  };
  const requireOwnDoor = (email: string) => {
    if (!isOwnDoorOpen(provider?.settings, email)) throw new ProblemError('auth.provider_only');
  };
  return {
    requireOwnDoor,
    name: provider?.settings.name ?? null,
    isOwnOpen: provider?.settings.isOnly !== true,
    visit: async (next) => required().begin({ intent: 'sign_in', next, sessionHash: null }),
    async visitAgain({ caller }, { intent, next }) {
      const open = required();
      if (intent === 'link') parts.requireRecentSignIn(caller);
      return open.begin({ intent, next, sessionHash: caller.sessionHash });
    },
    comeBack: (context, came, enter) =>
      audit.act(context, { action: 'session.returned_from_provider' }, async (note) => {
        const noted: { subject?: string; reason: string } = { reason: '' };
        try {
          const result = await comeBack(parts, { context, came, enter }, (added) => Object.assign(noted, added));
          note(noted);
          return result;
        } catch (error) {
          note({ ...noted, reason: [noted.reason, ...reasonsOf(error)].filter((text) => text !== '').join(' ') });
          throw error;
        }
      }),
    identities: (userId) => listOwnIdentities(database, userId),
    unlink: (context, identityId) =>
      audit.act(context, { action: 'session.provider_unlinked', subject: identityId }, async () => {
        parts.requireRecentSignIn(context.caller);
        requireOwnDoor(context.caller.email);
        await unlinkIdentity(database, context.caller, identityId);
      }),
    async signOutUrl({ sessionIdentityId }) {
      if (sessionIdentityId === null || provider === undefined) return null;
      return (await provider.signOutUrl()) ?? null;
    },
  };
}

interface Coming<Entry> {
  readonly context: CallContext<Caller | undefined>;
  readonly came: { readonly query: string; readonly token: string | undefined };
  readonly enter: (user: ConsoleUserRow, guest: ProviderGuest) => Promise<Entry>;
}

type Note = (added: { readonly subject?: string; readonly reason?: string }) => void;

async function comeBack<Entry>(
  parts: CompanySignInParts,
  { context: { caller }, came, enter }: Coming<Entry>,
  note: Note,
): Promise<CameBack<Entry>> {
  const { provider } = parts;
  if (provider === undefined) throw new ProblemError('provider.none');
  const holder = caller?.kind === 'user' ? caller : undefined;
  const back = await provider.finish({ ...came, sessionHash: holder?.sessionHash ?? null });
  note({ reason: back.intent });
  if (back.intent === 'sign_in') return enterBack(parts, { provider, back, enter }, note);
  // The visit was begun by this session, so that there is one.
  if (holder === undefined) throw new ProblemError('provider.visit_expired');
  note({ subject: holder.id });
  await finishOwn(parts, { provider, back, holder });
  return { next: back.next, entry: null };
}

async function enterBack<Entry>(
  parts: CompanySignInParts,
  { provider, back, enter }: Pick<Coming<Entry>, 'enter'> & { readonly provider: Provider; readonly back: Return },
  note: Note,
): Promise<CameBack<Entry>> {
  const { person, next, intent } = back;
  const noteUser = (subject: string) => note({ subject });
  const admitted = await admit({ ...parts, settings: provider.settings, noteUser }, person);
  note({ subject: admitted.user.id, reason: [intent, ...admitted.done].join(', ') });
  const { hasFactors, authenticatedAt } = person;
  return { next, entry: await enter(admitted.user, { identityId: admitted.identityId, hasFactors, authenticatedAt }) };
}

async function finishOwn(
  parts: CompanySignInParts,
  { provider, back, holder }: { readonly provider: Provider; readonly back: Return; readonly holder: IdentityHolder },
): Promise<void> {
  const { person } = back;
  if (back.intent === 'confirm') await confirmByProvider(parts.database, holder, { person, at: parts.now() });
  else await link({ ...parts, settings: provider.settings, noteUser: () => undefined }, person, holder.id);
}

/** The code, and the provider's own where it gave one. */
function reasonsOf(error: unknown): readonly string[] {
  if (!(error instanceof ProblemError)) return [];
  const said = error.facts.context?.['said'];
  return [error.code, ...(typeof said === 'string' ? [`(${said})`] : [])];
}
