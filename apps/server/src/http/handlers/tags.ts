import type { ChangeTags } from '../../use-cases/tags/change-tags.ts';
import type { ListTags } from '../../use-cases/tags/list-tags.ts';
import type { GroupHandlers } from '../routing/handlers.ts';

export interface Tags {
  readonly listTags: ListTags;
  readonly changeTags: ChangeTags;
}

export function createTagHandlers({ listTags, changeTags }: Tags): GroupHandlers<'tags'> {
  return {
    list: ({ query }) => listTags.page(query),
    change: (call) => changeTags.start(call, call.body),
    progress: async ({ params }) => changeTags.progress(params.jobId),
    cancel: async ({ params }) => {
      changeTags.cancel(params.jobId);
      return {};
    },
  };
}
