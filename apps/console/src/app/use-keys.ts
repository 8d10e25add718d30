import { useEffect, useRef } from 'react';

/** How long `g` waits for its letter. */
const chordMs = 1500;

export interface KeyActions {
  readonly onSearch: () => void;
  readonly onHelp: () => void;
  /** A letter after `g`. */
  readonly onGo: (letter: string) => void;
}

/** Keys of the whole console. Silent while the reader types, and for keys with modifiers. */
export function useKeys(actions: KeyActions): void {
  const current = useRef(actions);
  useEffect(() => {
    current.current = actions;
  });
  useEffect(() => {
    let goAt = 0;
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (goAt > 0 && event.timeStamp - goAt < chordMs && /^[a-z]$/.test(event.key)) {
        goAt = 0;
        current.current.onGo(event.key);
        return;
      }
      goAt = event.key === 'g' ? event.timeStamp : 0;
      if (event.key === '/') {
        event.preventDefault();
        current.current.onSearch();
      }
      if (event.key === '?') current.current.onHelp();
    };
    document.addEventListener('keydown', listen);
    return () => {
      document.removeEventListener('keydown', listen);
    };
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(?:input|textarea|select)$/i.test(target.tagName);
}
