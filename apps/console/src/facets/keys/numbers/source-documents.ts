import { isRecord } from '../../../api/is-record.ts';
import { listOf, recordAt } from '../../../editing/document-parts.ts';
import type { Documents } from '../../../editing/document-parts.ts';

export const numberSpacesPath = 'number-spaces.json';
export const sourcesPath = 'sources.json';

/** Sources that share their numbers. */
export interface NumberSpace {
  readonly id: string;
  readonly sources: readonly string[];
}

/** Where a source dials numbers without a country. */
export interface PhoneSource {
  readonly id: string;
  readonly phoneCountry: string;
}

export function readSpaces(documents: Documents): readonly NumberSpace[] {
  return listOf(recordAt(documents, numberSpacesPath)['spaces']).flatMap((space) =>
    isRecord(space) ? [{ id: textOf(space['id']), sources: listOf(space['sources']).map(textOf) }] : [],
  );
}

/** A program whose sources share nothing has no such document. */
export function writeSpaces(spaces: readonly NumberSpace[]): Record<string, unknown> | undefined {
  return spaces.length === 0 ? undefined : { spaces };
}

export function readPhoneSources(documents: Documents): readonly PhoneSource[] {
  return listOf(recordAt(documents, sourcesPath)['sources']).flatMap((source) =>
    isRecord(source) ? [{ id: textOf(source['id']), phoneCountry: textOf(source['phoneCountry']) }] : [],
  );
}

/** A program that says nothing of sources has no such document. */
export function writePhoneSources(sources: readonly PhoneSource[]): Record<string, unknown> | undefined {
  return sources.length === 0 ? undefined : { sources };
}

/** A name for a new space that none has yet. */
export function nextSpaceId(spaces: readonly NumberSpace[]): string {
  const taken = new Set(spaces.map(({ id }) => id));
  let number = 1;
  while (taken.has(`shared-${number}`)) number += 1;
  return `shared-${number}`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
