import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

type Props = Named & {
  readonly className: string;
  readonly isBusy?: boolean;
  readonly children: ReactNode;
};

/** What the table in the box is called, or what to say of a box with something else in it. */
type Named = { readonly name: string } | { readonly label: string };

/** A box that scrolls by itself, so that the page never does sideways. */
export function ScrollBox({ className, isBusy = false, children, ...named }: Props) {
  const { t } = useTranslation();
  const label = 'label' in named ? named.label : t('chart.table', { name: named.name });
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- What scrolls must be reachable by the keyboard.
    <section className={className} tabIndex={0} aria-label={label} aria-busy={isBusy}>
      {children}
    </section>
  );
}
