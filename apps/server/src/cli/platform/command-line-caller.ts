import type { CommandLineCaller } from '@perennial/contracts';

/** Every act of the command line is written down under this name. */
export const commandLineCaller: CommandLineCaller = { kind: 'command_line', id: 'command line' };
