import { writeSearch } from '../../../urls/search-text.ts';
import type { SignInSearch } from './search.ts';

export const sessionPaths = {
  signIn: (search: SignInSearch = {}) => `/sign-in${writeSearch(search)}`,
  account: () => '/settings/account',
} as const;
