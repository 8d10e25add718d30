import { writeSearch } from '../../../urls/search-text.ts';
import type { ProgramSearch } from './search.ts';

export const programPaths = {
  program: (search: ProgramSearch = {}) => `/lifecycle${writeSearch(search)}`,
} as const;
