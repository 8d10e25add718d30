import type { CommandOutcome, EntryOf } from '@perennial/engine';
import type { Act, Audit, NoteAct, OwnEntry } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import { doneOf } from './command-call.ts';
import type { Done } from './command-call.ts';

/** What whoever has a command carried out says of it to the audit log. */
export interface Entering {
  readonly note: NoteAct;
  /** Goes with the command: its entry is committed with what it did. */
  readonly entryOf: EntryOf;
}

/**
 * Has a command carried out whose entry of the audit log is written in its own transaction. What it did not come to, because it was
 * refused or failed, is written when that is known: nothing was done by then that the log does not say. Somebody who was not
 * answered in time has both entries where it was carried out after all. Throws what was said instead of done, under its own code.
 */
export async function carryOut(
  audit: Audit,
  { context, act }: { readonly context: CallContext; readonly act: Act },
  run: (entering: Entering) => Promise<CommandOutcome>,
): Promise<Done> {
  const entry = audit.entry(context, act);
  let isWritten = false;
  try {
    const outcome = await run({ note: entry.note, entryOf: entryOf(entry) });
    isWritten = outcome.kind !== 'refused';
    return doneOf(outcome);
  } catch (error) {
    // The failure of the command itself is the one to answer with, even if the log is away too.
    if (!isWritten) await audit.write([entry.failed(error)]).catch(() => undefined);
    throw error;
  }
}

export function entryOf(entry: OwnEntry): EntryOf {
  return ({ kind }) => entry.ended(kind === 'done' ? 'done' : 'refused');
}
