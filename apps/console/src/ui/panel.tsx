import type { ReactNode } from 'react';
import { useId } from 'react';

interface Props {
  readonly title: string;
  /** Right of the title: the why-button first, then controls. */
  readonly extra?: ReactNode;
  readonly lead?: ReactNode;
  readonly className?: string;
  /** How many a list has, its further pages included: what a figure that opened it is held against. */
  readonly listed?: number | undefined;
  readonly children: ReactNode;
}

/** One surface with a heading. Panels stand beside each other, never in each other. */
export function Panel({ title, extra, lead, className = '', listed, children }: Props) {
  const id = useId();
  return (
    <section className={`panel ${className}`} aria-labelledby={id} data-listed={listed}>
      <header className="panel-head">
        <h2 id={id}>{title}</h2>
        {extra !== undefined && <div className="panel-extra">{extra}</div>}
      </header>
      {lead !== undefined && <div className="panel-lead">{lead}</div>}
      {children}
    </section>
  );
}
