import { createActOnMany } from './act-on-many.ts';
import type { ActOnMany, ActOnManyDependencies } from './act-on-many.ts';
import { createActOnOne } from './act-on-one.ts';
import type { ActOnOne } from './act-on-one.ts';
import { createActOnTwo } from './act-on-two.ts';
import type { ActOnTwo, ActOnTwoDependencies } from './act-on-two.ts';
import { createRegisterCommands } from './change-registers.ts';
import type { RegisterCommandDependencies, RegisterCommands } from './change-registers.ts';
import { createMergeMembers } from './merge-members.ts';
import type { MergeMembers, MergeMembersDependencies } from './merge-members.ts';
import { createReleaseIdentity } from './release-identity.ts';
import type { ReleaseIdentity, ReleaseIdentityDependencies } from './release-identity.ts';
import { createUndoMerge } from './undo-merge.ts';
import type { UndoMerge, UndoMergeDependencies } from './undo-merge.ts';

import { createNoteCommands } from './write-notes.ts';
import type { NoteCommandDependencies, NoteCommands } from './write-notes.ts';

export type MemberCommandDependencies = RegisterCommandDependencies &
  NoteCommandDependencies &
  MergeMembersDependencies &
  UndoMergeDependencies &
  ReleaseIdentityDependencies &
  ActOnManyDependencies &
  ActOnTwoDependencies;

/** All that is decided about members on somebody's word. Each is answered for good: a retry under its key hears the same. */
export interface MemberCommands extends RegisterCommands {
  readonly notes: NoteCommands;
  readonly actOnOne: ActOnOne;
  readonly actOnTwo: ActOnTwo;
  readonly actOnMany: ActOnMany;
  readonly merge: MergeMembers;
  readonly undoMerge: UndoMerge;
  readonly releaseIdentity: ReleaseIdentity;
}

export function createMemberCommands(dependencies: MemberCommandDependencies): MemberCommands {
  return {
    ...createRegisterCommands(dependencies),
    notes: createNoteCommands(dependencies),
    actOnOne: createActOnOne(dependencies),
    actOnTwo: createActOnTwo(dependencies),
    actOnMany: createActOnMany(dependencies),
    merge: createMergeMembers(dependencies),
    undoMerge: createUndoMerge(dependencies),
    releaseIdentity: createReleaseIdentity(dependencies),
  };
}
