-- Who is whom, what is personal, what could not be taken, and what products, stores and staff are.

-- Counts the identities linked to members here that existed before. A decision to link or to merge looks at what a member
-- holds; it stands only if this count is the same under the head lock. Facts of known identities need not look at it.
alter table shard_head add column link_count bigint not null default 0;

-- One row an identity: the blind index (128 bits of HMAC-SHA256) decides across shards who holds it. Inserted in the order of
-- the hash before the heads are locked; changed and deleted only under the head of the shard that `shard` names, which is why
-- merge_count tells everybody who resolved it earlier.
create table identity (
  hash uuid primary key,
  type text not null,
  shard integer not null,
  member_id uuid not null,
  -- Blind index of the last four digits; null for types without.
  tail_hash uuid,
  hash_key_id smallint not null,
  created_at bigint not null
);
create index identity_by_member on identity (shard, member_id);
create index identity_by_tail on identity (tail_hash) where tail_hash is not null;

-- Every merge, every undone merge, and every join that was refused.
create table merge_log (
  merge_id uuid primary key,
  status text not null check (status in ('merged', 'undone', 'refused', 'resolved')),
  reason text not null,
  -- The survivor of a merge; of a refusal the member whose the fact became.
  survivor_shard integer not null,
  survivor_id uuid not null,
  survivor_position bigint,
  -- The absorbed member; of a refused merge the other one; of a refused link null.
  absorbed_shard integer,
  absorbed_id uuid,
  absorbed_position bigint,
  -- Identities that the merge re-pointed; of a refused link the one that was not linked.
  identities uuid[] not null,
  identity_type text not null default '',
  cause_source text not null,
  cause_message_id text not null,
  recorded_at bigint not null,
  -- Positions of the split steps, and whose identities are the absorbed member's from then on.
  undone_at bigint,
  undone_by text,
  undone_survivor_position bigint,
  undone_absorbed_position bigint,
  undone_identities uuid[]
);
create index merge_log_by_survivor on merge_log (survivor_shard, survivor_id);
create index merge_log_by_absorbed on merge_log (absorbed_shard, absorbed_id) where absorbed_id is not null;
create index merge_log_newest on merge_log (recorded_at desc, merge_id);
-- A refusal is told once, however often the two are seen together.
create unique index merge_log_refused_merge on merge_log (survivor_id, absorbed_id) where status = 'refused' and absorbed_id is not null;
create unique index merge_log_refused_link on merge_log (survivor_id, identities) where status = 'refused' and absorbed_id is null;

-- The key that a member's personal data is encrypted with, wrapped by the master key. Erasing the member deletes it.
create table member_key (
  shard integer not null,
  member_id uuid not null,
  master_key_id text not null,
  -- 12 bytes nonce, 32 bytes key, 16 bytes tag (AES-256-GCM).
  wrapped_key bytea not null,
  created_at bigint not null,
  primary key (shard, member_id)
);
create index member_key_by_master on member_key (master_key_id, shard, member_id);

-- Personal data: `identity:<hash>` for the value of an identity, else the name that a fact's reference gives. The newest wins.
create table member_secret (
  shard integer not null,
  member_id uuid not null,
  name text not null,
  -- 12 bytes nonce, text in UTF-8, 16 bytes tag (AES-256-GCM).
  ciphertext bytea not null,
  occurred_at bigint not null,
  primary key (shard, member_id, name)
) with (fillfactor = 85);

-- What did not fit its schema, as it came, until it is repaired and replayed or dismissed. Encrypted, because nobody can say
-- what is personal in something that has no known shape.
create table quarantine (
  id uuid primary key,
  source text not null,
  message_id text not null,
  type text not null,
  code text not null,
  reason text not null,
  master_key_id text not null,
  body bytea not null,
  -- Keyed, 48 bits: the same bad fact sent again is the same row.
  body_hash bigint not null,
  is_backfill boolean not null,
  received_at bigint not null,
  status text not null default 'waiting' check (status in ('waiting', 'replayed', 'dismissed')),
  resolved_at bigint,
  resolved_by text,
  note text not null default ''
);
create index quarantine_newest on quarantine (status, received_at desc, id);
create unique index quarantine_message on quarantine (source, message_id, body_hash) where status = 'waiting';
