import { writeSearch } from '../../../urls/search-text.ts';
import type { ReferenceSearch } from './search.ts';

export const referencePaths = {
  reference: (search: ReferenceSearch = {}) => `/data/reference${writeSearch(search)}`,
} as const;
