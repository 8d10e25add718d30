import type { PastColumns } from '../../conditions/past.ts';
import { taggedAsOf } from './tagged-as-of.ts';

/** Of the tags that are asked for, those that were carried then. */
export const pastTags: PastColumns<unknown> = {
  columns: ['tags'],
  join: (_past, { names }) => ({
    select: 'tagged.tags as tags',
    from: `left join ${taggedAsOf} tagged on tagged.who = m.member_id`,
    params: { tags: [...(names.get('tags') ?? [])] },
  }),
};
