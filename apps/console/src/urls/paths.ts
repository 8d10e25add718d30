import type {
  DataSearch,
  LifecycleSearch,
  MemberSearch,
  MembersSearch,
  OverviewSearch,
  SignInSearch,
} from './search.ts';
import { writeSearch } from './search-text.ts';

export const dataSections = ['sources', 'live', 'quarantine', 'imports', 'reference'] as const;
export type DataSection = (typeof dataSections)[number];
export const settingsSections = ['account', 'users', 'keys', 'audit'] as const;
export type SettingsSection = (typeof settingsSections)[number];
export const lifecycleTabs = ['stages', 'metrics', 'settings', 'identities', 'versions'] as const;
export type LifecycleTab = (typeof lifecycleTabs)[number];

/** Every address of the console comes from here. */
export const paths = {
  home: () => '/',
  signIn: (search: SignInSearch = {}) => `/sign-in${writeSearch(search)}`,
  overview: (search: OverviewSearch = {}) => `/overview${writeSearch(search)}`,
  members: (search: MembersSearch = {}) => `/members${writeSearch(search)}`,
  member: (memberId: string, search: MemberSearch = {}) =>
    `/members/${encodeURIComponent(memberId)}${writeSearch(search)}`,
  lifecycle: (search: LifecycleSearch = {}) => `/lifecycle${writeSearch(search)}`,
  data: (section: DataSection = 'sources', search: DataSearch = {}) => `/data/${section}${writeSearch(search)}`,
  settings: (section: SettingsSection = 'account', search: DataSearch = {}) =>
    `/settings/${section}${writeSearch(search)}`,
} as const;
