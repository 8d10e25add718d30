import type { FollowFacts } from '../../use-cases/facts/fact-tail.ts';
import type { GroupHandlers } from '../routing/handlers.ts';

export function createFactHandlers(follow: FollowFacts): GroupHandlers<'facts'> {
  return { tail: ({ query }) => follow(query) };
}
