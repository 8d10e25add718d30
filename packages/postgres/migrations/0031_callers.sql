-- Members, devices of a store and the command line act as well, each by its own name: none is dressed as a key.
alter table audit_log
  drop constraint audit_log_actor_kind_check,
  add constraint audit_log_actor_kind_check
    check (actor_kind in ('user', 'key', 'member', 'device', 'command_line', 'system', 'nobody'));
