/** Changes of an import's mapping: field of ours to column of the file. */
export type ColumnMapping = Readonly<Record<string, string>>;

/** Feeds a field from another column, or from none. */
export function mapColumn(columns: ColumnMapping, field: string, column: string | undefined): Record<string, string> {
  const { [field]: _, ...rest } = columns;
  return column === undefined ? rest : { ...rest, [field]: column };
}

/** Whether every field that must be fed has a column. */
export function isComplete(
  columns: ColumnMapping,
  fields: readonly { readonly field: string; readonly isRequired: boolean }[],
): boolean {
  return fields.every(({ field, isRequired }) => !isRequired || columns[field] !== undefined);
}
