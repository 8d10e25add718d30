-- What a refund was of is evidence of the order, whether or not anything was earned by it.

alter table member_refund add column lines text not null default '';

update member_refund r
   set lines = w.lines
  from wallet_refund w
 where w.shard = r.shard and w.member_id = r.member_id and w.space = r.space and w.order_id = r.order_id and w.refund_id = r.refund_id;

alter table member_refund alter column lines drop default;
drop table wallet_refund;
