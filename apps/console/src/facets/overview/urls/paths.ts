import { writeSearch } from '../../../urls/search-text.ts';
import type { OverviewSearch } from './search.ts';

export const overviewPaths = {
  overview: (search: OverviewSearch = {}) => `/overview${writeSearch(search)}`,
} as const;
