import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OverviewPanelProps } from '../../../../facet/overview-places.ts';
import { addDays, dateOfInstant } from '../../../../format/zoned-days.ts';
import { useFormat } from '../../../../reader/use-format.ts';
import { upcomingDays } from '../overview-questions.ts';

interface Props extends OverviewPanelProps {
  readonly hasNone: boolean;
}

/** Of now: what will come if nothing happens. On a past day: what did come after it, perhaps not all of it yet. */
export function UpcomingLead({ view, hasNone }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [nowMs] = useState(Date.now);
  const days = upcomingDays;
  if (view.asOf === undefined)
    return <>{t(`lifecycle.overview.${hasNone ? 'upcomingNone' : 'upcomingLead'}`, { days })}</>;
  const day = format.plainDate(view.asOf);
  const isOver = addDays(view.asOf, days) < dateOfInstant(nowMs, format.zone);
  return (
    <span className="past-note">
      {t(`lifecycle.overview.${hasNone ? 'cameNone' : 'cameLead'}`, { days, day })}
      {!isOver && ` ${t('lifecycle.overview.cameSoFar')}`}
    </span>
  );
}

/** What the card is about: what lies ahead, or what came after the day that is looked at. */
export function useUpcomingTitle({ view }: OverviewPanelProps): string {
  const { t } = useTranslation();
  return t(view.asOf === undefined ? 'lifecycle.overview.upcoming' : 'lifecycle.overview.came');
}
