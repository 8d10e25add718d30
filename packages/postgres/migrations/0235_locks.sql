-- The log of attributes that may change only so often: every value that one was given, and every one that it was not.

create table member_attribute_change (
  shard integer not null,
  member_id uuid not null,
  name text not null,
  message text not null,
  at bigint not null,
  outcome text not null check (outcome in ('set', 'changed', 'overridden', 'refused')),
  before text not null,
  value text not null,
  by text not null,
  reason text not null,
  may_change_at bigint,
  primary key (shard, member_id, name, message)
);

alter table member_attribute_change
  alter column before set statistics 0,
  alter column value set statistics 0,
  alter column by set statistics 0,
  alter column reason set statistics 0;
