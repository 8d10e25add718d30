import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { pathOfLifecycle, readLifecycles, writeLifecycle } from '../../../stages/lifecycle-document.ts';
import type { LifecycleDocument } from '../../../stages/lifecycle-document.ts';
import { programQuery } from '../../../api/queries.ts';
import { useDebounced } from '../../../reader/use-debounced.ts';
import type { LifecycleSearch } from '../../../urls/search.ts';
import { isSame, withChanges } from '../../../editing/documents.ts';
import type { Changes } from '../../../editing/documents.ts';
import { lifecycleQueries } from './program-queries.ts';
import type { Documents, Draft } from './program-queries.ts';
import type { DocumentIssue } from '../../../editing/issues.ts';

/** How long the documents must rest before they are checked and counted. */
const restMs = 700;

export interface Editor {
  readonly lifecycle: LifecycleDocument;
  readonly lifecycles: readonly LifecycleDocument[];
  readonly change: (lifecycle: LifecycleDocument) => void;
  /** Replaces a document; undefined takes it away. */
  readonly changeDocument: (path: string, document: object | undefined) => void;
  readonly reset: () => void;
  /** Differs from the draft, or from the version in force when there is no draft. */
  readonly isDirty: boolean;
  /** Differs from the version in force. */
  readonly isChanged: boolean;
  readonly documents: Documents;
  /** `documents` after they have rested: what was checked and is counted. */
  readonly settled: Documents;
  /** Those of the version in force. */
  readonly published: Documents;
  readonly issues: readonly DocumentIssue[];
  readonly isValid: boolean;
  readonly draft: Draft | undefined;
  readonly version: number;
}

const nothingChanged: Changes = {};

/** The working copy of a program: begun from a draft or from the version in force, checked by the server as it changes. */
export function useEditor(search: LifecycleSearch): Editor | undefined {
  const { data: program } = useQuery(programQuery());
  const { data: draft } = useQuery({
    ...lifecycleQueries.draft(search.draft ?? ''),
    enabled: search.draft !== undefined,
  });
  const [changes, setChanges] = useState(nothingChanged);
  const base = search.draft === undefined ? program : draft;
  const documents = useMemo(() => withChanges(base?.documents ?? {}, changes), [base, changes]);
  const lifecycles = useMemo(() => readLifecycles(documents), [documents]);
  const lifecycle = lifecycles.find(({ id }) => id === search.lifecycle) ?? lifecycles[0];
  const settled = useDebounced(documents, restMs);
  const { data: validation } = useQuery({ ...lifecycleQueries.validation(settled), enabled: lifecycle !== undefined });
  if (program === undefined || base === undefined || lifecycle === undefined) return undefined;
  const changeDocument = (path: string, document: object | undefined) =>
    setChanges((before) => ({ ...before, [path]: document }));
  return {
    lifecycle,
    lifecycles,
    change: (next) => changeDocument(pathOfLifecycle(next.id), writeLifecycle(next)),
    changeDocument,
    reset: () => setChanges(nothingChanged),
    isDirty: changes !== nothingChanged && !isSame(documents, base.documents),
    isChanged: !isSame(documents, program.documents),
    documents,
    settled,
    published: program.documents,
    issues: validation?.issues ?? [],
    isValid: validation?.isValid === true,
    draft,
    version: program.version,
  };
}
