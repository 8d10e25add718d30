/** Where a list that runs downwards by instants begins. */
export const lastInstant = Number.MAX_SAFE_INTEGER;
/** Sorts after every text that a cursor could carry. */
export const lastText = '\u{10ffff}';
