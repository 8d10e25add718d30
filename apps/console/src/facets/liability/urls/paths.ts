import { writeSearch } from '../../../urls/search-text.ts';
import type { LiabilitySearch } from './search.ts';

export const liabilityPaths = {
  liability: (search: LiabilitySearch = {}) => `/liability${writeSearch(search)}`,
} as const;
