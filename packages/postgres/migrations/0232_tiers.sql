-- The levels of members: where they stand, what happened to that, what counts for it, and what they claimed.

create table tier_standing (
  shard integer not null,
  member_id uuid not null,
  tier_set text not null,
  level text not null,
  rank integer not null check (rank >= 0),
  since bigint not null,
  reason text not null,
  valid_until bigint,
  grace_until bigint,
  earned_level text not null,
  earned_on integer,
  entered_at bigint not null,
  assigned_level text not null,
  assigned_until bigint,
  is_cap boolean not null,
  frozen_level text not null,
  frozen_until bigint,
  kept_level text not null,
  kept_until bigint,
  invited_level text not null,
  invited_until bigint,
  accepted_level text not null,
  accepted_at bigint,
  who_days text not null,
  due_at bigint,
  primary key (shard, member_id, tier_set),
  check ((level = '') = (rank = 0)),
  check (assigned_level <> '' or (assigned_until is null and not is_cap)),
  check ((frozen_level = '') = (frozen_until is null)),
  check (kept_level <> '' or kept_until is null),
  check ((invited_level = '') = (invited_until is null)),
  check ((accepted_level = '') = (accepted_at is null))
) with (fillfactor = 70);

create table tier_change (
  shard integer not null,
  member_id uuid not null,
  number integer not null check (number > 0),
  tier_set text not null,
  from_level text not null,
  to_level text not null,
  at bigint not null,
  kind text not null,
  because text not null,
  reason text not null,
  valid_until bigint,
  grace_until bigint,
  measures text not null,
  program_version integer not null,
  cause_kind text not null,
  cause_position bigint not null,
  cause_at bigint not null,
  primary key (shard, member_id, number)
);

create table tier_order (
  shard integer not null,
  member_id uuid not null,
  space text not null,
  order_id text not null,
  day integer not null,
  net_minor bigint not null check (net_minor >= 0),
  primary key (shard, member_id, space, order_id)
) with (fillfactor = 70);

create table tier_day (
  shard integer not null,
  member_id uuid not null,
  metric text not null,
  day integer not null,
  value bigint not null,
  primary key (shard, member_id, metric, day)
) with (fillfactor = 70);

create table tier_claim (
  shard integer not null,
  member_id uuid not null,
  tier_set text not null,
  benefit text not null,
  period text not null,
  claims integer not null check (claims > 0),
  last_at bigint not null,
  last_reference text not null,
  primary key (shard, member_id, tier_set, benefit, period)
) with (fillfactor = 70);

-- Codes and references of callers: nothing is asked by them, and nothing of them is kept outside the rows.
alter table tier_change alter column reason set statistics 0;
alter table tier_claim alter column last_reference set statistics 0;
