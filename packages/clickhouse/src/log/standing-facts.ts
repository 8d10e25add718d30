/**
 * Of `fact`: what counts. A fact of nobody that turned out to be a member's stands in her log too, with a row of this type that
 * names the first place, which counts no more.
 */
const attached = "'fact.attached'";

export const isStanding = `(type != ${attached} and (member_id is not null or (shard, position) not in (
       select shard, toUInt64(JSONExtractUInt(payload, 'position')) from fact where type = ${attached})))`;
