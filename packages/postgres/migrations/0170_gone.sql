-- What the lens still has to forget of members who were erased. A row goes when the lens has forgotten it.
create table lens_erasure (
  shard integer not null,
  -- The nil UUID: facts of nobody that were attached to her log later.
  member_id uuid not null,
  -- Of the log: the lens forgets once it has everything up to here.
  position bigint not null,
  -- Of her facts in the log of somebody else; null in a log of her own, all of which is hers.
  positions bigint[],
  primary key (shard, member_id, position)
);

-- Kept answers that name something of a member's: an erasure finds them here. `command` itself leads to nobody.
create table personal_answer (
  shard integer not null,
  member_id uuid not null,
  command_id uuid not null,
  primary key (shard, member_id, command_id)
);

insert into personal_answer (shard, member_id, command_id)
select m.shard, m.id, c.id
  from command c
  join member m on m.id = (c.answer::jsonb ->> 'memberId')::uuid
 where c.answer like '%"tags":[%';

-- Of whom the audit log keeps no reasons and no tags any more, members and merges: written by the erasure that empties them, read by
-- whoever writes an entry.
create table audit_erasure (
  subject text primary key
);

create index audit_log_by_first_named on audit_log (split_part(subject, '/', 1)) where subject like '%/%';
create index audit_log_by_merged on audit_log (split_part(subject, '/', 2))
  where action in ('member.merged', 'member.merge_undone');

-- An erasure may empty why somebody acted on a member who is erased, or on whom she was merged with, and what stands behind her id in
-- the subject; nothing else, ever.
create or replace function audit_log_is_append_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if old.outcome = 'begun' and new.outcome <> 'begun'
       and (new.id, new.at, new.actor_kind, new.actor, new.action, new.request_id)
           is not distinct from (old.id, old.at, old.actor_kind, old.actor, old.action, old.request_id) then
      return new;
    end if;
    if old.action like 'member.%' and new.reason = '' and new.subject in (old.subject, split_part(old.subject, '/', 1))
       and (new.id, new.at, new.actor_kind, new.actor, new.action, new.request_id, new.outcome)
           is not distinct from (old.id, old.at, old.actor_kind, old.actor, old.action, old.request_id, old.outcome)
       and exists (select from audit_erasure e
                    where e.subject in (split_part(old.subject, '/', 1), split_part(old.subject, '/', 2))) then
      return new;
    end if;
  end if;
  raise exception 'the audit log cannot be changed';
end $$;
