import type { FieldDefinition } from '../kernel/fields/field.ts';
import type { FieldCatalogue } from '../kernel/fields/world.ts';

/** The fields of conditions, each found by its name; `findInFamily` gives those of families, which no list can name. */
export function createFieldCatalogue(
  fields: readonly FieldDefinition[],
  findInFamily: (field: string) => FieldDefinition | undefined,
): FieldCatalogue {
  const byName = new Map(fields.map((field) => [field.field, field]));
  return { fields, find: (field) => byName.get(field) ?? findInFamily(field) };
}
