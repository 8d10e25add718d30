import { UsageError } from '../../../cli/command/command.ts';
import { DataUnusable } from '../../wishes/data-unusable.ts';
import type { SourceFile } from '../source/source-file.ts';
import { fields, isField } from './fields.ts';
import type { Field, FieldMap } from './fields.ts';

/** Applies `--map column=field` to the guess and checks that enough is known. Throws UsageError or DataUnusable. */
export function mapFields(
  guess: FieldMap,
  { file, wished }: { readonly file: SourceFile; readonly wished: readonly string[] },
): FieldMap {
  const map: Partial<Record<Field, string>> = { ...guess };
  const { columns } = file.layout;
  for (const wish of wished) {
    const at = wish.lastIndexOf('=');
    const column = at < 1 ? '' : wish.slice(0, at);
    const field = wish.slice(at + 1);
    if (column === '')
      throw new UsageError(
        `"${wish}" is no mapping: write --map COLUMN=FIELD, or --map COLUMN= to leave the column out.`,
      );
    if (!columns.includes(column))
      throw new UsageError(`${file.name} has no column "${column}". It has: ${columns.join(', ')}.`);
    if (field !== '' && !isField(field))
      throw new UsageError(`There is no field "${field}". Fields: ${fields.join(', ')}.`);
    for (const known of fields) if (map[known] === column) delete map[known];
    if (isField(field)) take(map, field, column);
  }
  if (map.product === undefined && map['product-name'] !== undefined) map.product = map['product-name'];
  const missing = [
    ...(map.customer === undefined ? ['who bought (customer)'] : []),
    ...(map.date === undefined ? ['when (date)'] : []),
  ];
  if (missing.length === 0) return map;
  throw new DataUnusable(
    'columns-missing',
    `${file.name}: no column was found that says ${missing.join(', and none ')}.\nIts columns are: ${columns.join(', ')}.\nName them: --map COLUMN=${missing.length === 1 ? missing[0]?.replace(/.*\((\w+).*/, '$1') : 'customer'}.`,
  );
}

/** Who says which column names the customer means that one and no other; who names the amount means no other total. */
function take(map: Partial<Record<Field, string>>, field: Field, column: string): void {
  if (field === 'customer') {
    delete map.email;
    delete map.phone;
  }
  if (field === 'amount') delete map.total;
  if (field === 'total') delete map.amount;
  map[field] = column;
}
