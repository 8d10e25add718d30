import type { QueryClient } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import type { ComponentType } from 'react';
import type { Result } from '../api/queries.ts';
import type { LazyComponent } from './lazy-component.ts';
import type { Ranked, Say } from './ranked.ts';

export type MemberProfile = Result<'members', 'get'>;

/** Everything that is kept of one member stands under this key, so that a change can refresh it together. */
export function memberKey(memberId: string): readonly ['member', string] {
  return ['member', memberId];
}

export interface MemberAsk {
  readonly client: QueryClient;
  readonly memberId: string;
  /** The day of the page; undefined means now. */
  readonly asOf: string | undefined;
}

export interface MemberProps {
  readonly profile: MemberProfile;
  readonly asOf: string | undefined;
}

/** A part of a member's page that shows more than the profile. */
export interface MemberPart extends Ranked {
  readonly load: (ask: MemberAsk) => Promise<unknown>;
  readonly Component: LazyComponent<MemberProps>;
}

export interface MemberTab extends MemberPart {
  /** As the address has it. */
  readonly id: string;
  readonly label: Say;
  readonly Pending: ComponentType;
}

/** A list of the panel that says who the member is: identities, attributes, tags. Draws nothing where there is nothing to say. */
export interface MemberList extends Ranked {
  readonly Component: LazyComponent<MemberProps>;
}

/** What was decided about a member, as the timeline has it. */
export interface Decision {
  /** What was to be done, by the facet that does it. */
  readonly payload: unknown;
  /** Whose timeline it stands in. */
  readonly memberId: string;
}

/** How a command is told in the timeline of whom it was about. */
export interface DecisionText extends Ranked {
  /** By its name. */
  readonly command: string;
  readonly say: (decision: Decision, t: TFunction) => string;
}
