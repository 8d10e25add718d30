import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { pathOfLifecycle, readLifecycles, writeLifecycle } from '../../api/lifecycle-document.ts';
import type { LifecycleDocument } from '../../api/lifecycle-document.ts';
import { programQuery } from '../../api/queries.ts';
import { useDebounced } from '../../app/use-debounced.ts';
import type { LifecycleSearch } from '../../urls/search.ts';
import { lifecycleQueries } from './lifecycle-queries.ts';
import type { Documents, Draft } from './lifecycle-queries.ts';
import type { DocumentIssue } from './issues.ts';

/** How long the documents must rest before they are checked and counted. */
const restMs = 700;

export interface Editor {
  readonly lifecycle: LifecycleDocument;
  readonly lifecycles: readonly LifecycleDocument[];
  readonly change: (lifecycle: LifecycleDocument) => void;
  readonly reset: () => void;
  /** Differs from the draft, or from the version in force when there is no draft. */
  readonly isDirty: boolean;
  /** Differs from the version in force. */
  readonly isChanged: boolean;
  readonly documents: Documents;
  /** `documents` after they have rested: what was checked and is counted. */
  readonly settled: Documents;
  readonly issues: readonly DocumentIssue[];
  readonly isValid: boolean;
  readonly draft: Draft | undefined;
  readonly version: number;
}

/** The working copy of one lifecycle: begun from a draft or from the version in force, checked by the server as it changes. */
export function useEditor(search: LifecycleSearch): Editor | undefined {
  const { data: program } = useQuery(programQuery());
  const { data: draft } = useQuery({
    ...lifecycleQueries.draft(search.draft ?? ''),
    enabled: search.draft !== undefined,
  });
  const [working, setWorking] = useState<LifecycleDocument | null>(null);
  const base = search.draft === undefined ? program : draft;
  const lifecycles = useMemo(() => readLifecycles(base?.documents ?? {}), [base]);
  const chosen = lifecycles.find(({ id }) => id === search.lifecycle) ?? lifecycles[0];
  const lifecycle = working?.id === chosen?.id ? (working ?? chosen) : chosen;
  const documents = useMemo(() => withLifecycle(base?.documents ?? {}, lifecycle), [base, lifecycle]);
  const settled = useDebounced(documents, restMs);
  const { data: validation } = useQuery({ ...lifecycleQueries.validation(settled), enabled: lifecycle !== undefined });
  if (program === undefined || base === undefined || lifecycle === undefined) return undefined;
  return {
    lifecycle,
    lifecycles,
    change: setWorking,
    reset: () => setWorking(null),
    isDirty: working !== null && !isSame(documents, base.documents),
    isChanged: !isSame(documents, program.documents),
    documents,
    settled,
    issues: validation?.issues ?? [],
    isValid: validation?.isValid === true,
    draft,
    version: program.version,
  };
}

function withLifecycle(documents: Documents, lifecycle: LifecycleDocument | undefined): Documents {
  if (lifecycle === undefined) return documents;
  const written: Documents = JSON.parse(JSON.stringify({ [pathOfLifecycle(lifecycle.id)]: writeLifecycle(lifecycle) }));
  return { ...documents, ...written };
}

function isSame(left: Documents, right: Documents): boolean {
  return canonical(left) === canonical(right);
}

/** JSON with sorted keys: two documents are the same whatever the order their keys were written in. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
