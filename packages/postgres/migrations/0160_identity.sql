-- Which installation this is. The data folder and the lens carry the id as well, so that neither is taken for another's.
alter table installation add column id uuid not null default gen_random_uuid();

-- Every key that was ever in use here: which it is, by a keyed digest, never what it is. A start without one of them is refused.
create table installation_key (
  kind text not null check (kind in ('master', 'hash')),
  id text not null,
  fingerprint uuid not null,
  noted_at bigint not null,
  primary key (kind, id)
);
