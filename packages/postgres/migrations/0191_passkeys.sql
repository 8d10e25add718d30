-- Passkeys: what is known of each, and what was asked of a browser and is not answered yet. Not member-scoped.

create table user_passkey (
  factor_id uuid primary key references user_factor (id) on delete cascade,
  -- As the authenticator names it; no two users have the same.
  credential_id bytea not null unique,
  -- COSE (RFC 9052).
  public_key bytea not null,
  -- Goes up with every use where the authenticator counts, and stays zero where it does not.
  sign_count bigint not null check (sign_count >= 0),
  -- How the browser may reach the authenticator, for it to ask the right one.
  transports text[] not null default '{}'
);

-- Taking a challenge is deleting it. Only SHA-256 of its token is stored; `nonce` is what is signed.
create table passkey_challenge (
  token_hash bytea primary key,
  purpose text not null check (purpose in ('register', 'sign_in', 'confirm')),
  -- Whose session asked; nobody's before signing in.
  session_hash bytea references console_session (token_hash) on delete cascade,
  factor_id uuid references user_factor (id) on delete cascade,
  nonce bytea not null,
  expires_at bigint not null,
  check ((purpose = 'sign_in') = (session_hash is null)),
  check ((purpose = 'register') = (factor_id is not null))
);
create index passkey_challenge_by_end on passkey_challenge (expires_at);
create index passkey_challenge_by_session on passkey_challenge (session_hash);
create index passkey_challenge_by_factor on passkey_challenge (factor_id);
