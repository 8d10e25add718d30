import type { Caller } from './caller.ts';

/** How somebody asks for something: who, under which number, and until when. The same over the network and at a terminal. */
export interface CallContext<Who extends Caller | undefined = Caller> {
  /** Undefined only where anybody may ask, as for signing in. */
  readonly caller: Who;
  /** Stands in the audit log beside what was done, and over the network in the answer. */
  readonly requestId: string;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}
