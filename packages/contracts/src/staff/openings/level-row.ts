import { z } from 'zod';
import { instant, localizedText, memberId } from '../../schemas/common.ts';
import { memberReference } from '../../schemas/member-reference.ts';
import { rowsNew, rowsThere } from './opening-row.ts';

const id = z.string().regex(/^[a-z][a-z0-9_-]{0,19}$/u, 'an id of the program');

/** A level that a member had in another system: a line of the file. */
export const levelRow = z.object({
  member: memberReference,
  set: id.describe('The tier set'),
  level: id,
  since: instant.describe('Since when it is hers'),
  until: instant.nullable().default(null).describe('Until when it stays hers whatever she does here; null: for good'),
});
export type LevelRow = z.output<typeof levelRow>;

const members = z.number().int().min(0);

const levelSum = z.object({
  set: z.string(),
  members: members.describe('Of all rows'),
  total: members.nullable().describe('As it was given; null where none was'),
  there: members.describe('Of them, who have the level from an import of before'),
  comes: members.describe('Of them, who get it'),
});

export const levelsReport = z.object({
  isDryRun: z.boolean(),
  isTaken: z.boolean(),
  asOfAt: instant,
  rows: z.number().int(),
  rowsNew,
  rowsThere,
  sums: z.array(levelSum),
  differences: z
    .array(z.object({ memberId, set: z.string(), before: z.string(), level: z.string(), isThere: z.boolean() }))
    .describe('One a row that can be taken: the level of before, empty for none, and the one that comes'),
  refused: z.array(
    z.object({
      row: z.number().int(),
      member: memberReference,
      set: z.string(),
      code: z.string(),
      title: localizedText,
    }),
  ),
});
export type LevelsReport = z.output<typeof levelsReport>;
