import { useKnownFields } from './use-known-fields.ts';
import type { CatalogueField } from './use-known-fields.ts';
import type { FieldSet } from '../editor-field.ts';

const isFolded = (field: CatalogueField) => field.class === 'fold';
const noRefusals = () => ({});

/** What the documents of a program may ask of members when something happens. */
export function useMemberFields(): FieldSet {
  return useKnownFields({ isTaken: isFolded, refusalsOf: noRefusals });
}
