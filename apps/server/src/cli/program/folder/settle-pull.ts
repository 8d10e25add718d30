import type { FactValue, ProgramDocuments } from '@perennial/domain';
import { hashOf } from './mark.ts';
import type { Mark, PulledDocuments } from './mark.ts';

export interface PullState {
  /** Of the program. */
  readonly program: ProgramDocuments;
  /** What stands in the folder; `unreadable` is there and is no document. */
  readonly local: ReadonlyMap<string, { readonly value: FactValue } | 'unreadable'>;
  readonly mark: Mark;
}

/** What a pull does to a folder, by path and in order. */
export interface Pull {
  readonly write: readonly string[];
  readonly remove: readonly string[];
  /** Was changed here since it was pulled, or was never pulled, and is otherwise in the program: writing it would lose what stands there. */
  readonly changed: readonly string[];
  /** Is here alone and was never pulled: it stays. */
  readonly own: readonly string[];
}

/** Compares by content: a file that is formatted otherwise is the same document, and is left as it is. */
export function settlePull({ program, local, mark }: PullState): Pull {
  const pull = { write: [] as string[], remove: [] as string[], changed: [] as string[], own: [] as string[] };
  const paths = new Set([...Object.keys(program), ...local.keys()]);
  for (const path of [...paths].toSorted()) {
    const wanted = Object.hasOwn(program, path) ? hashOf(program[path] ?? null) : undefined;
    const pulled = hashIn(mark.pulled, path);
    const begun = hashIn(mark.begun, path);
    const found = hashHere(local.get(path));
    if (found === wanted) continue;
    if (wanted === undefined && pulled === undefined && begun === undefined) pull.own.push(path);
    else if (found !== pulled && (mark.begun === null || found !== begun)) pull.changed.push(path);
    else if (wanted === undefined) pull.remove.push(path);
    else pull.write.push(path);
  }
  return pull;
}

function hashIn(documents: PulledDocuments | null, path: string): string | undefined {
  return documents !== null && Object.hasOwn(documents.documents, path) ? documents.documents[path] : undefined;
}

function hashHere(found: { readonly value: FactValue } | 'unreadable' | undefined): string | undefined {
  if (found === undefined || found === 'unreadable') return found;
  return hashOf(found.value);
}
