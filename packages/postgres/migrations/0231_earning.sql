-- What members earn: how orders were paid, what refunds were of, what each rule has awarded, and counters of its limits.

create table wallet_order (
  shard integer not null,
  member_id uuid not null,
  space text not null,
  order_id text not null,
  decided_at bigint,
  tenders text not null,
  tenders_rank smallint not null,
  tenders_at bigint not null,
  tenders_message text not null,
  primary key (shard, member_id, space, order_id)
) with (fillfactor = 70);

create table wallet_refund (
  shard integer not null,
  member_id uuid not null,
  space text not null,
  order_id text not null,
  refund_id text not null,
  refunded_at bigint not null,
  lines text not null,
  primary key (shard, member_id, space, order_id, refund_id)
) with (fillfactor = 70);

create table wallet_award (
  shard integer not null,
  member_id uuid not null,
  space text not null,
  order_id text not null,
  rule text not null,
  wallet text not null,
  terms text not null,
  decided_at bigint not null,
  program_version integer not null,
  counted_minor bigint not null check (counted_minor >= 0),
  wanted bigint not null check (wanted >= 0),
  granted bigint not null check (granted >= 0),
  taken_back bigint not null check (taken_back >= 0),
  forgiven bigint not null check (forgiven >= 0),
  trail text not null,
  primary key (shard, member_id, space, order_id, rule),
  -- No more is taken back than was granted.
  check (taken_back + forgiven <= granted)
) with (fillfactor = 70);

create table wallet_cap (
  shard integer not null,
  member_id uuid not null,
  cap text not null,
  starts_on integer not null,
  units bigint not null check (units >= 0),
  primary key (shard, member_id, cap)
) with (fillfactor = 70);

-- What may name a message is not sampled: samples outlive an erasure.
alter table wallet_order alter column tenders_message set statistics 0;
alter table wallet_refund alter column refund_id set statistics 0;
alter table wallet_lot alter column source_id set statistics 0;
alter table wallet_entry alter column source_id set statistics 0;
