import { rotateMasterKey } from '@perennial/engine';
import { createPrivacyStore } from '@perennial/postgres';
import { readLiveWorkers } from '@perennial/postgres/reading';
import { addKey, openKeyring } from '../../platform/keyring-file.ts';
import { CommandError, defineCommand, UsageError } from '../command/command.ts';
import type { ExitCode } from '../command/command.ts';
import { count } from '../command/output.ts';
import { withPlatform } from '../platform/open-platform-for.ts';
import type { CommandPlatform } from '../platform/open-platform-for.ts';

export const keysRotateCommand = defineCommand({
  name: 'keys rotate',
  summary: 'Take a new master or hash key into use',
  details: [
    'master: makes a new key and wraps every member key and quarantined fact by it; run again, it goes on where it was cut off.',
    'hash: makes a new key for identities from now on; the older ones stay, to find what they made.',
    'Every process must be stopped: each has the keys in memory. Back keys.json up before and after. Keys that come from',
    'PERENNIAL_KEYS are added there by hand; then --kind master only wraps what older keys protect.',
  ],
  args: [],
  options: { kind: { type: 'string', value: 'KIND', help: 'which key', choices: ['master', 'hash'] } },
  async run(call) {
    const { kind } = call.options;
    if (kind !== 'master' && kind !== 'hash') throw new UsageError('--kind is missing: master or hash.');
    return withPlatform<ExitCode>(
      call,
      { name: 'keys rotate', needsWork: false, mustExist: true },
      async (platform) => {
        await refuseBesideOthers(platform);
        const { value, text } = kind === 'hash' ? rotateHash(platform) : await rotateMaster(platform);
        await call.out.result(value, text);
        return 0;
      },
    );
  },
});

const workerSeenMsMax = 10_000;

/** A process that goes on with the old keys would not open what the new one seals, and would make identities under the old one. */
async function refuseBesideOthers({ stores, database }: CommandPlatform): Promise<void> {
  if (stores.mode === 'guest' || (await readLiveWorkers(database, Date.now() - workerSeenMsMax)) > 0)
    throw new CommandError('Perennial is running. Stop every process of it, rotate, and start them again.');
}

interface Rotated {
  readonly value: object;
  readonly text: string;
}

function rotateHash({ config }: CommandPlatform): Rotated {
  if (config.keys !== undefined)
    throw new CommandError('The keys come from PERENNIAL_KEYS: put a new hash key before the others there.');
  const id = addKey(config.dataFolder, 'hash');
  return { value: { kind: 'hash', id }, text: `Hash key ${id} is in use from the next start on.` };
}

async function rotateMaster({ config, database, keyring }: CommandPlatform): Promise<Rotated> {
  const store = createPrivacyStore(database);
  const { currentMasterKeyId: current } = keyring;
  const isCutOff =
    (await store.readKeysNotUnder(current, 1)).length + (await store.readBodiesNotUnder(current, 1)).length > 0;
  if (!isCutOff && config.keys === undefined) addKey(config.dataFolder, 'master');
  const next = openKeyring({ dataFolder: config.dataFolder, keys: config.keys });
  const done = await rotateMasterKey(store, next);
  const id = next.currentMasterKeyId;
  return {
    value: { kind: 'master', id, ...done },
    text: `Master key ${id} is in use: ${count(done.keys)} member keys and ${count(done.bodies)} quarantined facts wrapped anew.`,
  };
}
