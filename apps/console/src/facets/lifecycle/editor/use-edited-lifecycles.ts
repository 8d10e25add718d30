import { useMemo } from 'react';
import type { Editor } from '../../../editing/editor.ts';
import { pathOfLifecycle, readLifecycles, writeLifecycle } from '../../../stages/lifecycle-document.ts';
import type { LifecycleDocument } from '../../../stages/lifecycle-document.ts';

export interface EditedLifecycles {
  readonly lifecycles: readonly LifecycleDocument[];
  /** The one that is looked at; undefined while the documents hold none. */
  readonly lifecycle: LifecycleDocument | undefined;
  readonly change: (lifecycle: LifecycleDocument) => void;
}

/** The lifecycles of the working copy, and the one that the address names, else the first. */
export function useEditedLifecycles(editor: Editor, id: string | undefined): EditedLifecycles {
  const { documents, changeDocument } = editor;
  const lifecycles = useMemo(() => readLifecycles(documents), [documents]);
  return {
    lifecycles,
    lifecycle: lifecycles.find((lifecycle) => lifecycle.id === id) ?? lifecycles[0],
    change: (next) => changeDocument(pathOfLifecycle(next.id), writeLifecycle(next)),
  };
}
