import { textOf } from '../../../urls/read-parts.ts';
import type { RawSearch } from '../../../urls/read-parts.ts';

export interface AuditSearch {
  readonly cursor?: string;
}

export function readAuditSearch(raw: RawSearch): AuditSearch {
  return textOf(raw, 'cursor');
}
