import type { LifecycleView } from '../../../stages/use-lifecycle.ts';
import type { OverviewView } from '../../overview/page/overview-view.ts';

/** What every part of the overview is given. */
export interface OverviewParts {
  readonly view: OverviewView;
  readonly lifecycle: LifecycleView;
}

/** Lifecycle and as-of day as every request of the page carries them. */
export function baseQuery(view: OverviewView): { lifecycle?: string; asOf?: string } {
  return {
    ...(view.lifecycle === undefined ? {} : { lifecycle: view.lifecycle }),
    ...(view.asOf === undefined ? {} : { asOf: view.asOf }),
  };
}

/** The same as the address of a list of members carries it. */
export function membersBase({ view, lifecycle }: OverviewParts): { lifecycle?: string; asOf?: string } {
  const id = view.lifecycle ?? lifecycle.document?.id;
  return { ...baseQuery(view), ...(id === undefined ? {} : { lifecycle: id }) };
}
