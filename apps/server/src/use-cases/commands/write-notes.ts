import { randomUUID } from 'node:crypto';
import { nameOfNote as nameOf, noteIdOf, notePrefix } from '../registers/note-id.ts';
import type { Audit } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import { nameOfCaller } from '../kernel/caller.ts';
import { createActOnOne } from './act-on-one.ts';
import type { ActOnOneDependencies } from './act-on-one.ts';
import { carryOut } from './carry-out.ts';

export interface NoteCommandDependencies extends ActOnOneDependencies {
  readonly audit: Audit;
}

export interface NoteCommands {
  add(
    context: CallContext,
    request: { readonly memberId: string; readonly text: string },
  ): Promise<{ readonly noteId: string }>;
  remove(
    context: CallContext,
    request: { readonly memberId: string; readonly noteId: string },
  ): Promise<Record<string, never>>;
}

/** The text of a note is personal, whatever its id: no schema can name a field whose name is made anew for each. */
class NoteMeanings extends Map<string, 'personal' | 'other'> {
  override get(path: string): 'personal' | 'other' {
    return path.startsWith(`note.${notePrefix}`) ? 'personal' : 'other';
  }
}

export const noteMeanings: ReadonlyMap<string, 'personal' | 'other'> = new NoteMeanings([['by', 'other']]);

/**
 * What staff write about a member. A note keeps who wrote it beside it; its text is sealed under her key, under a name of its own. Who takes
 * a note away has it written over first, for a decision cannot be taken out of a log.
 */
export function createNoteCommands({ audit, ...dependencies }: NoteCommandDependencies): NoteCommands {
  const actOnOne = createActOnOne(dependencies);
  return {
    async add(context, { memberId, text }) {
      const noteId = randomUUID();
      const act = { action: 'member.note_added', subject: memberId } as const;
      const input = { note: { [nameOf(noteId)]: text }, by: nameOfCaller(context.caller) };
      const done = await carryOut(audit, { context, act }, ({ entryOf }) =>
        actOnOne(context, { memberId, command: 'note', input, entryOf }),
      );
      const written = done.answer['note'];
      return { noteId: typeof written === 'string' ? noteIdOf(written) : noteId };
    },
    async remove(context, { memberId, noteId }) {
      const act = { action: 'member.note_removed', subject: memberId } as const;
      const input = { note: { [nameOf(noteId)]: '' } };
      await carryOut(audit, { context, act }, ({ entryOf }) =>
        actOnOne(context, { memberId, command: 'note', input, entryOf }),
      );
      return {};
    },
  };
}
