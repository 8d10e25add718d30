import { useTranslation } from 'react-i18next';
import type { OverviewPanelProps } from '../../../facet/overview-places.ts';
import { useFormat } from '../../../reader/use-format.ts';

/** On a past day: that a card's figures are of then, told by what is known now. Of now it says nothing. */
export function PastNote({ view }: OverviewPanelProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (view.asOf === undefined) return null;
  return <span className="past-note">{t('lifecycle.overview.ofThen', { day: format.plainDate(view.asOf) })}</span>;
}
