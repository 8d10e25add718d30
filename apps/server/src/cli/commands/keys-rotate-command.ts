import { createPrivacyStore } from '@perennial/postgres';
import { addKey, openKeyring } from '../../platform/keyring-file.ts';
import { rotateKeys } from '../../use-cases/operation/rotate-keys.ts';
import type { KeyringPort, Rotated } from '../../use-cases/operation/rotate-keys.ts';
import { CommandError, defineCommand, UsageError } from '../command/command.ts';
import type { ExitCode } from '../command/command.ts';
import { count } from '../command/amounts.ts';
import { withPlatform } from '../platform/open-platform-for.ts';
import type { CommandPlatform } from '../platform/open-platform-for.ts';

export const keysRotateCommand = defineCommand({
  name: 'keys rotate',
  summary: 'Take a new master or hash key into use',
  details: [
    'master: makes a new key and wraps every member key, quarantined fact and secret of an authenticator or webhook by it; run again, it goes on where it was cut off.',
    'hash: makes a new key for identities from now on; the older ones stay, to find what they made.',
    'Every process must be stopped: each has the keys in memory. Back keys.json up before and after. Keys that come from',
    'PERENNIAL_KEYS are added there by hand; then --kind master only wraps what older keys protect.',
  ],
  args: [],
  options: { kind: { type: 'string', value: 'KIND', help: 'which key', choices: ['master', 'hash'] } },
  async run(call) {
    const { kind } = call.options;
    if (kind !== 'master' && kind !== 'hash') throw new UsageError('--kind is missing: master or hash.');
    const options = { name: 'keys rotate', needsWork: false, mustExist: true } as const;
    return withPlatform<ExitCode>(call, options, async (platform) => {
      const { database, programs, stores } = platform;
      const store = createPrivacyStore(database, programs.facets);
      const isGuest = stores.mode === 'guest';
      const rotated = await rotateKeys(
        { database, store, isGuest, keyring: keyringOf(platform), now: platform.clock.now },
        kind,
      );
      if (rotated.kind === 'refused') throw new CommandError(refusals[rotated.because]);
      await call.out.result(rotated, describe(rotated));
      return 0;
    });
  },
});

function keyringOf({ config, keyring }: CommandPlatform): KeyringPort {
  const { dataFolder, keys } = config;
  return {
    isGiven: keys !== undefined,
    current: keyring,
    add: (kind) => addKey(dataFolder, kind),
    open: () => openKeyring({ dataFolder, keys }),
  };
}

function describe(rotated: Exclude<Rotated, { kind: 'refused' }>): string {
  if (rotated.kind === 'hash') return `Hash key ${rotated.id} is in use from the next start on.`;
  return `Master key ${rotated.id} is in use: ${count(rotated.keys)} member keys, ${count(rotated.bodies)} quarantined facts, ${count(rotated.factors)} secrets of authenticators those of ${count(rotated.webhooks)} webhooks and ${count(rotated.statements)} keys of statements wrapped anew.`;
}

const refusals = {
  running: 'Perennial is running. Stop every process of it, rotate, and start them again.',
  keys_given: 'The keys come from PERENNIAL_KEYS: put a new hash key before the others there.',
} as const;
