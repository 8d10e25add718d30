import type { LifecycleSearch } from '../urls/search.ts';
import type { Editor } from '../facets/program/page/use-editor.ts';

/** What the tabs of a program get: the working copy, the address, and the way to what is open on the tab. */
export interface ProgramTabProps {
  readonly editor: Editor;
  readonly search: LifecycleSearch;
  readonly onItem: (item: string | undefined) => void;
}
