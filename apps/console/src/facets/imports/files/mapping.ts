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

interface Proposal<Mapping> {
  readonly mapping: Mapping;
  readonly fields: readonly { readonly field: string; readonly isRequired: boolean }[];
  readonly notes: readonly string[];
}

/** What is proposed for the rows if they are of this kind. */
export function proposalFor<Mapping extends { readonly kind: string }>(
  upload: Proposal<Mapping> & { readonly others: readonly Proposal<Mapping>[] },
  kind: Mapping['kind'],
): Proposal<Mapping> {
  return upload.others.find(({ mapping }) => mapping.kind === kind) ?? upload;
}

/** Ways of writing instants that can be chosen; others can be typed. */
export const instantFormats = [
  'iso',
  'yyyyMMdd',
  'dd/MM/yyyy',
  'MM/dd/yyyy',
  'dd MMM yyyy',
  'serial',
  'epoch_s',
  'epoch_ms',
] as const;

/** What stands before decimals; '' leaves it to the values of each column. */
export const decimalSigns = ['', 'point', 'comma'] as const;

/** Where nobody says how many percent of the rows may be unreadable. */
export const rejectsPercentUsual = 20;

/** The mapping with the sign before decimals stated, or left to the columns. */
export function withDecimal<Mapping extends { readonly decimal?: 'point' | 'comma' | undefined }>(
  mapping: Mapping,
  sign: (typeof decimalSigns)[number],
): Omit<Mapping, 'decimal'> & { readonly decimal?: 'point' | 'comma' } {
  const { decimal: _, ...rest } = mapping;
  return sign === '' ? rest : { ...rest, decimal: sign };
}

/** The mapping with the country of its telephone numbers stated, or left to the source and the installation. */
export function withPhoneCountry<Mapping extends { readonly phoneCountry?: string | undefined }>(
  mapping: Mapping,
  country: string | undefined,
): Omit<Mapping, 'phoneCountry'> & { readonly phoneCountry?: string } {
  const { phoneCountry: _, ...rest } = mapping;
  return country === undefined ? rest : { ...rest, phoneCountry: country };
}

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
