import { z } from 'zod';
import { fileForm, queryList } from '../../schemas/common.ts';

/** Columns of the list of members in the order in which it shows them. */
export const memberFileColumns = [
  'id',
  'label',
  'stage',
  'stageSince',
  'nextChangeAt',
  'lastOrderAt',
  'orders',
  'spend',
  'joinedAt',
  'firstOrderAt',
  'store',
  'channel',
  'tags',
] as const;
export type MemberFileColumn = (typeof memberFileColumns)[number];

/** How the file of a list is written. */
export const memberFile = {
  ...fileForm,
  columns: queryList(z.enum(memberFileColumns), memberFileColumns.length)
    .optional()
    .describe(
      'Columns in the order in which they are named; all of them when absent. Of `form=raw` the file has its own.',
    ),
};
