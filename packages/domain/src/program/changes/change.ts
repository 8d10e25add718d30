import type { FactValue } from '../../kernel/base/payload.ts';
import type { LocalizedText } from '../../kernel/documents/localized-text.ts';

export type ChangeKind = 'added' | 'removed' | 'changed' | 'moved';

/** One difference within a document. */
export interface ValueChange {
  /**
   * `stages[id=active].condition`: items that something tells from all others are named by it, others by their place, which is that
   * before for what was removed and that after for all else.
   */
  readonly path: string;
  readonly kind: ChangeKind;
  /** Null where there was nothing; of what moved its old place, counted from 0. */
  readonly from: FactValue;
  readonly to: FactValue;
  readonly words: LocalizedText;
}

/** What is different of one document. */
export interface DocumentChange {
  readonly document: string;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly title: LocalizedText;
  /** Empty for a document that was added or removed as a whole. */
  readonly changes: readonly ValueChange[];
}

/** Where in a document two values stand, and what leads there in words. */
export interface Place {
  readonly path: string;
  readonly trail: readonly LocalizedText[];
}

/** The place of a part within an object; `name` is what it is called. */
export function within(place: Place, key: string, name: LocalizedText): Place {
  return { path: place.path === '' ? key : `${place.path}.${key}`, trail: [...place.trail, name] };
}

/** The place of an item in a list: by its place there, or by `type=phone`. */
export function itemIn(place: Place, which: string | number, name: LocalizedText | null): Place {
  return { path: `${place.path}[${which}]`, trail: name === null ? place.trail : [...place.trail, name] };
}
