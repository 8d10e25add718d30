-- What stands beside wallets: adjustments that wait for a second person, the keys that statements are signed by, and what was proven.

-- Not member-scoped: a queue of the staff's. Nothing in it is personal; who proposed and decided is staff.
create table wallet_approval (
  id uuid primary key,
  member_id uuid not null,
  wallet text not null,
  units bigint not null check (units <> 0),
  reason text not null,
  -- Of units that come in: as the program says, never, or at an instant.
  expiry text not null check (expiry in ('by_rule', 'never', 'at')),
  expires_at bigint,
  state text not null default 'pending' check (state in ('pending', 'approved', 'declined', 'failed')),
  proposed_at bigint not null,
  proposed_by_id text not null,
  proposed_by text not null,
  -- By which a retry of the proposal is known; keyed, for callers put telephone numbers into keys.
  proposed_key uuid not null,
  decided_at bigint,
  decided_by_id text,
  decided_by text not null default '',
  -- Why it could not be carried out, and what it was answered.
  code text not null default '',
  answer text,
  unique (proposed_by_id, proposed_key),
  check ((expiry = 'at') = (expires_at is not null)),
  check ((state = 'pending') = (decided_at is null)),
  check ((decided_at is null) = (decided_by_id is null)),
  -- A second person is another one.
  check (decided_by_id is null or state = 'declined' or decided_by_id <> proposed_by_id)
);
create index wallet_approval_newest on wallet_approval (proposed_at, id);
create index wallet_approval_pending on wallet_approval (proposed_at, id) where state = 'pending';
create index wallet_approval_of_member on wallet_approval (member_id, proposed_at, id);

-- The private half is sealed with a master key; the public one stays for what was signed by it.
create table statement_key (
  id uuid primary key,
  public_key text not null,
  master_key_id text not null,
  private_key bytea not null,
  created_at bigint not null,
  retired_at bigint
);
-- One signs at a time.
create unique index statement_key_current on statement_key ((true)) where retired_at is null;

-- What the last look at a shard found, by whoever looks in the background.
create table wallet_proof (
  shard integer primary key,
  begun_at bigint not null,
  proven_at bigint not null,
  entries bigint not null,
  accounts bigint not null,
  problems integer not null,
  -- JSON: the first of them.
  examples text not null
);
