import type { QueryClient } from '@tanstack/react-query';
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

/** Has to be asked for beside the profile. */
interface Loaded {
  readonly load: (ask: MemberAsk) => Promise<unknown>;
}

/** Stands above the tabs of a member. */
export interface MemberHead extends Ranked, Loaded {
  readonly Component: LazyComponent<MemberProps>;
}

export interface MemberTab extends Ranked, Loaded {
  /** As the address has it. */
  readonly id: string;
  readonly label: Say;
  readonly Component: LazyComponent<MemberProps>;
  readonly Pending: ComponentType;
}

/** A panel of a member's summary, in its wide column. */
export interface MemberCard extends Ranked, Loaded {
  readonly Component: LazyComponent<MemberProps>;
}

/** A list of the panel that says who the member is: identities, attributes, tags. Draws nothing where there is nothing to say. */
export interface MemberList extends Ranked {
  readonly Component: LazyComponent<MemberProps>;
}
