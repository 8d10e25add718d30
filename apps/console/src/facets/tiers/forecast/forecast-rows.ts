import { tierDueDrill, tierMoveDrill } from '@perennial/contracts/staff';
import { drillHref } from '../../members/urls/question.ts';
import type { Forecast, ForecastWindow } from '../asked/forecast-queries.ts';

export type ComingKind = 'falls' | 'rises' | 'grace' | 'judged';
type Loses = ForecastWindow['moves'][number]['loses'];

/** One figure of the forecast: what comes, for whom, and the list of just those. */
export interface Coming {
  readonly kind: ComingKind;
  readonly level: string;
  /** Where it becomes another one. */
  readonly to: string | null;
  readonly members: number;
  readonly loses: Loses;
  readonly href: string;
}

/** What comes within a window, losses first. */
export function comingIn(forecast: Forecast, window: ForecastWindow): readonly Coming[] {
  const { until } = window;
  const moves = window.moves.map(({ from, to, isFall, members, loses }): Coming => {
    const href = drillHref(tierMoveDrill(forecast, { until, move: { from, to } }));
    return { kind: isFall ? 'falls' : 'rises', level: from, to, members, loses, href };
  });
  const dues = (due: 'grace' | 'judged') =>
    window[due].map(({ level, members }): Coming => {
      const href = drillHref(tierDueDrill(forecast, { until, level, due }));
      return { kind: due, level, to: null, members, loses: [], href };
    });
  const ofKind = (kind: ComingKind) => moves.filter((move) => move.kind === kind);
  return [...ofKind('falls'), ...dues('grace'), ...dues('judged'), ...ofKind('rises')];
}

/** How many fall within a window, and the list of them. */
export function fallsIn(forecast: Forecast, { moves, until }: ForecastWindow): { members: number; href: string } {
  const members = moves.reduce((sum, move) => sum + (move.isFall ? move.members : 0), 0);
  return { members, href: drillHref(tierMoveDrill(forecast, { until })) };
}
