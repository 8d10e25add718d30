-- The spine: the log, members and their evidence, the effects of the fold.
-- Every instant is epoch milliseconds (bigint), every amount an integer in minor units.
-- Tables whose first column is `shard` are member-scoped: distributed by it on a cluster, and every key begins with it.

create table installation (
  singleton boolean primary key default true check (singleton),
  shard_count integer not null check (shard_count between 1 and 4096),
  -- Zone of calendar days (activity days, periods); fixed once facts are folded.
  zone text not null,
  currency text not null,
  created_at bigint not null
);

-- One row a shard: the end of its log. Locked last, in shard order, by whoever appends.
create table shard_head (
  shard integer primary key,
  position bigint not null default 0,
  recorded_at bigint not null default 0,
  -- Counts the merges that closed or opened a member's log here. Ingest reads it before it resolves identities and again
  -- under the head lock; a difference means that an identity may have moved, and the batch resolves anew.
  merge_count bigint not null default 0
) with (fillfactor = 30);

-- One row a shard: how far the fold has come. A reading hint (E4 stands in member.position) and the lock of a batch.
create table shard_cursor (
  shard integer primary key,
  position bigint not null default 0,
  sealed_at bigint not null default 0
) with (fillfactor = 30);

-- One row a shard: the end of the log of derived facts.
create table shard_output (
  shard integer primary key,
  position bigint not null default 0
) with (fillfactor = 30);

-- Who folds which shard. Efficiency only: the cursor lock and member positions keep a double fold harmless.
create table shard_lease (
  shard integer primary key,
  worker text,
  expires_at bigint not null default 0
) with (fillfactor = 30);

create table worker (
  worker text primary key,
  started_at bigint not null,
  seen_at bigint not null
);

-- Uniqueness of (source, message_id) across shards: the first 128 bits of SHA-256 over both.
create table message (
  id uuid primary key,
  body_hash bigint not null
);

-- The log. Dense per shard.
create table fact (
  shard integer not null,
  position bigint not null,
  -- 0 fact, 1 merge, 2 absorb, 3 split
  kind smallint not null default 0,
  -- Null: an anonymous sale or visit, counted in totals and folded into nobody.
  member_id uuid,
  source text not null,
  message_id text not null,
  type text not null,
  occurred_at bigint not null,
  recorded_at bigint not null,
  is_backfill boolean not null default false,
  channel text not null default '',
  store_id text not null default '',
  -- Blind indexes of the identities that the fact carried, strongest first: what an undone merge is split by.
  identities uuid[] not null default '{}',
  payload text not null,
  primary key (shard, position)
);
create index fact_by_member on fact (shard, member_id, position) where member_id is not null;

create table member (
  shard integer not null,
  id uuid not null,
  position bigint not null default 0,
  clock_at bigint not null default 0,
  wake_at bigint,
  program_version integer not null default 0,
  -- 0 live, 1 absorbed, 2 erased
  status smallint not null default 0,
  merged_into_shard integer,
  merged_into uuid,
  created_at bigint not null,
  activity bytea,
  lifecycle bytea,
  primary key (shard, id)
) with (fillfactor = 75);
create index member_due on member (shard, wake_at) where wake_at is not null;
create index member_behind on member (shard, program_version);

create table member_order (
  shard integer not null,
  member_id uuid not null,
  order_id text not null,
  placed_at bigint,
  paid_at bigint,
  fulfilled_at bigint,
  cancelled_at bigint,
  amount_minor bigint not null default 0,
  amount_rank smallint not null default 0,
  amount_at bigint not null default 0,
  amount_message text not null default '',
  item_count integer not null default 0,
  category text not null default '',
  channel text not null default '',
  store_id text not null default '',
  primary key (shard, member_id, order_id)
) with (fillfactor = 85);

create table member_refund (
  shard integer not null,
  member_id uuid not null,
  order_id text not null,
  refund_id text not null,
  refunded_at bigint not null,
  amount_minor bigint not null check (amount_minor >= 0),
  primary key (shard, member_id, order_id, refund_id)
);

create table activity_day (
  shard integer not null,
  member_id uuid not null,
  day integer not null,
  kind text not null,
  place text not null,
  count bigint not null check (count > 0),
  first_at bigint not null,
  last_at bigint not null,
  value_sum bigint not null default 0,
  primary key (shard, member_id, day, kind, place)
) with (fillfactor = 85);

create table member_attribute (
  shard integer not null,
  member_id uuid not null,
  kind text not null check (kind in ('attribute', 'tag', 'consent')),
  name text not null,
  value text not null,
  occurred_at bigint not null,
  message text not null,
  primary key (shard, member_id, kind, name)
);

-- Points of the stage timeline; an interval ends where the next live entry begins (view stage_interval).
create table stage_entry (
  shard integer not null,
  member_id uuid not null,
  lifecycle text not null,
  valid_from bigint not null,
  recorded_at bigint not null,
  stage text not null,
  from_stage text not null,
  is_reactivation boolean not null,
  program_version integer not null,
  cause_kind text not null,
  cause_position bigint not null,
  cause_at bigint not null,
  is_acted boolean not null,
  superseded_at bigint,
  primary key (shard, member_id, lifecycle, valid_from, recorded_at)
);

create view stage_interval as
  select shard, member_id, lifecycle, stage, from_stage, is_reactivation, valid_from,
         lead(valid_from) over (partition by shard, member_id, lifecycle order by valid_from, recorded_at) as valid_to,
         recorded_at, program_version, cause_kind, cause_position, cause_at, is_acted
    from stage_entry
   where superseded_at is null;

-- What a member has taken in: whose log, up to which position. Facts never move; replay reads the logs named here.
create table member_absorption (
  shard integer not null,
  member_id uuid not null,
  merge_id uuid not null,
  at_position bigint not null,
  absorbed_shard integer not null,
  absorbed_id uuid not null,
  absorbed_position bigint not null,
  -- Position of the split that took it back, or null.
  undone_position bigint,
  primary key (shard, member_id, merge_id)
);

-- Effects of the fold, dense per shard, in the order of commit. Causes: see packages/domain/src/fold/steps.ts.
create table derived_fact (
  shard integer not null,
  position bigint not null,
  member_id uuid not null,
  type text not null,
  occurred_at bigint not null,
  recorded_at bigint not null,
  cause_kind text not null,
  cause_position bigint not null,
  cause_at bigint not null,
  program_version integer not null,
  payload text not null,
  primary key (shard, position)
);

-- A member whose step threw: left where it stands, so that the shard goes on. Its later steps wait in the log.
create table parked_member (
  shard integer not null,
  member_id uuid not null,
  position bigint not null,
  error text not null,
  parked_at bigint not null,
  primary key (shard, member_id)
);

create table program_document (
  hash text primary key,
  body text not null
);

-- A version is a manifest of path to document hash; published versions never change.
create table program_version (
  version integer primary key,
  manifest text not null,
  effective_at bigint not null,
  published_at bigint not null,
  published_by text not null,
  note text not null default '',
  -- Version that this one restores, when it is a roll-back.
  restores integer
);
