-- What the lens still has to forget of members who were erased. A row goes when the lens has forgotten it.
create table lens_erasure (
  shard integer not null,
  member_id uuid not null,
  -- Of the log: the lens forgets once it has everything up to here.
  position bigint not null,
  -- Of her facts in the log of somebody with whom she was one for a while; null in a log of her own, all of which is hers.
  positions bigint[],
  primary key (shard, member_id, position)
);

-- Tags stand in answers no more: nothing leads from an answer to the member whose tags they are.
update command
   set answer = (answer::jsonb #- '{answer,tags}')::text
 where answer like '%"tags":[%';

-- An erasure may empty why somebody acted on a member, and what stands behind her id in the subject; nothing else, ever.
create or replace function audit_log_is_append_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if old.outcome = 'begun' and new.outcome <> 'begun'
       and (new.id, new.at, new.actor_kind, new.actor, new.action, new.request_id)
           is not distinct from (old.id, old.at, old.actor_kind, old.actor, old.action, old.request_id) then
      return new;
    end if;
    if old.action like 'member.%' and new.reason = '' and new.subject = split_part(old.subject, '/', 1)
       and (new.id, new.at, new.actor_kind, new.actor, new.action, new.request_id, new.outcome)
           is not distinct from (old.id, old.at, old.actor_kind, old.actor, old.action, old.request_id, old.outcome) then
      return new;
    end if;
  end if;
  raise exception 'the audit log cannot be changed';
end $$;
