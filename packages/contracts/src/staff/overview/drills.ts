import type { RouteInput, RouteResult } from '../../route/route.ts';
import type { membersRoutes } from '../members/routes.ts';
import type { overviewRoutes } from './routes.ts';

/*
 * What each figure of the overview opens: the question of the list of members that has just those whom it counted. Made from the answer
 * that the figure stands in, which names the moment that it was counted at; pages, scripts and tests ask by these and by nothing else.
 */

type Answer<Name extends keyof typeof overviewRoutes> = RouteResult<(typeof overviewRoutes)[Name]>;
export type MembersQuestion = NonNullable<RouteInput<(typeof membersRoutes)['list']>['query']>;

/** What was asked of the overview beside days and buckets. */
export interface Asked {
  readonly asOf?: string | undefined;
}

type Held = Pick<Answer<'stages'>, 'known' | 'lifecycle'>;

function base({ known, lifecycle }: Held, asOf: string | undefined): MembersQuestion {
  return { lifecycle, known, ...(asOf === undefined ? {} : { asOf }) };
}

function condition(...rules: readonly object[]): string {
  return JSON.stringify(rules.length === 1 ? rules[0] : { combinator: 'and', rules });
}

/** Members of a stage, at the instant of the whole answer. */
export function stageDrill(answer: Held, { asOf }: Asked, stage: string): MembersQuestion {
  const rule = { field: `stage.${answer.lifecycle}`, operator: '=', value: stage };
  return { ...base(answer, asOf), condition: condition(rule) };
}

/** Members of a stage at the end of a bucket. */
export function seriesDrill(answer: Held, point: { readonly asOf: string }, stage: string): MembersQuestion {
  return stageDrill(answer, point, stage);
}

/** Stages of a flow: '' for who was not a member yet, absent for any. */
export interface Move {
  readonly from?: string;
  readonly to?: string;
}

type Flows = Pick<Answer<'flows'>, 'known' | 'lifecycle' | 'from' | 'to'>;

function moved({ from, to }: Move): MembersQuestion {
  return {
    ...(from === undefined ? {} : { movedFrom: from === '' ? 'none' : from }),
    ...(to === undefined ? {} : { movedTo: to }),
  };
}

/** Members by where they stood at the two ends of the period. */
export function netDrill(answer: Flows, { asOf }: Asked, move: Move): MembersQuestion {
  const period = { movedAfter: answer.from, movedBefore: answer.to, movedBetween: 'ends' } as const;
  return { ...base(answer, asOf), ...moved(move), ...period };
}

/** Members who moved so at any time within the period. */
export function moveDrill(answer: Flows, { asOf }: Asked, move: Move): MembersQuestion {
  return { ...base(answer, asOf), ...moved(move), movedAfter: answer.from, movedBefore: answer.to };
}

export type MovementName = 'added' | 'reactivated' | 'cooled' | 'lost';
type MovementPoint = Pick<Answer<'movements'>['points'][number], 'on' | 'lastOn'>;

interface MovementAsked extends Asked {
  readonly point: MovementPoint;
}

/** Members who came, came back, cooled or were lost within a bucket. */
export function movementDrill(answer: Held, { asOf, point }: MovementAsked, movedAs: MovementName): MembersQuestion {
  return { ...base(answer, asOf), movedAs, movedAfter: point.on, movedBefore: point.lastOn };
}

/** Who changes stage in the days that are looked at, or on one of them; soonest first. */
export interface Change extends Move {
  readonly on?: string;
}

type Upcoming = Pick<Answer<'upcoming'>, 'known' | 'lifecycle' | 'from' | 'until'>;

export function changeDrill(answer: Upcoming, { asOf }: Asked, { from, to, on }: Change): MembersQuestion {
  const stage = `stage.${answer.lifecycle}`;
  const rules = [
    ...(from === undefined ? [] : [{ field: stage, operator: '=', value: from }]),
    ...(to === undefined ? [] : [{ field: `${stage}.next`, operator: '=', value: to }]),
    { field: `${stage}.changes`, operator: 'onOrAfter', value: on ?? answer.from },
    { field: `${stage}.changes`, operator: 'before', value: on === undefined ? answer.until : dayAfter(on) },
  ];
  return { ...base(answer, asOf), condition: condition(...rules), sort: 'nextChangeAt', direction: 'asc' };
}

const dayMs = 86_400_000;

/** Days of a calendar, which begin nowhere: no zone is asked. */
function dayAfter(on: string): string {
  return new Date(Date.parse(`${on}T00:00:00Z`) + dayMs).toISOString().slice(0, 10);
}
