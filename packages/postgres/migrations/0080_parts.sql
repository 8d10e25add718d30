-- What each lens was filled with: the parts that facets bring, by the fingerprint of their description. A part that is new or
-- another one has every member sent again.
create table lens_part (
  lens uuid not null,
  part text not null,
  fingerprint text not null,
  primary key (lens, part)
);
