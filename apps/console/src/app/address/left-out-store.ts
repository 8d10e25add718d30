import { useSyncExternalStore } from 'react';
import type { LeftOut } from '../../urls/left-out.ts';

interface Noted {
  readonly pathname: string;
  readonly parts: readonly LeftOut[];
}

/** What was left out of the last address that was mended: the address does not say it any more, its reader is told all the same. */
let noted: Noted | undefined;
const listeners = new Set<() => void>();

export function noteLeftOut(next: Noted | undefined): void {
  if (noted === next) return;
  noted = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useLeftOut(pathname: string): readonly LeftOut[] {
  const current = useSyncExternalStore(subscribe, () => noted);
  return current?.pathname === pathname ? current.parts : none;
}

const none: readonly LeftOut[] = [];
