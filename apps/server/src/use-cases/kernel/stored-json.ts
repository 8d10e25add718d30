import type { FactValue } from '@perennial/domain';

/** What ingestion wrote down, which keeps nothing but JSON. */
export function readJson(text: string): FactValue {
  return JSON.parse(text) as FactValue;
}
