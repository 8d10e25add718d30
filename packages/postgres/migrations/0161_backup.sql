-- Backups that were taken of this database, and what a restore leaves behind. Not member-scoped.

create table backup (
  id uuid primary key,
  -- The instant of the snapshot, epoch milliseconds.
  taken_at bigint not null,
  -- Where it was written, as the machine that wrote it calls the place.
  file text not null,
  bytes bigint not null
);
create index backup_newest on backup (taken_at desc);

-- The restore that this database is the work of. Until it has finished nothing else opens the database.
create table restoration (
  singleton boolean primary key default true check (singleton),
  installation_before uuid not null,
  backup_taken_at bigint not null,
  -- Beside it lies the list of erasures that goes on being written.
  file text not null,
  restored_at bigint not null,
  finished_at bigint
);

-- While it has a row nothing is handed to anybody outside.
create table delivery_pause (
  singleton boolean primary key default true check (singleton),
  reason text not null check (reason in ('restored')),
  paused_at bigint not null
);

-- Who is erased, asked for the list of erasures that is kept beside the backups.
create index member_erased on member (shard, id) where status = 2;
