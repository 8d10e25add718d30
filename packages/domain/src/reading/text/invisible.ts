/** Direction marks, zero-width spaces and joiners, soft hyphens, byte order marks: what address books and chats put around a value unseen. */
export const invisible = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g;

/** The text without marks that nobody sees, and without the space around it. */
export function withoutInvisible(text: string): string {
  return text.replaceAll(invisible, '').trim();
}
