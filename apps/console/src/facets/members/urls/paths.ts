import { writeSearch } from '../../../urls/search-text.ts';
import type { MemberSearch, MembersSearch, TagsSearch } from './search.ts';

export const membersPaths = {
  members: (search: MembersSearch = {}) => `/members${writeSearch(search)}`,
  tags: (search: TagsSearch = {}) => `/members/tags${writeSearch(search)}`,
  member: (memberId: string, search: MemberSearch = {}) =>
    `/members/${encodeURIComponent(memberId)}${writeSearch(search)}`,
} as const;
