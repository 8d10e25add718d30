import type { RouteInput, RouteResult } from '../../route/route.ts';
import type { membersRoutes } from '../members/routes.ts';
import type { tiersRoutes } from './routes.ts';

/* What each figure of the forecast opens: the question of the list of members that has just those whom it counted. */

type MembersQuestion = NonNullable<RouteInput<(typeof membersRoutes)['list']>['query']>;
type Forecast = Pick<RouteResult<(typeof tiersRoutes)['forecast']>, 'known' | 'tierSet'>;

interface Before {
  readonly until: string;
}

function question({ known, tierSet }: Forecast, rules: readonly (readonly [name: string, ...Rule])[]): MembersQuestion {
  const parts = rules.map(([name, operator, value]) => ({
    field: `tier.${tierSet}.${name}`,
    operator,
    ...(value === undefined ? {} : { value }),
  }));
  const [first] = parts;
  return { known, condition: JSON.stringify(parts.length === 1 ? first : { combinator: 'and', rules: parts }) };
}

type Rule = readonly [operator: string, value?: string];

/** '' is no level. */
function isLevel(level: string): Rule {
  return level === '' ? ['null'] : ['=', level];
}

/** Whose level becomes another one before a day; all who fall, where no move is named. */
export function tierMoveDrill(
  forecast: Forecast,
  { until, move }: Before & { readonly move?: { readonly from: string; readonly to: string } },
): MembersQuestion {
  if (move === undefined) return question(forecast, [['falls', 'before', until]]);
  return question(forecast, [
    ['level', ...isLevel(move.from)],
    ['next', ...isLevel(move.to)],
    ['changes', 'before', until],
  ]);
}

/** Whose grace begins, or whose level is judged, before a day. */
export function tierDueDrill(
  forecast: Forecast,
  { until, level, due }: Before & { readonly level: string; readonly due: 'grace' | 'judged' },
): MembersQuestion {
  return question(forecast, [
    ['level', ...isLevel(level)],
    [due === 'grace' ? 'grace_from' : 'valid_until', 'before', until],
  ]);
}
