import { writeSearch } from '../../../urls/search-text.ts';
import type { AuditSearch } from './search.ts';

export const auditPaths = {
  audit: (search: AuditSearch = {}) => `/settings/audit${writeSearch(search)}`,
  ofMember: (memberId: string) => `/settings/audit${writeSearch({ member: memberId })}`,
} as const;
