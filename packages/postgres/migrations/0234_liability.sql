-- What is owed to members over all of them, counted shard by shard in the background, and what is expected to be redeemed of it.

-- When a shard was counted last, and how far its log and its output had come by then: where neither has moved, nothing has changed.
create table wallet_count (
  shard integer primary key,
  counted_at bigint,
  position bigint not null,
  output_position bigint not null
) with (fillfactor = 70);

-- Units by the month in which they were issued and the month in which something became of them. Months count from January 1970.
create table wallet_flow (
  shard integer not null,
  wallet text not null,
  origin text not null check (origin in ('sale', 'grant', 'opening', 'transfer')),
  issue_month integer not null,
  month integer not null,
  issued bigint not null,
  redeemed bigint not null,
  expired bigint not null,
  taken_back bigint not null,
  reinstated bigint not null,
  moved bigint not null,
  absorbed bigint not null,
  sales_minor bigint not null,
  primary key (shard, wallet, origin, issue_month, month)
);

-- What is left in open lots by the month in which it expires; 2147483647: never.
create table wallet_outstanding (
  shard integer not null,
  wallet text not null,
  expiry_month integer not null,
  units bigint not null,
  waiting bigint not null,
  held bigint not null,
  cost_minor bigint not null,
  primary key (shard, wallet, expiry_month)
);

create table wallet_owed (
  shard integer not null,
  wallet text not null,
  accounts bigint not null,
  owed bigint not null,
  primary key (shard, wallet)
);

-- What somebody expects of the units of a year, from a month on. Append-only: what was expected when the books were closed stays.
create table wallet_estimate (
  id uuid primary key,
  wallet text not null,
  issue_year integer not null,
  from_month integer not null,
  -- Of a million units, so many are redeemed sooner or later; null: as the past of the wallet says.
  redeemed_of_million integer check (redeemed_of_million between 0 and 1000000),
  set_at bigint not null,
  set_by_id text not null,
  set_by text not null
);
create index wallet_estimate_of_wallet on wallet_estimate (wallet, set_at, id);
