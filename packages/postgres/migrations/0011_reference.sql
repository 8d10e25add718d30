-- Reference data. A version is never changed: what a fact was enriched with stays explainable.
create table product (
  product_id text not null,
  version integer not null,
  recorded_at bigint not null,
  name text not null,
  -- Path from general to special, separated by '/'.
  category text not null,
  brand text not null,
  price_minor bigint,
  -- Price minus cost.
  margin_minor bigint,
  attributes text not null default '{}',
  is_current boolean not null,
  primary key (product_id, version)
);
create unique index product_current on product (product_id) where is_current;
create index product_by_category on product (category, product_id) where is_current;

create table store (
  store_id text not null,
  version integer not null,
  recorded_at bigint not null,
  name text not null,
  region text not null,
  channel text not null,
  attributes text not null default '{}',
  is_current boolean not null,
  primary key (store_id, version)
);
create unique index store_current on store (store_id) where is_current;
create index store_by_region on store (region, store_id) where is_current;

create table staff (
  staff_id text not null,
  version integer not null,
  recorded_at bigint not null,
  name text not null,
  store_id text not null,
  role text not null,
  attributes text not null default '{}',
  is_current boolean not null,
  primary key (staff_id, version)
);
create unique index staff_current on staff (staff_id) where is_current;
create index staff_by_store on staff (store_id, staff_id) where is_current;
