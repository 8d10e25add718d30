-- Sign-in in two steps, sessions that can be seen, and attempts that are counted for every process. Not member-scoped.

-- What a session is shown by, and when its owner was last there and last proved who she is.
alter table console_session
  add column id uuid not null default gen_random_uuid(),
  -- Browser and system, and the network address: seen by the owner and administrators, gone with the session.
  add column device text not null default '',
  add column address text not null default '',
  add column last_used_at bigint not null default 0,
  add column confirmed_at bigint not null default 0;
update console_session set last_used_at = created_at, confirmed_at = created_at;
create unique index console_session_by_id on console_session (id);

-- A link of nobody names the first administrator.
alter table sign_in_link alter column user_id drop not null;

-- A second factor; what a kind needs beside this is in a table of its own. It counts once it was confirmed.
create table user_factor (
  id uuid primary key,
  user_id uuid not null references console_user (id) on delete cascade,
  kind text not null check (kind in ('totp', 'passkey')),
  name text not null,
  created_at bigint not null,
  confirmed_at bigint,
  last_used_at bigint
);
create index user_factor_by_user on user_factor (user_id);

create table user_totp (
  factor_id uuid primary key references user_factor (id) on delete cascade,
  -- The secret under a master key of the installation, bound to the factor.
  master_key_id text not null,
  secret bytea not null,
  -- The last time step whose code was taken: a code works once, and none of before.
  last_step bigint not null default 0
);
create index user_totp_by_master_key on user_totp (master_key_id);

-- Only SHA-256 is stored: 80 random bits need no slow hash. Taking a code is deleting it.
create table recovery_code (
  code_hash bytea primary key,
  user_id uuid not null references console_user (id) on delete cascade,
  created_at bigint not null
);
create index recovery_code_by_user on recovery_code (user_id);

-- Somebody whose first step was right, before the second. `nonce` is what a passkey signs.
create table sign_in_challenge (
  token_hash bytea primary key,
  user_id uuid not null references console_user (id) on delete cascade,
  nonce bytea not null,
  tries_left integer not null check (tries_left >= 0),
  created_at bigint not null,
  expires_at bigint not null
);

-- Failures by what they are counted for (address, account, both together, device), under a keyed hash: the table names nobody.
create table sign_in_attempt (
  key bytea primary key,
  failures integer not null,
  blocked_until bigint not null,
  forgotten_at bigint not null
);
create index sign_in_attempt_by_end on sign_in_attempt (forgotten_at);

-- A browser that somebody signed in from: it is let past the limit of the account. Only SHA-256 of its cookie is stored.
create table known_device (
  token_hash bytea not null,
  user_id uuid not null references console_user (id) on delete cascade,
  expires_at bigint not null,
  primary key (token_hash, user_id)
);
create index known_device_by_user on known_device (user_id);

-- Roles whose people must have a second factor.
create table factor_role (
  role text primary key check (role in ('administrator', 'operator', 'analyst', 'store_staff', 'viewer'))
);
