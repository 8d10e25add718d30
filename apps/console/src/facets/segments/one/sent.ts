import type { RouteInput } from '@perennial/contracts';
import type { Routes } from '@perennial/contracts/staff';
import type { Draft } from '../editor/use-draft.ts';

type SentSegment = RouteInput<Routes['segments']['create']>['body'];

/** A draft as the API takes it; whether its condition is sound is for the server to judge. */
export function sentOf(draft: Draft): SentSegment {
  const sent: SentSegment = JSON.parse(JSON.stringify(draft));
  return sent;
}
