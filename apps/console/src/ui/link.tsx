import { useRouter } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, MouseEvent, ReactNode } from 'react';

type Props = AnchorHTMLAttributes<HTMLAnchorElement> & {
  readonly href: string;
  readonly children: ReactNode;
  readonly 'data-drill'?: number;
};

/** A link within the console. Opens elsewhere when the reader asks for it (modifier keys, middle button). */
export function RouteLink({ href, onClick, children, ...rest }: Props) {
  const go = useGo();
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(href);
  };
  return (
    <a {...rest} href={href} onClick={follow}>
      {children}
    </a>
  );
}

/** Goes to an address of the path builder. `replace` for changes of the view that the back button should skip. */
export function useGo(): (href: string, options?: { readonly replace?: boolean }) => void {
  const router = useRouter();
  return (href, options) => {
    // Another entry for the same address would have to be gone back through for nothing.
    if (options?.replace === true || href === router.history.location.href) router.history.replace(href);
    else router.history.push(href);
  };
}
