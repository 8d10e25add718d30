-- Whose an order is, so that a fact about it that names nobody, or somebody else, finds her.

-- One row an order and number space: 128 keyed bits over both. Claimed in the order of the id before the heads are locked, and
-- held until the end of the transaction by whoever appends a fact of the order.
create table order_owner (
  id uuid primary key,
  -- The member that claimed it, who may have been absorbed since; null while only facts of nobody are known.
  shard integer,
  member_id uuid,
  -- The strongest identity of the fact that claimed it: an undone merge that gives it back gives the order back.
  identity_hash uuid,
  -- A strong identity takes an order over from a weak one.
  is_strong boolean not null default false,
  -- Where facts of nobody stand that wait for an owner; null for none.
  waiting_shards integer[],
  waiting_positions bigint[],
  constraint order_owner_whole check ((shard is null) = (member_id is null) and (shard is null) = (identity_hash is null))
) with (fillfactor = 80);
create index order_owner_by_member on order_owner (shard, member_id) where member_id is not null;

-- Facts of nobody that were appended anew to the log of an order's owner, each with a step of kind 6 where it stood.
create index fact_attached on fact (shard, source, message_id) where kind = 6;
