-- breaking: the state of a member, her orders and the causes of effects have another shape.
-- Room for what any facet keeps of a member: one state in her row, others apart, rows of any kind, effects and inputs by their cause.

-- One state in the member's row: two bytes for the length of the activity's, then the activity's and the stages'.
alter table member add column state bytea;
update member
   set state = int2send(length(activity)::smallint) || activity || coalesce(lifecycle, '\x0100'::bytea)
 where activity is not null;
alter table member drop column activity;
alter table member drop column lifecycle;
-- Due instants of facets whose state is kept apart: `facet=instant`, separated by commas. `wake_at` is the least of all.
alter table member add column due text not null default '';

create table member_facet (
  shard integer not null,
  member_id uuid not null,
  facet text not null,
  -- Versioned, never queried inside.
  state bytea not null,
  primary key (shard, member_id, facet)
) with (fillfactor = 85);

-- An order's number belongs to its number space: its source, unless sources are declared to share numbers. Rows that were
-- written before have none until their members are folded anew, which the release does by a program version of its own.
alter table member_order add column space text not null default '';
alter table member_order drop constraint member_order_pkey;
alter table member_order add primary key (shard, member_id, space, order_id);
alter table member_refund add column space text not null default '';
alter table member_refund drop constraint member_refund_pkey;
alter table member_refund add primary key (shard, member_id, space, order_id, refund_id);

-- What was bought, line by line, for facets that ask.
create table member_order_line (
  shard integer not null,
  member_id uuid not null,
  space text not null,
  order_id text not null,
  line text not null,
  product_id text not null,
  category text not null,
  quantity_milli bigint not null,
  amount_minor bigint not null,
  fact_rank smallint not null,
  fact_at bigint not null,
  fact_message text not null,
  primary key (shard, member_id, space, order_id, line)
);

-- Which facet's effect it is, its number within its step, and the number of the derived fact that it follows from.
alter table derived_fact add column cause_facet text not null default '';
alter table derived_fact add column cause_n integer not null default 0;
alter table derived_fact add column cause_parent integer not null default 0;

-- What is to be done outside, written with the step that asks for it; dense per shard, once a cause.
create table outbox (
  shard integer not null,
  position bigint not null,
  member_id uuid not null,
  type text not null,
  recorded_at bigint not null,
  cause_kind text not null,
  cause_position bigint not null,
  cause_at bigint not null,
  cause_facet text not null,
  cause_n integer not null,
  cause_parent integer not null,
  payload text not null,
  primary key (shard, position)
);
create unique index outbox_cause on outbox (shard, member_id, cause_kind, cause_position, cause_at, cause_facet, cause_n);
alter table shard_output add column outbox_position bigint not null default 0;

-- Shares of what stands outside members: stock, code pools, budgets, caps. Exact in total; a slice that is dry borrows.
create table resource_slice (
  shard integer not null,
  key text not null,
  available bigint not null check (available >= 0),
  primary key (shard, key)
) with (fillfactor = 70);

-- What a step asked of a resource and what it was granted: a replay is granted the same.
create table step_input (
  shard integer not null,
  member_id uuid not null,
  cause_kind text not null,
  cause_position bigint not null,
  cause_at bigint not null,
  facet text not null,
  n integer not null,
  resource text not null,
  asked bigint not null check (asked >= 0),
  granted bigint not null check (granted between 0 and asked),
  primary key (shard, member_id, cause_position, cause_at, cause_kind, facet, n)
);

-- Which revision of each facet a version was published under, as JSON; one that is not named stands at its first.
alter table program_version add column revisions text not null default '{}';
