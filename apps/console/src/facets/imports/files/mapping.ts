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

/** Ways of writing instants that can be chosen; others can be typed. */
export const instantFormats = ['iso', 'yyyyMMdd', 'dd/MM/yyyy', 'MM/dd/yyyy', 'epoch_s', 'epoch_ms'] as const;

/** Whether the amounts of the file state no currency of their own, and are counted in that of the installation. */
export function isCurrencyAssumed({
  kind,
  columns,
}: {
  readonly kind: string;
  readonly columns: ColumnMapping;
}): boolean {
  return (kind === 'orders' || kind === 'order_lines') && columns['currency'] === undefined;
}
