import type { MemberCommands } from '../../../use-cases/commands/member-commands.ts';
import type { DownloadMembers } from '../../../use-cases/member-list/download-members.ts';
import type { ListMembers } from '../../../use-cases/member-list/list-members.ts';
import type { SearchList } from '../../../use-cases/members/finding/search-list.ts';
import type { Members } from '../../../use-cases/members/members.ts';
import { fileRequestOf } from '../../routing/file-request.ts';
import type { ChangeTags } from '../../../use-cases/tags/change-tags.ts';
import type { ListTags } from '../../../use-cases/tags/list-tags.ts';
import type { GroupHandlers } from '../../routing/handlers.ts';

export interface MemberHandlersOf {
  readonly members: Members;
  readonly memberCommands: MemberCommands;
  readonly searchList: SearchList;
  readonly memberList: { readonly list: ListMembers; readonly download: DownloadMembers };
}

export function createMemberHandlers({
  members,
  memberCommands,
  memberList,
  searchList,
}: MemberHandlersOf): GroupHandlers<'members'> {
  return {
    list: (call) => memberList.list(call, call.query),
    download: (call) => memberList.download.masked(call, { ...call.query, ...fileRequestOf(call) }),
    revealDownload: (call) =>
      memberList.download.revealed(call, { ...call.query, ...fileRequestOf(call), ...call.body }),
    searchList: (call) => searchList(call, call.body),
    search: (call) => members.search(call, call.query),
    get: (call) => members.get(call, { ...call.params, ...call.query }),
    explain: (call) => members.explain(call, { ...call.params, ...call.query }),
    timeline: (call) => members.timeline(call, { ...call.params, ...call.query }),
    stages: (call) => members.stages(call, { ...call.params, ...call.query }),
    orders: (call) => members.orders(call, { ...call.params, ...call.query }),
    merges: (call) => members.merges(call, { ...call.params, ...call.query }),
    reveal: (call) => members.reveal(call, { ...call.params, ...call.body }),
    revealTimeline: (call) => members.revealTimeline(call, { ...call.params, ...call.query, ...call.body }),
    addTag: (call) => memberCommands.tags.add(call, call.params),
    removeTag: (call) => memberCommands.tags.remove(call, call.params),
    setAttributes: (call) => memberCommands.setAttributes(call, { ...call.params, ...call.body }),
    overrideAttributes: (call) => memberCommands.overrideAttributes(call, { ...call.params, ...call.body }),
    attributeLog: (call) => members.attributeLog(call, call.params),
    addNote: (call) => memberCommands.notes.add(call, { ...call.params, ...call.body }),
    removeNote: (call) => memberCommands.notes.remove(call, call.params),
    act: (call) => memberCommands.actOnMany(call, call.body),
    merge: (call) => memberCommands.merge(call, { ...call.params, ...call.body }),
    undoMerge: (call) => memberCommands.undoMerge(call, { ...call.params, ...call.body }),
    releaseIdentity: (call) => memberCommands.releaseIdentity(call, { ...call.params, ...call.body }),
    export: (call) => members.export(call, { ...call.params, ...call.body }),
    erase: (call) => members.erase(call, { ...call.params, ...call.body }),
  };
}

export interface Tags {
  readonly listTags: ListTags;
  readonly changeTags: ChangeTags;
}

export function createTagHandlers({ listTags, changeTags }: Tags): GroupHandlers<'tags'> {
  return {
    list: ({ query }) => listTags.page(query),
    change: (call) => changeTags.start(call, call.body),
    progress: async ({ params }) => changeTags.progress(params.changeId),
    cancel: async ({ params }) => {
      changeTags.cancel(params.changeId);
      return {};
    },
  };
}
