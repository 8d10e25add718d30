import { routes } from '@perennial/contracts';
import type { ProgramDocuments } from '@perennial/domain';
import { createClient } from '@perennial/contracts/staff';
import type { z } from 'zod';
import { CommandError, UsageError } from '../../command/command.ts';
import type { ProgramPlace } from './program-place.ts';
import { toCommandError } from './server-errors.ts';

export interface ServerPlaceParts {
  /** As it was given: `https://members.example.com`. */
  readonly address: string;
  /** From the environment: what stands in the arguments of a command is seen by everybody on the machine. */
  readonly apiKey: string | undefined;
  readonly signal: AbortSignal;
}

/** The time that a stopped command has left to tell the server so. */
const cancelMsMax = 3_000;

/** The program of a server elsewhere, through its API. Throws UsageError on an address that is none, CommandError without a usable key. */
export function createServerPlace({ address, apiKey, signal }: ServerPlaceParts): ProgramPlace {
  const origin = originOf(address);
  const key = keyOf(apiKey);
  // A server that has moved is not followed: what is sent elsewhere was meant for the one that was named.
  const send = (url: string, init?: RequestInit) => fetch(url, { ...init, redirect: 'error' });
  const client = createClient({ baseUrl: origin, fetch: send, apiKey: key }).program;
  const table = routes.program;

  const asked = createAsked(origin, signal);
  const call = { signal };
  return {
    name: origin,
    isServed: true,
    async current() {
      // The version in force as such: `/v1/program` shows names alone to a key that may not read rules.
      const { items } = await asked(table.versions.response, () => client.versions({ query: { limit: 1 } }, call));
      const [latest] = items;
      if (latest === undefined) throw new CommandError(`${origin} has no program in force.`);
      const params = { version: latest.version };
      const { version, documents } = await asked(table.version.response, () => client.version({ params }, call));
      return { version, documents };
    },
    schemas: async () => (await asked(table.schemas.response, () => client.schemas({}, call))).items,
    plan: (documents) =>
      asked(table.plan.response, () => client.plan({ body: { documents: writable(documents) } }, call)),
    preview: (jobId) => asked(table.preview.response, () => client.preview({ params: { jobId } }, call)),
    async cancelPreview(jobId) {
      // By its own time: that of the command is over.
      await client.cancelPreview({ params: { jobId } }, { signal: AbortSignal.timeout(cancelMsMax) });
    },
    rehearse: (documents, options) =>
      asked(table.startRehearsal.response, () =>
        client.startRehearsal({ body: { ...options, documents: writable(documents) } }, call),
      ),
    rehearsal: (jobId) =>
      asked(table.rehearsal.response, () => client.rehearsal({ params: { rehearsalId: jobId } }, call)),
    async cancelRehearsal(jobId) {
      await client.cancelRehearsal({ params: { rehearsalId: jobId } }, { signal: AbortSignal.timeout(cancelMsMax) });
    },
    apply: ({ documents, ...said }) =>
      asked(
        table.apply.response,
        () => client.apply({ body: { ...said, documents: writable(documents) } }, call),
        ' Whether it was published is not known: applying again says so, and publishes nothing twice.',
      ),
    progress: (version) => asked(table.publication.response, () => client.publication({ params: { version } }, call)),
  };
}

/** The answer of a route is what its schema says, whatever release or whoever else gave it. */
function createAsked(origin: string, signal: AbortSignal) {
  return async <Schema extends z.ZodType>(
    schema: Schema,
    ask: () => Promise<unknown>,
    unsure?: string,
  ): Promise<z.input<Schema>> => {
    try {
      const answer = await ask();
      schema.parse(answer);
      // Read by the schema just now; instants stay as they are written.
      return answer as z.input<Schema>;
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw toCommandError(error, origin, unsure);
    }
  };
}

function writable(documents: ProgramDocuments) {
  return { ...documents };
}

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Throws UsageError. */
function originOf(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new UsageError(`--server takes an address such as https://members.example.com, not "${address}".`);
  if (url.username !== '' || url.password !== '')
    throw new UsageError('--server takes no name and password. The key stands in PERENNIAL_API_KEY.');
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    throw new UsageError(`--server takes the address alone: ${url.origin}`);
  if (url.protocol === 'http:' && !loopback.test(url.hostname))
    throw new UsageError(
      `${url.origin} is not encrypted, and the key would be read on the way. Use https, or a tunnel to this machine.`,
    );
  return url.origin;
}

/** Throws CommandError, which never shows it. */
function keyOf(apiKey: string | undefined): string {
  const key = apiKey?.trim() ?? '';
  if (key === '')
    throw new CommandError(
      'PERENNIAL_API_KEY is missing: a server is asked with an API key, which stands in the environment. Make one there with `npx perennial keys create --kind api --scopes program.read,program.rules,program.edit,program.publish`.',
    );
  if (!/^[\x21-\x7e]+$/.test(key))
    throw new CommandError('PERENNIAL_API_KEY is no key: it holds spaces or line breaks.');
  return key;
}
