-- What members collect and spend: balances, lots, holds, and the entries that they are the sum of.

create table wallet_account (
  shard integer not null,
  member_id uuid not null,
  wallet text not null,
  posted bigint not null,
  pending bigint not null check (pending >= 0),
  held bigint not null check (held >= 0),
  debt bigint not null check (debt >= 0),
  sequence integer not null check (sequence >= 0),
  lots integer not null check (lots >= 0),
  chain text not null,
  earned bigint not null,
  spent bigint not null,
  expired bigint not null,
  expires_at bigint,
  is_blocked boolean not null,
  opened_at bigint,
  primary key (shard, member_id, wallet),
  -- What waits and what is held lies in lots, which are what is posted and what is owed together.
  check (pending + held <= posted + debt)
) with (fillfactor = 70);

create table wallet_lot (
  shard integer not null,
  member_id uuid not null,
  wallet text not null,
  lot integer not null check (lot > 0),
  units bigint not null check (units > 0),
  remaining bigint not null check (remaining >= 0 and remaining <= units),
  held bigint not null check (held >= 0 and held <= remaining),
  lost bigint not null check (lost >= 0 and lost <= units - remaining),
  priority integer not null,
  issued_at bigint not null,
  starts_at bigint not null,
  waits_for text not null,
  cancels_at bigint,
  expires_at bigint,
  due_at bigint,
  ended_at bigint,
  ending text not null,
  lot_class text not null,
  scope text not null,
  cost_minor bigint,
  source text not null,
  source_id text not null,
  rule text not null,
  program_version integer not null,
  entry integer not null,
  primary key (shard, member_id, wallet, lot),
  check ((ended_at is null) = (ending = '')),
  check ((remaining = 0) = (ended_at is not null))
) with (fillfactor = 70);
create index wallet_lot_live on wallet_lot (shard, member_id) where ended_at is null;
create index wallet_lot_due on wallet_lot (shard, member_id, due_at) where ended_at is null;

create table wallet_entry (
  shard integer not null,
  member_id uuid not null,
  wallet text not null,
  sequence integer not null check (sequence > 0),
  kind text not null,
  debit text not null,
  credit text not null,
  units bigint not null check (units > 0),
  balance_after bigint not null,
  at bigint not null,
  lots text not null,
  reverses integer,
  source text not null,
  source_id text not null,
  rule text not null,
  program_version integer not null,
  reason text not null,
  cause_kind text not null,
  cause_position bigint not null,
  cause_at bigint not null,
  digest text not null check (length(digest) = 64),
  primary key (shard, member_id, wallet, sequence),
  -- One side of every movement is the member, and the other is not.
  check ((debit = 'member') <> (credit = 'member'))
);

create table wallet_hold (
  shard integer not null,
  member_id uuid not null,
  wallet text not null,
  hold text not null,
  units bigint not null check (units > 0),
  captured bigint not null check (captured >= 0 and captured <= units),
  opened_at bigint not null,
  expires_at bigint not null,
  lots text not null,
  ended_at bigint,
  ending text not null,
  primary key (shard, member_id, wallet, hold),
  check ((ended_at is null) = (ending = ''))
) with (fillfactor = 70);
create index wallet_hold_live on wallet_hold (shard, member_id) where ended_at is null;
create index wallet_hold_due on wallet_hold (shard, member_id, expires_at) where ended_at is null;
