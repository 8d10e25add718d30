import type { LocalizedText } from '@perennial/domain';
import type { FieldSet } from '../../conditions/editor-field.ts';
import type { Rest } from '../document-parts.ts';

export interface Choice {
  readonly value: string | number;
  readonly label: string;
}

/** How a part is typed, where its words alone do not say it. */
export type PartInput =
  /** A whole number that is shown with the point moved: money, hundredths, units of a wallet. */
  | { readonly kind: 'scaled'; readonly digits: number; readonly unit?: string }
  | { readonly kind: 'choices'; readonly choices: readonly Choice[] }
  | { readonly kind: 'condition'; readonly fields: FieldSet; readonly firstField: string };

/**
 * What the form of a kind of document has to know beside the words of its parts. Paths are without numbers: `caps[].units`.
 * Give it functions that stay.
 */
export interface FormShape {
  /** Keys that the object at a path has, by what stands in it; all that have words unless given. */
  readonly keysOf?: (path: string, value: Rest) => readonly string[] | undefined;
  readonly inputOf?: (path: string) => PartInput | undefined;
  /** What a part begins with that is added. */
  readonly firstOf: (path: string) => unknown;
  /** Objects that may be left out though their words name nothing that holds then. */
  readonly optional?: readonly string[];
  readonly labelOf?: (path: string) => LocalizedText | undefined;
  readonly hintOf?: (path: string) => string | undefined;
}

/** A path as shapes have it. */
export function shapePath(path: string): string {
  return path.replaceAll(/\[\d+\]/gu, '[]');
}

export function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
