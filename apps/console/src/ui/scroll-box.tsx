import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  /** What is in the box. */
  readonly name: string;
  readonly className: string;
  readonly isBusy?: boolean;
  readonly children: ReactNode;
}

/** A box that scrolls by itself, so that the page never does sideways. */
export function ScrollBox({ name, className, isBusy = false, children }: Props) {
  const { t } = useTranslation();
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- What scrolls must be reachable by the keyboard.
    <section className={className} tabIndex={0} aria-label={t('chart.table', { name })} aria-busy={isBusy}>
      {children}
    </section>
  );
}
