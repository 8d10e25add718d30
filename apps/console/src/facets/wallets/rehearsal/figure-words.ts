import { tiersFolder, walletsFolder } from '@perennial/domain';
import type { LocalizedText } from '@perennial/domain';
import { partsOf } from '../../../editing/document-form/change-part.ts';
import { listOf, numberOf, readName } from '../../../editing/document-parts.ts';
import type { Documents } from '../../../editing/document-parts.ts';
import type { Formatter } from '../../../format/format.ts';
import { unitsText } from '../../../units/units-text.ts';
import type { RehearsedLine } from './rehearsal-queries.ts';

type Local = (text: LocalizedText) => string;
type Named = Pick<RehearsedLine, 'title' | 'label'>;

export function figureName({ title, label }: Named, local: Local): string {
  return `${local(title)} · ${local(label)}`;
}

/** Units as the wallet of a line shows them. */
export function unitsOfLine(document: string, documents: Documents, format: Formatter): (units: number) => string {
  const decimals = document.startsWith(walletsFolder) ? (numberOf(partsOf(documents[document])['decimals']) ?? 0) : 0;
  return (units) => unitsText(units, decimals, format);
}

/** A level of a set as the draft calls it, else by its id. */
export function levelName(
  document: string,
  level: string,
  { documents, local }: { readonly documents: Documents; readonly local: Local },
): string {
  if (!document.startsWith(tiersFolder)) return level;
  const found = listOf(partsOf(documents[document])['levels'])
    .map((one) => partsOf(one))
    .find(({ id }) => id === level);
  return (found === undefined ? '' : local(readName(found['name']))) || level;
}
