-- How far a part of a lens has been filled that was new, or another one, when the lens was known already: up to which member, and
-- for a part of which single steps are rows up to which step of the logs. Null: it is filled, and kept up by what happens.
alter table lens_part
  add column member_shard integer,
  add column member_id uuid,
  add column step_shard integer,
  add column step_position bigint;
