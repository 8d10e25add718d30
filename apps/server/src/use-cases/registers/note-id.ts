export const notePrefix = 'note:';

/** Under which a note is kept, and its text sealed. */
export function nameOfNote(noteId: string): string {
  return `${notePrefix}${noteId}`;
}

/** The id by which people name a note. */
export function noteIdOf(name: string): string {
  return name.slice(notePrefix.length);
}
