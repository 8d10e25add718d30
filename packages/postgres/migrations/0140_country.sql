-- Where telephone numbers without a country are dialled, ISO 3166-1; '' for nowhere. It was China for everybody until now, and stays so
-- where numbers have been kept by it.
alter table installation add column phone_country text not null default '';
update installation set phone_country = 'CN';
