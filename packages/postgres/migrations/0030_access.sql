-- Who may come in, with which keys, and what each of them did. Not member-scoped.

create table console_user (
  id uuid primary key,
  -- Lower case.
  email text not null unique check (email = lower(email)),
  name text not null,
  role text not null check (role in ('administrator', 'operator', 'analyst', 'store_staff', 'viewer')),
  store_ids text[] not null default '{}',
  -- scrypt:N:r:p:salt:hash; null until one is chosen.
  password_hash text,
  is_disabled boolean not null default false,
  created_at bigint not null,
  last_seen_at bigint
);

-- Only SHA-256 of a token is stored: who reads this table cannot sign in with it.
create table console_session (
  token_hash bytea primary key,
  user_id uuid not null references console_user (id) on delete cascade,
  created_at bigint not null,
  expires_at bigint not null
);
create index console_session_by_user on console_session (user_id);
create index console_session_by_expiry on console_session (expires_at);

create table sign_in_link (
  token_hash bytea primary key,
  user_id uuid not null references console_user (id) on delete cascade,
  created_at bigint not null,
  expires_at bigint not null
);

-- Keys of programs: write keys carry facts of one source, API keys act within their scopes.
create table api_key (
  id uuid primary key,
  kind text not null check (kind in ('write', 'api')),
  name text not null,
  source text not null default '' check ((kind = 'write') = (source <> '')),
  scopes text[] not null default '{}',
  -- SHA-256 of the key: 192 random bits need no slow hash.
  key_hash bytea not null unique,
  hint text not null,
  created_at bigint not null,
  created_by text not null,
  last_used_at bigint,
  expires_at bigint,
  revoked_at bigint
);
create index api_key_newest on api_key (created_at desc, id);
create index api_key_by_source on api_key (source) where kind = 'write';

-- Written before the act, completed after it; a row that says `begun` belongs to an act that was cut off.
create table audit_log (
  id bigint generated always as identity primary key,
  at bigint not null,
  actor_kind text not null check (actor_kind in ('user', 'key', 'system', 'nobody')),
  actor text not null,
  action text not null,
  subject text not null default '',
  reason text not null default '',
  request_id text not null default '',
  outcome text not null check (outcome in ('begun', 'done', 'refused', 'failed'))
);
create index audit_log_by_action on audit_log (action, id);
create index audit_log_by_actor on audit_log (actor, id);
create index audit_log_by_subject on audit_log (subject, id);

create function audit_log_is_append_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if old.outcome = 'begun' and new.outcome <> 'begun'
       and (new.id, new.at, new.actor_kind, new.actor, new.action, new.request_id)
           is not distinct from (old.id, old.at, old.actor_kind, old.actor, old.action, old.request_id) then
      return new;
    end if;
  end if;
  raise exception 'the audit log cannot be changed';
end $$;
create trigger audit_log_append_only before update or delete on audit_log
  for each row execute function audit_log_is_append_only();
create trigger audit_log_never_truncated before truncate on audit_log
  for each statement execute function audit_log_is_append_only();

-- A program being written. `revision` counts the saves, so that nobody overwrites what he has not seen.
create table program_draft (
  id uuid primary key,
  name text not null,
  based_on_version integer not null,
  revision integer not null default 1,
  documents text not null,
  created_at bigint not null,
  updated_at bigint not null,
  updated_by text not null
);
create index program_draft_newest on program_draft (updated_at desc, id);
