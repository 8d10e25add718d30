import { useDeferredValue, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { Loaded } from './loaded.tsx';

interface Props<Thing> {
  readonly thing: Thing;
  readonly pending: ReactNode;
  readonly children: (thing: Thing) => ReactNode;
}

/** The one before stays for so long; then a skeleton says that the next is on its way. */
const lateMs = 200;

/** A part that shows one of several things: when another is chosen, it takes the place of the one before as soon as it is there. */
export function Switched<Thing>({ thing, pending, children }: Props<Thing>) {
  const shown = useDeferredValue(thing);
  const isLate = useIsLate(shown !== thing);
  return <Loaded pending={pending}>{isLate ? pending : children(shown)}</Loaded>;
}

function useIsLate(isWaiting: boolean): boolean {
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    if (!isWaiting) return undefined;
    const timer = setTimeout(() => {
      setIsLate(true);
    }, lateMs);
    return () => {
      clearTimeout(timer);
      setIsLate(false);
    };
  }, [isWaiting]);
  return isLate && isWaiting;
}
