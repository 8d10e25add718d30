import type { QueryClient } from '@tanstack/react-query';
import type { ViewSearch } from '../urls/read-parts.ts';
import type { LazyComponent } from './lazy-component.ts';
import type { Ranked, Say } from './ranked.ts';

/** The overview's address, filled in: which lifecycle, as of when, over which days. */
export interface OverviewView {
  readonly lifecycle: string | undefined;
  /** Absent: now. */
  readonly asOf: string | undefined;
  /** Last day of the period: the as-of day, or today. */
  readonly to: string;
  readonly from: string;
  readonly days: number;
  /** First day of the pictures over time, which reach further back than the period. */
  readonly seriesFrom: string;
  readonly bucket: 'day' | 'week' | 'month';
}

export interface OverviewPanelProps {
  readonly view: OverviewView;
}

/** A panel of the overview. Each is shown as soon as its own figures are there. */
export interface OverviewPanel extends Ranked {
  /** Of the twelve columns of the page. */
  readonly span: 4 | 5 | 7 | 8 | 12;
  /** Sends for the figures while the page is on its way. */
  readonly load: (client: QueryClient, view: OverviewView) => Promise<unknown>;
  /** Takes its room before its figures are there. */
  readonly Component: LazyComponent<OverviewPanelProps>;
}

export interface OverviewControlProps {
  readonly search: ViewSearch;
  readonly onChange: (change: ViewSearch) => void;
}

/** A choice above the overview, beside period and day. */
export interface OverviewControl extends Ranked {
  readonly Component: LazyComponent<OverviewControlProps>;
}

/** What to do while there are no members yet. */
export interface FirstStep extends Ranked {
  readonly label: Say;
  readonly href: string;
}
