-- Systems of the brand that are told of events, and what was and will be delivered to them.

-- An event says when it was true, besides when it was recorded.
alter table outbox add column occurred_at bigint not null default 0;

-- Up to where the events of a shard were handed to those who are to be told of them. Not in shard_output, whose row every fold locks.
create table outbox_cursor (
  shard integer primary key,
  position bigint not null default 0
) with (fillfactor = 30);

-- Not member-scoped. Its address may hold what is secret, so it is never logged. The secrets are sealed with a master key.
create table webhook (
  id uuid primary key,
  name text not null,
  url text not null,
  types text[] not null,
  -- JSON; null where it is told of whoever an event concerns.
  condition text,
  identities text[] not null default '{}',
  per_second_max integer not null check (per_second_max > 0),
  timeout_ms integer not null check (timeout_ms > 0),
  state text not null default 'active' check (state in ('active', 'paused', 'gone')),
  revision integer not null default 1,
  created_at bigint not null,
  created_by text not null,
  updated_at bigint not null,
  master_key_id text not null,
  secret bytea not null,
  secret_hint text not null,
  old_master_key_id text,
  old_secret bytea,
  old_secret_until bigint,
  last_delivered_at bigint,
  last_failed_at bigint,
  last_failure text,
  rests_until bigint,
  check ((old_secret is null) = (old_master_key_id is null) and (old_secret is null) = (old_secret_until is null))
);

-- An event on its way to a webhook: 0 waits, 1 was delivered, 2 was given up.
create table webhook_delivery (
  shard integer not null,
  webhook_id uuid not null,
  position bigint not null,
  member_id uuid not null,
  type text not null,
  created_at bigint not null,
  state smallint not null default 0 check (state in (0, 1, 2)),
  attempts integer not null default 0,
  -- The sooner one goes first; what follows it of the same member waits for it.
  next_at bigint not null,
  last_at bigint,
  last_status integer,
  last_code text,
  last_ms integer,
  -- By the event first: all that is told of one is found, and goes, with it.
  primary key (shard, position, webhook_id)
) with (fillfactor = 70);
create index webhook_delivery_waiting on webhook_delivery (webhook_id, next_at, shard, position) where state = 0;
create index webhook_delivery_member on webhook_delivery (shard, member_id, position) where state = 0;
-- The log, newest first, is read a state at a time, with or without a type, so that no page depends on how rare what it shows is.
create index webhook_delivery_by_state on webhook_delivery (webhook_id, state, created_at, shard, position);
create index webhook_delivery_by_type on webhook_delivery (webhook_id, type, state, created_at, shard, position);
