-- Shipping to the lens. A lens is known by an id that it keeps itself: one that was emptied or replaced has another id, and is
-- shipped everything from the start.

create table lens (
  id uuid primary key,
  created_at bigint not null,
  -- Who ships to it, and until when that holds. Recording a block needs the lease; a shipper that froze in the middle of an
  -- insert can do no harm, because its block is known and its token stops the second insert.
  worker text,
  lease_expires_at bigint not null default 0,
  shipped_at bigint not null default 0
);

-- How far blocks were recorded. The log of facts is shipped up to the fold's cursor, so that the snapshots that go with a block
-- hold what its facts did.
create table lens_cursor (
  shard integer not null,
  lens uuid not null,
  fact_position bigint not null default 0,
  derived_position bigint not null default 0,
  -- Program version at which every member of the shard was last sent anew.
  program_version integer not null default 0,
  primary key (shard, lens)
) with (fillfactor = 50);

-- Blocks that were recorded and not yet acknowledged; ascending ids are the order of shipping.
create table lens_block (
  id bigint generated always as identity primary key,
  lens uuid not null,
  recorded_at bigint not null
);

-- What a block holds: (from, to] of each log, per shard.
create table lens_block_range (
  shard integer not null,
  lens uuid not null,
  block bigint not null,
  fact_from bigint not null,
  fact_to bigint not null,
  derived_from bigint not null,
  derived_to bigint not null,
  primary key (shard, lens, block)
);

-- Members whose snapshot is to be sent although no step of theirs says so (erased, program changed, repaired by hand).
create table lens_touch (
  shard integer not null,
  member_id uuid not null,
  touched_at bigint not null,
  primary key (shard, member_id)
);
