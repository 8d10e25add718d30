-- What other currencies are worth in the program's. A version is never changed: a converted fact names the one it used.
create table currency_rate (
  -- The program's currency when the rate was published: an installation without facts may still take over another.
  program_currency text not null,
  currency text not null,
  -- First day, in the program's zone, on which it holds; it holds until the next one begins.
  from_on date not null,
  version integer not null,
  recorded_at bigint not null,
  recorded_by text not null,
  -- Units of the program's currency for one unit of this one; null withdraws it.
  rate numeric,
  is_current boolean not null,
  primary key (program_currency, currency, from_on, version),
  constraint currency_rate_other check (currency <> program_currency),
  constraint currency_rate_positive check (rate > 0)
);
create unique index currency_rate_current on currency_rate (program_currency, currency, from_on) where is_current;

-- Who wrote a version; '' for those written before this was kept.
alter table product add column recorded_by text not null default '';
alter table store add column recorded_by text not null default '';
alter table staff add column recorded_by text not null default '';
