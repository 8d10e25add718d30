import { isStillKnown, knownMsMax, knownVersion } from '@perennial/clickhouse';
import { resolveAsOf } from './days.ts';
import type { AsOf } from './days.ts';
import type { ReadingWorld } from './world.ts';

/** What a figure was counted by: how far the lens had taken the log, and the instant that was now. */
export interface Moment {
  readonly version: number;
  readonly at: number;
}

/** As of when, and by what was known when. */
export interface AsOfKnown extends AsOf {
  /** The version of the lens; absent: whatever it has. */
  readonly known?: number;
}

/** A figure is counted by the present moment, and names it, so that whoever it opens is counted by the same. */
export async function presentMoment(world: ReadingWorld): Promise<Moment> {
  const at = world.now();
  return { version: await knownVersion(await world.lens()), at };
}

/** A moment as addresses carry it. */
export function momentText({ version, at }: Moment): string {
  return `${version}-${at}`;
}

/** As of when, at the moment of a figure. */
export function asOfAt(world: ReadingWorld, text: string | undefined, { version, at }: Moment): AsOfKnown {
  return { ...resolveAsOf(text, world.zone, at), known: version };
}

export type HeldStill = 'no' | 'yes' | 'gone';

/**
 * As of when a list is, and by what was known when. A moment that can be told no more (a day ago, or so much has come since that it is not
 * kept) leaves what is known now.
 */
export async function resolveKnown(
  world: ReadingWorld,
  request: { readonly asOf?: string | undefined; readonly known?: string | undefined },
): Promise<{ readonly asOf: AsOfKnown; readonly held: HeldStill }> {
  const now = world.now();
  const moment = request.known === undefined ? undefined : readMoment(request.known);
  if (moment === undefined) return { asOf: resolveAsOf(request.asOf, world.zone, now), held: 'no' };
  const isKept = now - moment.at < knownMsMax && (await isStillKnown(await world.lens(), moment.version));
  if (!isKept) return { asOf: resolveAsOf(request.asOf, world.zone, now), held: 'gone' };
  return { asOf: asOfAt(world, request.asOf, moment), held: 'yes' };
}

function readMoment(text: string): Moment | undefined {
  const [version, at] = text.split('-').map(Number);
  return version === undefined || at === undefined ? undefined : { version, at };
}
