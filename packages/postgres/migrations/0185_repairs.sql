-- What a lens lost of the two logs and is to be sent again: (after, upto] of a shard. Whoever ships takes what the lens still has of it away
-- and sends all of it, so that nothing is doubled.
create table lens_repair (
  lens uuid not null,
  log text not null check (log in ('fact', 'derived_fact')),
  shard integer not null,
  after bigint not null,
  upto bigint not null check (upto > after),
  primary key (lens, log, shard, after)
);
