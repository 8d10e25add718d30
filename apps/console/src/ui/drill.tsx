import type { ReactNode } from 'react';
import { RouteLink } from './link.tsx';

/** A figure, and the address of the list that has just what it counted. */
export interface Drill {
  readonly figure: number;
  readonly href: string;
}

interface Props extends Drill {
  readonly className?: string;
  readonly title?: string;
  readonly children: ReactNode;
}

/** A figure that can be clicked. Says in the page which figure it is, so that what it opens can be held against it. */
export function DrillLink({ figure, href, children, ...rest }: Props) {
  return (
    <RouteLink {...rest} href={href} data-drill={figure}>
      {children}
    </RouteLink>
  );
}
