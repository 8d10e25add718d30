import { writeCondition } from '../../../conditions/address-condition.ts';
import type { DocumentCondition } from '../../../conditions/builder-query.ts';
import { addDays, dateOfInstant } from '../../../format/zoned-days.ts';
import type { LifecycleView } from '../../../stages/use-lifecycle.ts';
import type { OverviewView } from '../../../facet/overview-places.ts';

/** How far ahead "who changes next" looks. */
export const upcomingDays = 30;

/** Lifecycle and as-of day as every request of the page carries them. */
function baseQuery(view: OverviewView): { lifecycle?: string; asOf?: string } {
  return {
    ...(view.lifecycle === undefined ? {} : { lifecycle: view.lifecycle }),
    ...(view.asOf === undefined ? {} : { asOf: view.asOf }),
  };
}

/** What the parts of the overview ask, in one place, so that the same can be asked before the page is drawn. */
export function overviewQuestions(view: OverviewView) {
  const base = baseQuery(view);
  const period = { ...base, from: view.from, to: view.to };
  const past = { ...base, from: view.seriesFrom, to: view.to, bucket: view.bucket };
  return {
    stages: { ...base, periodDays: view.days },
    past,
    flows: period,
    sales: { ...period, bucket: view.bucket },
    upcoming: { ...base, days: upcomingDays },
  };
}

/** The lifecycle and the day that are looked at, as the address of a list of members carries them. */
export function membersBase(view: OverviewView, lifecycle: LifecycleView): { lifecycle?: string; asOf?: string } {
  const id = view.lifecycle ?? lifecycle.document?.id;
  return { ...baseQuery(view), ...(id === undefined ? {} : { lifecycle: id }) };
}

/** The members of some stages of a lifecycle, as the address of a list carries them. */
export function inStages({ document }: LifecycleView, stages: readonly string[]): { condition?: string } {
  if (document === undefined) return {};
  const [only, ...others] = stages;
  const field = `stage.${document.id}`;
  if (only === undefined || others.length > 0)
    return { condition: writeCondition({ field, operator: 'in', value: stages }) };
  return { condition: writeCondition({ field, operator: '=', value: only }) };
}

interface Change {
  readonly from: string;
  readonly to: string;
  /** The instant that the figure is of, and the zone that its days begin in. */
  readonly asOfAt: string;
  readonly zone: string;
  readonly isHistory: boolean;
}

/** Whom the figure of a coming change counts: by calendar days, as it does, so that it opens just itself on any later day too. */
export function changing({ document }: LifecycleView, change: Change): { condition?: string } {
  if (document === undefined) return {};
  const { from, to, asOfAt, zone, isHistory } = change;
  const stage = `stage.${document.id}`;
  const today = dateOfInstant(Date.parse(asOfAt), zone);
  const changes: DocumentCondition[] = [
    { field: `${stage}.changes`, operator: 'before', value: addDays(today, upcomingDays + 1) },
    // What a past day tells of what came after it lies behind it as it is.
    ...(isHistory ? [] : [{ field: `${stage}.changes`, operator: 'onOrAfter', value: today }]),
  ];
  const rules = [
    { field: stage, operator: '=', value: from },
    { field: `${stage}.next`, operator: '=', value: to },
    ...changes,
  ];
  return { condition: writeCondition({ combinator: 'and', rules }) };
}
