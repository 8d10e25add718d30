import type { SegmentCall } from './segment-route.ts';

/**
 * Where Segment's libraries send to. Those of servers and phones post batches to `/v1/batch`, `/v1/b` or `/v1/import`: all of it is live
 * traffic, whatever the name says (Java's, Ruby's and .NET's know no other path). Those of browsers post single messages to one letter.
 */
export const segmentPaths: readonly (readonly [path: string, call: SegmentCall])[] = [
  ['/v1/identify', 'identify'],
  ['/v1/i', 'identify'],
  ['/v1/track', 'track'],
  ['/v1/t', 'track'],
  ['/v1/page', 'page'],
  ['/v1/p', 'page'],
  ['/v1/screen', 'screen'],
  ['/v1/s', 'screen'],
  ['/v1/group', 'group'],
  ['/v1/g', 'group'],
  ['/v1/alias', 'alias'],
  ['/v1/a', 'alias'],
  ['/v1/batch', 'batch'],
  ['/v1/b', 'batch'],
  ['/v1/import', 'batch'],
];
