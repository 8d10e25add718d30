import type { MemberPlace } from '@perennial/engine';
import { int4Array, uuidArray } from '../wire/binary-arrays.ts';

/** Shards and ids of members, for `unnest($n::integer[], $n+1::uuid[])`. */
export function placeArrays(members: readonly MemberPlace[]): [Buffer, Buffer] {
  return [int4Array(members.map((member) => member.shard)), uuidArray(members.map((member) => member.id))];
}
