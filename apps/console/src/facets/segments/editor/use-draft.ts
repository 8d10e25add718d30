import { useState } from 'react';
import type { DraftNode } from './node.ts';

export interface Draft {
  readonly name: string;
  readonly description: string;
  readonly condition: DraftNode;
}

interface History {
  readonly past: readonly Draft[];
  readonly now: Draft;
  readonly next: readonly Draft[];
}

const stepsMax = 100;

/** A draft with the steps that led to it, which can be gone back and forth. */
export function useDraft(first: Draft) {
  const [{ past, now, next }, setHistory] = useState<History>({ past: [], now: first, next: [] });
  const [previous] = past.slice(-1);
  const [following] = next;
  return {
    draft: now,
    change: (part: Partial<Draft>) =>
      setHistory((before) => ({
        past: [...before.past, before.now].slice(-stepsMax),
        now: { ...before.now, ...part },
        next: [],
      })),
    undo: previous && (() => setHistory({ past: past.slice(0, -1), now: previous, next: [now, ...next] })),
    redo: following && (() => setHistory({ past: [...past, now], now: following, next: next.slice(1) })),
  };
}
