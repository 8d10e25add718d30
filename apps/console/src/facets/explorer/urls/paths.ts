import { writeSearch } from '../../../urls/search-text.ts';
import type { ExplorerSearch } from './search.ts';

export const explorerPaths = {
  explorer: (search: ExplorerSearch = {}) => `/settings/api${writeSearch(search)}`,
} as const;
