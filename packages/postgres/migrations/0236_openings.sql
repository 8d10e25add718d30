-- Under which references balances were brought in: known of a survivor too, whatever became of the lots.

create table wallet_opening (
  shard integer not null,
  member_id uuid not null,
  wallet text not null,
  reference text not null,
  at bigint not null,
  primary key (shard, member_id, wallet, reference)
);

insert into wallet_opening (shard, member_id, wallet, reference, at)
select shard, member_id, wallet, reason, min(at) from wallet_entry where kind = 'opening' group by shard, member_id, wallet, reason;
