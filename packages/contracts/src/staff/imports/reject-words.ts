import { text } from '../../errors/entry.ts';
import type { WordTable } from '../../words/word-table.ts';

/** Columns of the file of rejected rows. */
export const rejectColumnWords = {
  line: text('Line', '行号'),
  reason: text('Reason', '原因'),
} as const satisfies WordTable;
