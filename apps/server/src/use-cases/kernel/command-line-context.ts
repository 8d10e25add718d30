import { randomUUID } from 'node:crypto';
import type { CommandLineCaller } from '@perennial/contracts';
import type { CallContext } from './call-context.ts';

/** Every act of the command line is written down under this name. */
const commandLineCaller: CommandLineCaller = { kind: 'command_line', id: 'command line' };

/** How a command asks a use case; its number stands beside the act in the audit log. */
export function createCommandLineContext(signal: AbortSignal): CallContext<CommandLineCaller> {
  return { caller: commandLineCaller, requestId: randomUUID(), signal };
}
