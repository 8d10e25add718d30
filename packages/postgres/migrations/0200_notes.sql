-- A note of the staff's on a member is one of her registers: its text is sealed under her key and goes with her.
alter table member_attribute drop constraint member_attribute_kind_check;
alter table member_attribute add constraint member_attribute_kind_check
  check (kind in ('attribute', 'tag', 'consent', 'note'));
