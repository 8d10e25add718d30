import { isSharedCard } from './activity/activity-state.ts';
import { computeTimeline } from './stages/timeline.ts';
import { eventsOfView } from './timeline/move-timeline.ts';
import type { LifecycleRules, LifecycleView } from './timeline/rules.ts';

/** Where she stood at ascending instants of the past, by lifecycle, as it would be known now under these rules. */
export function pastStandings(
  view: LifecycleView,
  rules: LifecycleRules,
  instants: readonly number[],
): readonly ReadonlyMap<string, string>[] | null {
  if (isSharedCard(view.state.activity)) return null;
  const until = instants.at(-1) ?? 0;
  const events = eventsOfView(view, rules).filter((event) => event.at <= until);
  const { tracks } = computeTimeline(rules, events, until);
  return instants.map((at) => {
    const standings = new Map<string, string>();
    for (const { lifecycle, points } of tracks) {
      const point = points.findLast(({ validFrom }) => validFrom <= at);
      if (point !== undefined) standings.set(lifecycle.id, point.stage);
    }
    return standings;
  });
}
