import type { Facet } from '../../kernel/facet.ts';
import { dayMs, notByTime } from '../../kernel/base/instants.ts';
import { activityStepsWanted } from './activity-as-of.ts';
import { categoryHash, isSharedCard, medianGapMs } from './activity/activity-state.ts';
import { purchaseBit } from './activity/evidence-event.ts';
import { activityDayRows, orderLineRows, orderRows, refundRows } from './activity/rows.ts';
import { lifecycleIndex, lifecyclePart, subjectOfActivity } from './activity/subject.ts';
import type { LifecyclePart } from './activity/subject.ts';
import { numberSpacesKind, spaceReader } from './documents/number-spaces.ts';
import {
  declaredLifecycle,
  declaredMetrics,
  lifecyclePaths,
  lifecyclesKind,
  parseDocuments,
} from './documents/parse.ts';
import type { ParsedDocuments } from './documents/parse.ts';
import { settingsKind, statisticsKind } from './documents/parse-settings.ts';
import { lifecycleFamilies, lifecycleFields } from './fields.ts';
import { createHandlers } from './handlers.ts';
import { lifecycleEvents } from './events.ts';
import { lifecycleLens } from './lens.ts';
import { pastStandings } from './past-standings.ts';
import { warnOfStages } from './documents/warn-of-stages.ts';
import type { LifecycleRules } from './timeline/rules.ts';
import { compileLifecycle, stageAt } from './stages/compile-lifecycle.ts';
import { stageEntryRows } from './stages/entry-row.ts';
import { nextWakeAt } from './stages/lifecycle-state.ts';
import { lifecycleCodec } from './timeline/state.ts';
import type { MemberLifecycle } from './timeline/state.ts';

/** Orders, what was given back of them, and what was bought: for facets that ask. */
export const exportedOrders = { facet: 'lifecycle', kind: orderRows } as const;
export const exportedRefunds = { facet: 'lifecycle', kind: refundRows } as const;
export const exportedOrderLines = { facet: 'lifecycle', kind: orderLineRows } as const;

/** What a member does, and the stages that follow from it. One facet, because their automaton runs over both. */
export const lifecycleFacet: Facet<MemberLifecycle, ParsedDocuments, LifecycleRules> = {
  name: 'lifecycle',
  index: lifecycleIndex,
  // 2: orders by number space, with their lines. 3: changes of orders replace what they are worth. 4: refunds with their lines.
  revision: 4,
  stepRank: 200,
  dueRank: 200,
  keeps: 'row',
  codec: lifecycleCodec,
  rowKinds: [orderRows, refundRows, orderLineRows, activityDayRows, stageEntryRows],
  documents: [settingsKind, statisticsKind, numberSpacesKind, lifecyclesKind],
  exports: [exportedOrders, exportedRefunds, exportedOrderLines],
  reads: [],
  fields: ({ documents }) =>
    lifecycleFields({
      metrics: declaredMetrics(documents),
      lifecycles: lifecyclePaths(documents).map((path) => declaredLifecycle(documents, path)),
    }),
  families: lifecycleFamilies,
  subject: ({ state }): LifecyclePart => ({ activity: state.activity, standings: state.lifecycle.standings }),
  parse: parseDocuments,
  warn: warnOfStages,
  world({ statistics }) {
    const brandGapMs = statistics.brandGapDays * dayMs;
    const cycles = new Map(statistics.categoryCycles.map((cycle) => [categoryHash(cycle.category), cycle.days]));
    return {
      ownGapMs: (subject) => medianGapMs(lifecyclePart.of(subject).activity) ?? brandGapMs,
      cycleDays: (subject) => cycles.get(lifecyclePart.of(subject).activity.lastCategory) ?? null,
      rhythmMask: purchaseBit,
    };
  },
  compile({ settings, statistics, numberSpaces, lifecycles: parsed }, { world }) {
    const lifecycles = parsed.map(({ document, nodes }) => compileLifecycle(document, nodes, world));
    const mask = lifecycles.reduce((all, lifecycle) => all | lifecycle.mask, 0);
    return { settings, statistics, numberSpaces, lifecycles, world, mask, spaceOf: spaceReader(numberSpaces) };
  },
  foldKey: ({ settings, statistics, lifecycles }) =>
    JSON.stringify([
      settings.purchaseCountsWhen,
      settings.metrics.map(({ id, days }) => [id, days]),
      statistics,
      lifecycles.map(({ document }) => [
        document.id,
        document.recencyOf,
        document.stages.map(({ id, role, condition }) => [id, role, condition]),
      ]),
    ]),
  evidenceKey: ({ numberSpaces }) => JSON.stringify(numberSpaces),
  stateKey: ({ settings, numberSpaces }) => JSON.stringify([settings.purchaseCountsWhen, numberSpaces]),
  standings({ state: { activity } }, rules, at) {
    if (isSharedCard(activity)) return null;
    const subject = subjectOfActivity(activity);
    return new Map(rules.lifecycles.map((lifecycle) => [lifecycle.id, stageAt(lifecycle, subject, at).id]));
  },
  evidence: [orderRows, refundRows, activityDayRows],
  pastStandings,
  stepsWanted: activityStepsWanted,
  handlers: createHandlers,
  events: lifecycleEvents,
  dueAt: ({ lifecycle }) => nextWakeAt(lifecycle) ?? notByTime,
  lens: lifecycleLens,
};
