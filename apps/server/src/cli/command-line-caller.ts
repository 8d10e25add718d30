import { scopes } from '@perennial/contracts';
import type { Caller } from '../http/caller.ts';

/** The command line may do what an administrator may: who can read the data folder holds the keys already. */
export const commandLineCaller: Caller = { kind: 'key', id: 'command line', name: 'command line', scopes };
