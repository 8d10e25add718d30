-- Sign-in by a company's own provider (OpenID Connect). Not member-scoped.

-- Whom a provider means by a subject. Never found by e-mail address: that of a person changes, and is given to another.
create table user_identity (
  id uuid primary key,
  user_id uuid not null references console_user (id) on delete cascade,
  issuer text not null,
  subject text not null,
  created_at bigint not null,
  last_used_at bigint,
  unique (issuer, subject)
);
create index user_identity_by_user on user_identity (user_id);

alter table console_session
  -- By which the session began, if by any: without it the session ends.
  add column identity_id uuid references user_identity (id) on delete cascade,
  -- The provider said that it asked for more than one factor.
  add column has_provider_factor boolean not null default false;
create index console_session_by_identity on console_session (identity_id);

-- Whoever came by the provider and has a second factor here to show.
alter table sign_in_challenge add column identity_id uuid references user_identity (id) on delete cascade;

-- Somebody who was sent to the provider and is not back. Taking it is deleting it. The verifier and the nonce are made of the cookie, of
-- which only SHA-256 is stored: who reads this table can finish nothing.
create table provider_visit (
  state_hash bytea primary key,
  cookie_hash bytea not null,
  intent text not null check (intent in ('sign_in', 'confirm', 'link')),
  session_hash bytea references console_session (token_hash) on delete cascade,
  next text not null,
  created_at bigint not null,
  expires_at bigint not null,
  check ((intent = 'sign_in') = (session_hash is null))
);
create index provider_visit_by_end on provider_visit (expires_at);
create index provider_visit_by_session on provider_visit (session_hash);
