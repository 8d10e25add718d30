import type { FactValue } from '@perennial/domain';
import type { Caller } from './caller.ts';

/** A command as it came over a wire. */
export interface SentCommand {
  /** The caller's, or one that was made for him and is given back. */
  readonly key: string;
  /** The route and what was sent to it, as it was sent: another one under the same key is refused. */
  readonly said: FactValue;
}

/** How somebody asks for something: who, under which number, and until when. The same over the network and at a terminal. */
export interface CallContext<Who extends Caller | undefined = Caller> {
  /** Undefined only where anybody may ask, as for signing in. */
  readonly caller: Who;
  /** Stands in the audit log beside what was done, and over the network in the answer. */
  readonly requestId: string;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** By which a retry of a command is recognised. Absent where nobody could try again with it, as at a terminal. */
  readonly command?: SentCommand;
}
