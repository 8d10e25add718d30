import type { QueryClient } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import type { DocumentIssue } from '../editing/issues.ts';
import type { Editor } from '../editing/editor.ts';
import type { LazyComponent } from './lazy-component.ts';
import type { Ranked, Say } from './ranked.ts';

/** What the address of a program says beside the tab. */
export interface ProgramView {
  readonly lifecycle?: string;
  readonly draft?: string;
  /** What is open on the tab: the id of a metric, a type of identity, or `new`. */
  readonly item?: string;
  /** Published version that is looked at, and what it is compared with: the one in force with the one before, unless said. */
  readonly version?: number;
  readonly against?: number;
  /** Of what is open a list, and one of its members. */
  readonly list?: string;
  readonly who?: string;
}

/** What the tabs of a program get: the working copy, the address, and the ways to change both. */
export interface ProgramTabProps {
  readonly editor: Editor;
  readonly view: ProgramView;
  /** Problems that are mended on this tab. */
  readonly issues: readonly DocumentIssue[];
  readonly isDisabled: boolean;
  /** Goes to another item of the tab; undefined closes it. */
  readonly onItem: (item: string | undefined) => void;
  readonly onLifecycle: (id: string) => void;
  readonly hrefOf: (view: ProgramView) => string;
}

interface Tab extends Ranked {
  /** As the address has it. */
  readonly id: string;
  readonly label: Say;
  readonly Pending: ComponentType;
  readonly load?: (client: QueryClient, view: ProgramView) => Promise<unknown>;
}

/** An editor of documents of the program, beside a count of what its changes would do. */
export interface ProgramEditor extends Tab {
  /** Whether a problem is mended here. What nobody claims is mended by the first of all. */
  readonly mends: (issue: DocumentIssue) => boolean;
  /** Takes the whole width: what a change would do is what it shows itself. */
  readonly isWide?: true;
  readonly Component: LazyComponent<ProgramTabProps>;
}

export interface ProgramRecordProps {
  readonly currentVersion: number;
  readonly view: ProgramView;
  /** The address of another view of the tab. */
  readonly hrefOf: (view: ProgramView) => string;
  readonly onPublished: (version: number) => void;
}

/** A tab that shows what was published, without the working copy. */
export interface ProgramRecord extends Tab {
  readonly Component: LazyComponent<ProgramRecordProps>;
}

export interface ProgramSideProps {
  readonly tab: string;
  readonly editor: Editor;
  readonly view: ProgramView;
  readonly onLifecycle: (id: string) => void;
}

/** Stands beside the editors, for who may edit: what a change would do. */
export interface ProgramSide extends Ranked {
  readonly Component: LazyComponent<ProgramSideProps>;
}
