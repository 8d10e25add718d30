-- Identities that say of nobody who she is: taken off a member, or blocked for all.

-- An identity that was taken off a member: what carries it is no evidence about her any more. One row for each of her family, so
-- that it holds for whoever is given back by an undone merge. Deleted with whoever is erased.
create table released_identity (
  hash uuid not null,
  shard integer not null,
  member_id uuid not null,
  released_at bigint not null,
  primary key (hash, shard, member_id)
);
create index released_identity_by_member on released_identity (shard, member_id);

-- What staff have blocked, to be shown and taken back. That it identifies nobody is said by its row in `identity`, whose member is
-- nobody (all zeros), in shard 0: so who resolves identities reads nothing more than before.
create table blocked_identity (
  hash uuid primary key,
  type text not null,
  -- Enough to recognise it by, never the value.
  label text not null,
  reason text not null,
  blocked_at bigint not null,
  blocked_by text not null
);

-- A refused merge names in `identities` what would have joined the two; many under one identity say that many share it.
create index merge_log_refused_by on merge_log ((identities[1])) where status = 'refused' and absorbed_id is not null;
