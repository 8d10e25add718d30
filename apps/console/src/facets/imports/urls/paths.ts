import { writeSearch } from '../../../urls/search-text.ts';
import type { ImportsSearch } from './search.ts';

export const importsPaths = {
  imports: (search: ImportsSearch = {}) => `/data/imports${writeSearch(search)}`,
} as const;
