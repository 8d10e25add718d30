import type { ReferenceEntry, ReferenceField } from './reference-kinds.ts';

/** One field that a version has otherwise than the version before. */
export interface FieldChange {
  readonly field: ReferenceField;
  readonly before: string;
  readonly after: string;
}

export interface VersionChanges {
  readonly entry: ReferenceEntry;
  readonly isFirst: boolean;
  /** False where the version before is not at hand: it stands on the next page. */
  readonly isKnown: boolean;
  readonly changes: readonly FieldChange[];
}

/** What each version changed, newest first; `isWhole` says that the last of them is the first ever. */
export function changesOf(
  versions: readonly ReferenceEntry[],
  fields: readonly ReferenceField[],
  { isWhole }: { readonly isWhole: boolean },
): readonly VersionChanges[] {
  return versions.map((entry, index) => {
    const before = versions[index + 1];
    if (before === undefined) return { entry, isFirst: isWhole, isKnown: isWhole, changes: [] };
    const changes = fields.flatMap((field) => {
      const [was, is] = [before.values[field] ?? '', entry.values[field] ?? ''];
      return was === is ? [] : [{ field, before: was, after: is }];
    });
    return { entry, isFirst: false, isKnown: true, changes };
  });
}
