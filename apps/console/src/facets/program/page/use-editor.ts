import { useQuery, useSuspenseQueries, useSuspenseQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { isSame, withChanges } from '../../../editing/documents.ts';
import type { Changes } from '../../../editing/documents.ts';
import type { Editor } from '../../../editing/editor.ts';
import { useDebounced } from '../../../reader/use-debounced.ts';
import { programQuery } from '../../../stages/program-query.ts';
import { programQueries } from './program-queries.ts';

/** How long the documents must rest before they are checked and counted. */
const restMs = 700;

const nothingChanged: Changes = {};

/** The working copy of a program: begun from a draft or from the version in force, checked by the server as it changes. */
export function useEditor(draftId: string | undefined): Editor {
  const { data: program } = useSuspenseQuery(programQuery());
  // A list of one or none, because there is a draft only where the address names one.
  const named = draftId === undefined ? [] : [draftId];
  const [opened] = useSuspenseQueries({ queries: named.map(programQueries.draft) });
  const draft = opened?.data;
  const [changes, setChanges] = useState(nothingChanged);
  const base = draft ?? program;
  const documents = useMemo(() => withChanges(base.documents, changes), [base, changes]);
  const settled = useDebounced(documents, restMs);
  const { data: validation } = useQuery(programQueries.validation(settled));
  return {
    changeDocument: (path, document) => setChanges((before) => ({ ...before, [path]: document })),
    reset: () => setChanges(nothingChanged),
    isDirty: changes !== nothingChanged && !isSame(documents, base.documents),
    isChanged: !isSame(documents, program.documents),
    documents,
    settled,
    published: program.documents,
    issues: validation?.issues ?? [],
    warnings: validation?.warnings ?? [],
    isValid: validation?.isValid === true,
    draft,
    version: program.version,
  };
}
