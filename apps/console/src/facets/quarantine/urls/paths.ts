import { writeSearch } from '../../../urls/search-text.ts';
import type { QuarantineSearch } from './search.ts';

export const quarantinePaths = {
  quarantine: (search: QuarantineSearch = {}) => `/data/quarantine${writeSearch(search)}`,
  mentions: () => '/data/mentions',
} as const;
