import { scopes } from '@perennial/contracts';
import { defineCommand, UsageError } from '../command/command.ts';
import { withUseCases } from '../platform/with-use-cases.ts';

export const keysCreateCommand = defineCommand({
  name: 'keys create',
  summary: 'Create a write key or an API key',
  details: [
    'Prints the key alone; it is shown once and stored nowhere. A write key carries facts of one source (--source);',
    `an API key acts within its scopes (--scopes): ${scopes.join(' ')}`,
  ],
  args: [],
  options: {
    kind: { type: 'string', value: 'KIND', help: 'what the key is for', choices: ['write', 'api'] },
    scopes: { type: 'string', value: 'A,B', help: 'scopes of an API key, separated by commas' },
    source: { type: 'string', value: 'NAME', help: 'source of a write key; default shop' },
    name: { type: 'string', value: 'NAME', help: 'what people know it by' },
  },
  async run(call) {
    const { kind } = call.options;
    if (kind === undefined) throw new UsageError('--kind is missing: write or api.');
    const key = kind === 'write' ? writeKeyOf(call.options) : apiKeyOf(call.options);
    const created = await withUseCases(call, { name: 'keys create', needsWork: false }, ({ useCases, context }) =>
      useCases.keys.create(context, key),
    );
    await call.out.result({ key: created.secret, id: created.key.id, kind }, created.secret);
    return 0;
  },
});

interface KeyOptions {
  readonly scopes: string | undefined;
  readonly source: string | undefined;
  readonly name: string | undefined;
}

function writeKeyOf({ source = 'shop', name, scopes: given }: KeyOptions) {
  if (given !== undefined && given !== 'ingest')
    throw new UsageError('A write key has no scopes: it carries facts and nothing else.');
  if (!/^[a-z0-9][a-z0-9_.-]{0,62}$/.test(source)) throw new UsageError(`"${source}" is no source.`);
  return { kind: 'write' as const, name: name ?? source, source };
}

function apiKeyOf({ source, name, scopes: given }: KeyOptions) {
  if (source !== undefined) throw new UsageError('An API key has no source.');
  const wanted = (given ?? '')
    .split(',')
    .map((scope) => scope.trim())
    .filter((scope) => scope !== '');
  if (wanted.length === 0) throw new UsageError(`--scopes is missing. There are: ${scopes.join(' ')}`);
  const unknown = wanted.find((scope) => !scopes.some((one) => one === scope));
  if (unknown !== undefined) throw new UsageError(`"${unknown}" is no scope. There are: ${scopes.join(' ')}`);
  return { kind: 'api' as const, name: name ?? 'command line', scopes: wanted };
}
