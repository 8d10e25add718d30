import type { FieldSet } from '../../../conditions/editor-field.ts';
import { useKnownFields } from '../../../conditions/fields/use-known-fields.ts';
import type { CatalogueField } from '../../../conditions/fields/use-known-fields.ts';

/** What lists alone know cannot be judged of one member when an event is handed over. */
const isJudged = (field: CatalogueField) => field.class === 'fold';
const noRefusals = () => ({});

/** The fields that may be judged of a member now. */
export function useToldFields(): FieldSet {
  return useKnownFields({ isTaken: isJudged, refusalsOf: noRefusals });
}
