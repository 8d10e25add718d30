import type { FactValue } from '../kernel/base/payload.ts';
import type { ProgramDocuments } from '../kernel/documents/document.ts';
import type { LocalizedText } from '../kernel/documents/localized-text.ts';
import { canonicalJson } from './canonical-json.ts';

/** One difference within a document. */
export interface ValueChange {
  /** `stages[id=active].condition`; items that have an id are named by it, others by their place. */
  readonly path: string;
  readonly kind: 'added' | 'removed' | 'changed' | 'moved';
  /** Null where there was nothing; of what moved its old place. */
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

/** What lies between two sets of documents, in the order of their paths; nothing where their canonical bytes are the same. */
export function compareDocuments(before: ProgramDocuments, after: ProgramDocuments): readonly DocumentChange[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return paths.flatMap((path): readonly DocumentChange[] => {
    const [from, to] = [before[path], after[path]];
    const title = { en: path, zh: path };
    if (from === undefined) return [{ document: path, kind: 'added', title, changes: [] }];
    if (to === undefined) return [{ document: path, kind: 'removed', title, changes: [] }];
    return canonicalJson(from) === canonicalJson(to) ? [] : [{ document: path, kind: 'changed', title, changes: [] }];
  });
}
