-- What the migrations make. Written by `npm run schema`; do not edit.

create table activity_day (
  shard integer not null,
  member_id uuid not null,
  day integer not null,
  kind text not null,
  place text not null,
  count bigint not null,
  first_at bigint not null,
  last_at bigint not null,
  value_sum bigint not null default 0,
  constraint activity_day_count_check CHECK ((count > 0)),
  constraint activity_day_pkey PRIMARY KEY (shard, member_id, day, kind, place)
) with (fillfactor=85);

create table api_key (
  id uuid not null,
  kind text not null,
  name text not null,
  source text not null default ''::text,
  scopes text[] not null default '{}'::text[],
  key_hash bytea not null,
  hint text not null,
  created_at bigint not null,
  created_by text not null,
  last_used_at bigint,
  expires_at bigint,
  revoked_at bigint,
  constraint api_key_check CHECK (((kind = 'write'::text) = (source <> ''::text))),
  constraint api_key_kind_check CHECK ((kind = ANY (ARRAY['write'::text, 'api'::text]))),
  constraint api_key_pkey PRIMARY KEY (id),
  constraint api_key_key_hash_key UNIQUE (key_hash)
);
CREATE INDEX api_key_by_source ON public.api_key USING btree (source) WHERE (kind = 'write'::text);
CREATE INDEX api_key_newest ON public.api_key USING btree (created_at DESC, id);

create table audit_erasure (
  subject text not null,
  constraint audit_erasure_pkey PRIMARY KEY (subject)
);

create table audit_log (
  id bigint not null generated always as identity,
  at bigint not null,
  actor_kind text not null,
  actor text not null,
  action text not null,
  subject text not null default ''::text,
  reason text not null default ''::text,
  request_id text not null default ''::text,
  outcome text not null,
  constraint audit_log_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['user'::text, 'key'::text, 'member'::text, 'device'::text, 'command_line'::text, 'system'::text, 'nobody'::text]))),
  constraint audit_log_outcome_check CHECK ((outcome = ANY (ARRAY['begun'::text, 'done'::text, 'refused'::text, 'failed'::text]))),
  constraint audit_log_pkey PRIMARY KEY (id)
);
CREATE INDEX audit_log_by_action ON public.audit_log USING btree (action, id);
CREATE INDEX audit_log_by_actor ON public.audit_log USING btree (actor, id);
CREATE INDEX audit_log_by_subject ON public.audit_log USING btree (subject, id);
CREATE INDEX audit_log_by_subject_first ON public.audit_log USING btree (split_part(subject, '/'::text, 1), id);
CREATE INDEX audit_log_by_subject_second ON public.audit_log USING btree (split_part(subject, '/'::text, 2), id) WHERE (subject ~~ '%/%'::text);

create table backup (
  id uuid not null,
  taken_at bigint not null,
  file text not null,
  bytes bigint not null,
  constraint backup_pkey PRIMARY KEY (id)
);
CREATE INDEX backup_newest ON public.backup USING btree (taken_at DESC);

create table blocked_identity (
  hash uuid not null,
  type text not null,
  label text not null,
  reason text not null,
  blocked_at bigint not null,
  blocked_by text not null,
  constraint blocked_identity_pkey PRIMARY KEY (hash)
);

create table command (
  id uuid not null,
  body_hash bigint not null,
  answer text,
  constraint command_pkey PRIMARY KEY (id)
) with (fillfactor=80);

create table console_session (
  token_hash bytea not null,
  user_id uuid not null,
  created_at bigint not null,
  expires_at bigint not null,
  id uuid not null default gen_random_uuid(),
  device text not null default ''::text,
  address text not null default ''::text,
  last_used_at bigint not null default 0,
  confirmed_at bigint not null default 0,
  identity_id uuid,
  has_provider_factor boolean not null default false,
  constraint console_session_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES user_identity(id) ON DELETE CASCADE,
  constraint console_session_user_id_fkey FOREIGN KEY (user_id) REFERENCES console_user(id) ON DELETE CASCADE,
  constraint console_session_pkey PRIMARY KEY (token_hash)
);
CREATE INDEX console_session_by_expiry ON public.console_session USING btree (expires_at);
CREATE UNIQUE INDEX console_session_by_id ON public.console_session USING btree (id);
CREATE INDEX console_session_by_identity ON public.console_session USING btree (identity_id);
CREATE INDEX console_session_by_user ON public.console_session USING btree (user_id);

create table console_user (
  id uuid not null,
  email text not null,
  name text not null,
  role text not null,
  store_ids text[] not null default '{}'::text[],
  password_hash text,
  is_disabled boolean not null default false,
  created_at bigint not null,
  last_seen_at bigint,
  constraint console_user_email_check CHECK ((email = lower(email))),
  constraint console_user_role_check CHECK ((role = ANY (ARRAY['administrator'::text, 'operator'::text, 'analyst'::text, 'store_staff'::text, 'viewer'::text]))),
  constraint console_user_pkey PRIMARY KEY (id),
  constraint console_user_email_key UNIQUE (email)
);

create table currency_rate (
  program_currency text not null,
  currency text not null,
  from_on date not null,
  version integer not null,
  recorded_at bigint not null,
  recorded_by text not null,
  rate numeric,
  is_current boolean not null,
  constraint currency_rate_other CHECK ((currency <> program_currency)),
  constraint currency_rate_positive CHECK ((rate > (0)::numeric)),
  constraint currency_rate_pkey PRIMARY KEY (program_currency, currency, from_on, version)
);
CREATE UNIQUE INDEX currency_rate_current ON public.currency_rate USING btree (program_currency, currency, from_on) WHERE is_current;

create table delivery_pause (
  singleton boolean not null default true,
  reason text not null,
  paused_at bigint not null,
  constraint delivery_pause_reason_check CHECK ((reason = 'restored'::text)),
  constraint delivery_pause_singleton_check CHECK (singleton),
  constraint delivery_pause_pkey PRIMARY KEY (singleton)
);

create table derived_fact (
  shard integer not null,
  position bigint not null,
  member_id uuid not null,
  type text not null,
  occurred_at bigint not null,
  recorded_at bigint not null,
  cause_kind text not null,
  cause_position bigint not null,
  cause_at bigint not null,
  program_version integer not null,
  payload text not null,
  cause_facet text not null default ''::text,
  cause_n integer not null default 0,
  cause_parent integer not null default 0,
  constraint derived_fact_pkey PRIMARY KEY (shard, "position")
);

create table erasure_mention (
  erasure_id uuid not null,
  quarantine_id uuid not null,
  why text not null,
  found_at bigint not null,
  decision text,
  decided_at bigint,
  decided_by text,
  constraint erasure_mention_decision_check CHECK ((decision = ANY (ARRAY['deleted'::text, 'kept'::text]))),
  constraint erasure_mention_why_check CHECK ((why = ANY (ARRAY['with_others'::text, 'mentioned'::text]))),
  constraint erasure_mention_pkey PRIMARY KEY (quarantine_id, erasure_id)
);
CREATE INDEX erasure_mention_open ON public.erasure_mention USING btree (found_at DESC, quarantine_id) WHERE (decision IS NULL);

create table fact (
  shard integer not null,
  position bigint not null,
  kind smallint not null default 0,
  member_id uuid,
  source text not null,
  message_id text not null,
  type text not null,
  occurred_at bigint not null,
  recorded_at bigint not null,
  is_backfill boolean not null default false,
  channel text not null default ''::text,
  store_id text not null default ''::text,
  identities uuid[] not null default '{}'::uuid[],
  payload text not null,
  constraint fact_pkey PRIMARY KEY (shard, "position")
);
CREATE INDEX fact_attached ON public.fact USING btree (shard, source, message_id) WHERE (kind = 6);
CREATE INDEX fact_by_member ON public.fact USING btree (shard, member_id, "position") WHERE (member_id IS NOT NULL);

create table factor_role (
  role text not null,
  constraint factor_role_role_check CHECK ((role = ANY (ARRAY['administrator'::text, 'operator'::text, 'analyst'::text, 'store_staff'::text, 'viewer'::text]))),
  constraint factor_role_pkey PRIMARY KEY (role)
);

create table identity (
  hash uuid not null,
  type text not null,
  shard integer not null,
  member_id uuid not null,
  tail_hash uuid,
  hash_key_id uuid not null,
  created_at bigint not null,
  constraint identity_pkey PRIMARY KEY (hash)
);
CREATE INDEX identity_by_member ON public.identity USING btree (shard, member_id);
CREATE INDEX identity_by_tail ON public.identity USING btree (tail_hash) WHERE (tail_hash IS NOT NULL);

create table import_job (
  id uuid not null,
  file_name text not null,
  content_hash text not null,
  mapping_hash text not null,
  mapping text not null,
  is_dry_run boolean not null,
  status text not null,
  error text,
  started_by text not null,
  started_at bigint not null,
  updated_at bigint not null,
  finished_at bigint,
  rows_read bigint not null default 0,
  rows_total bigint not null default 0,
  bytes_done bigint not null default 0,
  bytes_total bigint not null default 0,
  facts_done bigint not null default 0,
  accepted bigint not null default 0,
  duplicates bigint not null default 0,
  quarantined bigint not null default 0,
  rejected bigint not null default 0,
  first_fact_at bigint,
  last_fact_at bigint,
  rejects_path text not null default ''::text,
  rejects_shown text not null default '[]'::text,
  constraint import_job_status_check CHECK ((status = ANY (ARRAY['running'::text, 'succeeded'::text, 'failed'::text, 'cancelled'::text]))),
  constraint import_job_pkey PRIMARY KEY (id)
);
CREATE INDEX import_job_by_content ON public.import_job USING btree (content_hash, mapping_hash, started_at DESC);
CREATE INDEX import_job_newest ON public.import_job USING btree (started_at DESC, id);

create table installation (
  singleton boolean not null default true,
  shard_count integer not null,
  zone text not null,
  currency text not null,
  created_at bigint not null,
  has_unkeyed_messages boolean not null default false,
  message_key_check uuid,
  phone_country text not null default ''::text,
  has_unqualified_ids boolean not null default false,
  id uuid not null default gen_random_uuid(),
  constraint installation_shard_count_check CHECK (((shard_count >= 1) AND (shard_count <= 4096))),
  constraint installation_singleton_check CHECK (singleton),
  constraint installation_pkey PRIMARY KEY (singleton)
);

create table installation_key (
  kind text not null,
  id text not null,
  fingerprint uuid not null,
  noted_at bigint not null,
  constraint installation_key_kind_check CHECK ((kind = ANY (ARRAY['master'::text, 'hash'::text]))),
  constraint installation_key_pkey PRIMARY KEY (kind, id)
);

create table known_device (
  token_hash bytea not null,
  user_id uuid not null,
  expires_at bigint not null,
  constraint known_device_user_id_fkey FOREIGN KEY (user_id) REFERENCES console_user(id) ON DELETE CASCADE,
  constraint known_device_pkey PRIMARY KEY (token_hash, user_id)
);
CREATE INDEX known_device_by_user ON public.known_device USING btree (user_id);

create table lens (
  id uuid not null,
  created_at bigint not null,
  worker text,
  lease_expires_at bigint not null default 0,
  shipped_at bigint not null default 0,
  constraint lens_pkey PRIMARY KEY (id)
);

create table lens_block (
  id bigint not null generated always as identity,
  lens uuid not null,
  recorded_at bigint not null,
  constraint lens_block_pkey PRIMARY KEY (id)
);

create table lens_block_range (
  shard integer not null,
  lens uuid not null,
  block bigint not null,
  fact_from bigint not null,
  fact_to bigint not null,
  derived_from bigint not null,
  derived_to bigint not null,
  constraint lens_block_range_pkey PRIMARY KEY (shard, lens, block)
);

create table lens_cursor (
  shard integer not null,
  lens uuid not null,
  fact_position bigint not null default 0,
  derived_position bigint not null default 0,
  program_version integer not null default 0,
  constraint lens_cursor_pkey PRIMARY KEY (shard, lens)
) with (fillfactor=50);

create table lens_erasure (
  shard integer not null,
  member_id uuid not null,
  position bigint not null,
  positions bigint[],
  constraint lens_erasure_pkey PRIMARY KEY (shard, member_id, "position")
);

create table lens_part (
  lens uuid not null,
  part text not null,
  fingerprint text not null,
  member_shard integer,
  member_id uuid,
  step_shard integer,
  step_position bigint,
  constraint lens_part_pkey PRIMARY KEY (lens, part)
);

create table lens_repair (
  lens uuid not null,
  log text not null,
  shard integer not null,
  after bigint not null,
  upto bigint not null,
  constraint lens_repair_check CHECK ((upto > after)),
  constraint lens_repair_log_check CHECK ((log = ANY (ARRAY['fact'::text, 'derived_fact'::text]))),
  constraint lens_repair_pkey PRIMARY KEY (lens, log, shard, after)
);

create table lens_touch (
  shard integer not null,
  member_id uuid not null,
  touched_at bigint not null,
  constraint lens_touch_pkey PRIMARY KEY (shard, member_id)
);

create table member (
  shard integer not null,
  id uuid not null,
  position bigint not null default 0,
  clock_at bigint not null default 0,
  wake_at bigint,
  program_version integer not null default 0,
  status smallint not null default 0,
  merged_into_shard integer,
  merged_into uuid,
  created_at bigint not null,
  state bytea,
  due text not null default ''::text,
  constraint member_pkey PRIMARY KEY (shard, id)
) with (fillfactor=75);
CREATE INDEX member_behind ON public.member USING btree (shard, program_version);
CREATE INDEX member_due ON public.member USING btree (shard, wake_at) WHERE (wake_at IS NOT NULL);
CREATE INDEX member_erased ON public.member USING btree (shard, id) WHERE (status = 2);

create table member_attribute (
  shard integer not null,
  member_id uuid not null,
  kind text not null,
  name text not null,
  value text not null,
  occurred_at bigint not null,
  message text not null,
  constraint member_attribute_kind_check CHECK ((kind = ANY (ARRAY['attribute'::text, 'tag'::text, 'consent'::text, 'note'::text]))),
  constraint member_attribute_pkey PRIMARY KEY (shard, member_id, kind, name)
);

create table member_attribute_change (
  shard integer not null,
  member_id uuid not null,
  name text not null,
  message text not null,
  at bigint not null,
  outcome text not null,
  before text not null,
  value text not null,
  by text not null,
  reason text not null,
  may_change_at bigint,
  constraint member_attribute_change_outcome_check CHECK ((outcome = ANY (ARRAY['set'::text, 'changed'::text, 'overridden'::text, 'refused'::text]))),
  constraint member_attribute_change_pkey PRIMARY KEY (shard, member_id, name, message)
);

create table member_facet (
  shard integer not null,
  member_id uuid not null,
  facet text not null,
  state bytea not null,
  constraint member_facet_pkey PRIMARY KEY (shard, member_id, facet)
) with (fillfactor=85);

create table member_key (
  shard integer not null,
  member_id uuid not null,
  master_key_id text not null,
  wrapped_key bytea not null,
  created_at bigint not null,
  constraint member_key_pkey PRIMARY KEY (shard, member_id)
);
CREATE INDEX member_key_by_master ON public.member_key USING btree (master_key_id, shard, member_id);

create table member_order (
  shard integer not null,
  member_id uuid not null,
  order_id text not null,
  placed_at bigint,
  paid_at bigint,
  fulfilled_at bigint,
  cancelled_at bigint,
  amount_minor bigint not null default 0,
  amount_rank smallint not null default 0,
  amount_at bigint not null default 0,
  amount_message text not null default ''::text,
  item_count integer not null default 0,
  category text not null default ''::text,
  channel text not null default ''::text,
  store_id text not null default ''::text,
  space text not null default ''::text,
  constraint member_order_pkey PRIMARY KEY (shard, member_id, space, order_id)
) with (fillfactor=85);

create table member_order_line (
  shard integer not null,
  member_id uuid not null,
  space text not null,
  order_id text not null,
  line text not null,
  product_id text not null,
  category text not null,
  quantity_milli bigint not null,
  amount_minor bigint not null,
  fact_rank smallint not null,
  fact_at bigint not null,
  fact_message text not null,
  constraint member_order_line_pkey PRIMARY KEY (shard, member_id, space, order_id, line)
);

create table member_refund (
  shard integer not null,
  member_id uuid not null,
  order_id text not null,
  refund_id text not null,
  refunded_at bigint not null,
  amount_minor bigint not null,
  space text not null default ''::text,
  lines text not null,
  constraint member_refund_amount_minor_check CHECK ((amount_minor >= 0)),
  constraint member_refund_pkey PRIMARY KEY (shard, member_id, space, order_id, refund_id)
);

create table member_secret (
  shard integer not null,
  member_id uuid not null,
  name text not null,
  ciphertext bytea not null,
  occurred_at bigint not null,
  name_marks bigint[],
  constraint member_secret_pkey PRIMARY KEY (shard, member_id, name)
) with (fillfactor=85);
CREATE INDEX member_secret_by_name ON public.member_secret USING gin (name_marks) WHERE (name_marks <> '{}'::bigint[]);
CREATE INDEX member_secret_unmarked ON public.member_secret USING btree (shard, member_id, name) WHERE ((name_marks IS NULL) AND ("left"(name, 9) <> 'identity:'::text));

create table merge_log (
  merge_id uuid not null,
  status text not null,
  reason text not null,
  survivor_shard integer not null,
  survivor_id uuid not null,
  survivor_position bigint,
  absorbed_shard integer,
  absorbed_id uuid,
  absorbed_position bigint,
  identities uuid[] not null,
  identity_type text not null default ''::text,
  cause_source text not null,
  cause_message_id text not null,
  recorded_at bigint not null,
  undone_at bigint,
  undone_by text,
  undone_survivor_position bigint,
  undone_absorbed_position bigint,
  undone_identities uuid[],
  constraint merge_log_status_check CHECK ((status = ANY (ARRAY['merged'::text, 'undone'::text, 'refused'::text, 'resolved'::text]))),
  constraint merge_log_pkey PRIMARY KEY (merge_id)
);
CREATE INDEX merge_log_by_absorbed ON public.merge_log USING btree (absorbed_shard, absorbed_id) WHERE (absorbed_id IS NOT NULL);
CREATE INDEX merge_log_by_survivor ON public.merge_log USING btree (survivor_shard, survivor_id);
CREATE INDEX merge_log_newest ON public.merge_log USING btree (recorded_at DESC, merge_id);
CREATE INDEX merge_log_refused_by ON public.merge_log USING btree ((identities[1])) WHERE ((status = 'refused'::text) AND (absorbed_id IS NOT NULL));
CREATE UNIQUE INDEX merge_log_refused_link ON public.merge_log USING btree (survivor_id, identities) WHERE ((status = 'refused'::text) AND (absorbed_id IS NULL));
CREATE UNIQUE INDEX merge_log_refused_merge ON public.merge_log USING btree (survivor_id, absorbed_id) WHERE ((status = 'refused'::text) AND (absorbed_id IS NOT NULL));

create table message (
  id uuid not null,
  body_hash bigint not null,
  constraint message_pkey PRIMARY KEY (id)
);

create table order_owner (
  id uuid not null,
  shard integer,
  member_id uuid,
  identity_hash uuid,
  is_strong boolean not null default false,
  waiting_shards integer[],
  waiting_positions bigint[],
  constraint order_owner_whole CHECK ((((shard IS NULL) = (member_id IS NULL)) AND ((shard IS NULL) = (identity_hash IS NULL)))),
  constraint order_owner_pkey PRIMARY KEY (id)
) with (fillfactor=80);
CREATE INDEX order_owner_by_member ON public.order_owner USING btree (shard, member_id) WHERE (member_id IS NOT NULL);

create table outbox (
  shard integer not null,
  position bigint not null,
  member_id uuid not null,
  type text not null,
  recorded_at bigint not null,
  cause_kind text not null,
  cause_position bigint not null,
  cause_at bigint not null,
  cause_facet text not null,
  cause_n integer not null,
  cause_parent integer not null,
  payload text not null,
  occurred_at bigint not null default 0,
  constraint outbox_pkey PRIMARY KEY (shard, "position")
);
CREATE UNIQUE INDEX outbox_cause ON public.outbox USING btree (shard, member_id, cause_kind, cause_position, cause_at, cause_facet, cause_n);

create table outbox_cursor (
  shard integer not null,
  position bigint not null default 0,
  constraint outbox_cursor_pkey PRIMARY KEY (shard)
) with (fillfactor=30);

create table parked_member (
  shard integer not null,
  member_id uuid not null,
  position bigint not null,
  error text not null,
  parked_at bigint not null,
  constraint parked_member_pkey PRIMARY KEY (shard, member_id)
);

create table passkey_challenge (
  token_hash bytea not null,
  purpose text not null,
  session_hash bytea,
  factor_id uuid,
  nonce bytea not null,
  expires_at bigint not null,
  constraint passkey_challenge_check CHECK (((purpose = 'sign_in'::text) = (session_hash IS NULL))),
  constraint passkey_challenge_check1 CHECK (((purpose = 'register'::text) = (factor_id IS NOT NULL))),
  constraint passkey_challenge_purpose_check CHECK ((purpose = ANY (ARRAY['register'::text, 'sign_in'::text, 'confirm'::text]))),
  constraint passkey_challenge_factor_id_fkey FOREIGN KEY (factor_id) REFERENCES user_factor(id) ON DELETE CASCADE,
  constraint passkey_challenge_session_hash_fkey FOREIGN KEY (session_hash) REFERENCES console_session(token_hash) ON DELETE CASCADE,
  constraint passkey_challenge_pkey PRIMARY KEY (token_hash)
);
CREATE INDEX passkey_challenge_by_end ON public.passkey_challenge USING btree (expires_at);
CREATE INDEX passkey_challenge_by_factor ON public.passkey_challenge USING btree (factor_id);
CREATE INDEX passkey_challenge_by_session ON public.passkey_challenge USING btree (session_hash);

create table personal_answer (
  shard integer not null,
  member_id uuid not null,
  command_id uuid not null,
  constraint personal_answer_pkey PRIMARY KEY (shard, member_id, command_id)
);

create table product (
  product_id text not null,
  version integer not null,
  recorded_at bigint not null,
  name text not null,
  category text not null,
  brand text not null,
  price_minor bigint,
  margin_minor bigint,
  attributes text not null default '{}'::text,
  is_current boolean not null,
  recorded_by text not null default ''::text,
  constraint product_pkey PRIMARY KEY (product_id, version)
);
CREATE INDEX product_by_category ON public.product USING btree (category, product_id) WHERE is_current;
CREATE UNIQUE INDEX product_current ON public.product USING btree (product_id) WHERE is_current;

create table program_document (
  hash text not null,
  body text not null,
  constraint program_document_pkey PRIMARY KEY (hash)
);

create table program_draft (
  id uuid not null,
  name text not null,
  based_on_version integer not null,
  revision integer not null default 1,
  documents text not null,
  created_at bigint not null,
  updated_at bigint not null,
  updated_by text not null,
  constraint program_draft_pkey PRIMARY KEY (id)
);
CREATE INDEX program_draft_newest ON public.program_draft USING btree (updated_at DESC, id);

create table program_version (
  version integer not null,
  manifest text not null,
  effective_at bigint not null,
  published_at bigint not null,
  published_by text not null,
  note text not null default ''::text,
  restores integer,
  revisions text not null default '{}'::text,
  constraint program_version_pkey PRIMARY KEY (version)
);

create table provider_visit (
  state_hash bytea not null,
  cookie_hash bytea not null,
  intent text not null,
  session_hash bytea,
  next text not null,
  created_at bigint not null,
  expires_at bigint not null,
  constraint provider_visit_check CHECK (((intent = 'sign_in'::text) = (session_hash IS NULL))),
  constraint provider_visit_intent_check CHECK ((intent = ANY (ARRAY['sign_in'::text, 'confirm'::text, 'link'::text]))),
  constraint provider_visit_session_hash_fkey FOREIGN KEY (session_hash) REFERENCES console_session(token_hash) ON DELETE CASCADE,
  constraint provider_visit_pkey PRIMARY KEY (state_hash)
);
CREATE INDEX provider_visit_by_end ON public.provider_visit USING btree (expires_at);
CREATE INDEX provider_visit_by_session ON public.provider_visit USING btree (session_hash);

create table quarantine (
  id uuid not null,
  source text not null,
  message_id text not null,
  type text not null,
  code text not null,
  reason text not null,
  master_key_id text not null,
  body bytea not null,
  body_hash bigint not null,
  is_backfill boolean not null,
  received_at bigint not null,
  status text not null default 'waiting'::text,
  resolved_at bigint,
  resolved_by text,
  note text not null default ''::text,
  constraint quarantine_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'replayed'::text, 'dismissed'::text]))),
  constraint quarantine_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX quarantine_message ON public.quarantine USING btree (source, message_id, body_hash) WHERE (status = 'waiting'::text);
CREATE INDEX quarantine_newest ON public.quarantine USING btree (status, received_at DESC, id);

create table recovery_code (
  code_hash bytea not null,
  user_id uuid not null,
  created_at bigint not null,
  constraint recovery_code_user_id_fkey FOREIGN KEY (user_id) REFERENCES console_user(id) ON DELETE CASCADE,
  constraint recovery_code_pkey PRIMARY KEY (code_hash)
);
CREATE INDEX recovery_code_by_user ON public.recovery_code USING btree (user_id);

create table released_identity (
  hash uuid not null,
  shard integer not null,
  member_id uuid not null,
  released_at bigint not null,
  constraint released_identity_pkey PRIMARY KEY (hash, shard, member_id)
);
CREATE INDEX released_identity_by_member ON public.released_identity USING btree (shard, member_id);

create table resource_slice (
  shard integer not null,
  key text not null,
  available bigint not null,
  constraint resource_slice_available_check CHECK ((available >= 0)),
  constraint resource_slice_pkey PRIMARY KEY (shard, key)
) with (fillfactor=70);
CREATE INDEX resource_slice_by_key ON public.resource_slice USING btree (key);

create table resource_total (
  key text not null,
  units bigint not null,
  constraint resource_total_units_check CHECK ((units >= 0)),
  constraint resource_total_pkey PRIMARY KEY (key)
);

create table restoration (
  singleton boolean not null default true,
  installation_before uuid not null,
  backup_taken_at bigint not null,
  file text not null,
  restored_at bigint not null,
  finished_at bigint,
  constraint restoration_singleton_check CHECK (singleton),
  constraint restoration_pkey PRIMARY KEY (singleton)
);

create table segment (
  id uuid not null,
  version integer not null,
  created_at bigint not null,
  created_by text not null,
  is_archived boolean not null default false,
  constraint segment_version_check CHECK ((version > 0)),
  constraint segment_pkey PRIMARY KEY (id)
);

create table segment_version (
  segment_id uuid not null,
  version integer not null,
  name text not null,
  description text not null,
  condition text not null,
  class text not null,
  changed_at bigint not null,
  changed_by text not null,
  constraint segment_version_class_check CHECK ((class = ANY (ARRAY['fold'::text, 'lens'::text]))),
  constraint segment_version_version_check CHECK ((version > 0)),
  constraint segment_version_segment_id_fkey FOREIGN KEY (segment_id) REFERENCES segment(id) ON DELETE CASCADE,
  constraint segment_version_pkey PRIMARY KEY (segment_id, version)
);

create table shard_cursor (
  shard integer not null,
  position bigint not null default 0,
  sealed_at bigint not null default 0,
  constraint shard_cursor_pkey PRIMARY KEY (shard)
) with (fillfactor=30);

create table shard_head (
  shard integer not null,
  position bigint not null default 0,
  recorded_at bigint not null default 0,
  merge_count bigint not null default 0,
  link_count bigint not null default 0,
  constraint shard_head_pkey PRIMARY KEY (shard)
) with (fillfactor=30);

create table shard_lease (
  shard integer not null,
  worker text,
  expires_at bigint not null default 0,
  constraint shard_lease_pkey PRIMARY KEY (shard)
) with (fillfactor=30);

create table shard_output (
  shard integer not null,
  position bigint not null default 0,
  outbox_position bigint not null default 0,
  constraint shard_output_pkey PRIMARY KEY (shard)
) with (fillfactor=30);

create table sign_in_attempt (
  key bytea not null,
  failures integer not null,
  blocked_until bigint not null,
  forgotten_at bigint not null,
  constraint sign_in_attempt_pkey PRIMARY KEY (key)
);
CREATE INDEX sign_in_attempt_by_end ON public.sign_in_attempt USING btree (forgotten_at);

create table sign_in_challenge (
  token_hash bytea not null,
  user_id uuid not null,
  nonce bytea not null,
  tries_left integer not null,
  created_at bigint not null,
  expires_at bigint not null,
  identity_id uuid,
  constraint sign_in_challenge_tries_left_check CHECK ((tries_left >= 0)),
  constraint sign_in_challenge_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES user_identity(id) ON DELETE CASCADE,
  constraint sign_in_challenge_user_id_fkey FOREIGN KEY (user_id) REFERENCES console_user(id) ON DELETE CASCADE,
  constraint sign_in_challenge_pkey PRIMARY KEY (token_hash)
);

create table sign_in_link (
  token_hash bytea not null,
  user_id uuid,
  created_at bigint not null,
  expires_at bigint not null,
  constraint sign_in_link_user_id_fkey FOREIGN KEY (user_id) REFERENCES console_user(id) ON DELETE CASCADE,
  constraint sign_in_link_pkey PRIMARY KEY (token_hash)
);

create table staff (
  staff_id text not null,
  version integer not null,
  recorded_at bigint not null,
  name text not null,
  store_id text not null,
  role text not null,
  attributes text not null default '{}'::text,
  is_current boolean not null,
  recorded_by text not null default ''::text,
  constraint staff_pkey PRIMARY KEY (staff_id, version)
);
CREATE INDEX staff_by_store ON public.staff USING btree (store_id, staff_id) WHERE is_current;
CREATE UNIQUE INDEX staff_current ON public.staff USING btree (staff_id) WHERE is_current;

create table stage_entry (
  shard integer not null,
  member_id uuid not null,
  lifecycle text not null,
  valid_from bigint not null,
  recorded_at bigint not null,
  stage text not null,
  from_stage text not null,
  is_reactivation boolean not null,
  program_version integer not null,
  cause_kind text not null,
  cause_position bigint not null,
  cause_at bigint not null,
  is_acted boolean not null,
  superseded_at bigint,
  constraint stage_entry_pkey PRIMARY KEY (shard, member_id, lifecycle, valid_from, recorded_at)
);

create table statement_key (
  id uuid not null,
  public_key text not null,
  master_key_id text not null,
  private_key bytea not null,
  created_at bigint not null,
  retired_at bigint,
  constraint statement_key_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX statement_key_current ON public.statement_key USING btree ((true)) WHERE (retired_at IS NULL);

create table step_input (
  shard integer not null,
  member_id uuid not null,
  cause_kind text not null,
  cause_position bigint not null,
  cause_at bigint not null,
  facet text not null,
  n integer not null,
  resource text not null,
  asked bigint not null,
  granted bigint not null,
  constraint step_input_check CHECK (
CASE
    WHEN (asked < 0) THEN (granted = asked)
    ELSE ((granted >= 0) AND (granted <= asked))
END),
  constraint step_input_pkey PRIMARY KEY (shard, member_id, cause_position, cause_at, cause_kind, facet, n)
);

create table store (
  store_id text not null,
  version integer not null,
  recorded_at bigint not null,
  name text not null,
  region text not null,
  channel text not null,
  attributes text not null default '{}'::text,
  is_current boolean not null,
  recorded_by text not null default ''::text,
  constraint store_pkey PRIMARY KEY (store_id, version)
);
CREATE INDEX store_by_region ON public.store USING btree (region, store_id) WHERE is_current;
CREATE UNIQUE INDEX store_current ON public.store USING btree (store_id) WHERE is_current;

create table tier_change (
  shard integer not null,
  member_id uuid not null,
  number integer not null,
  tier_set text not null,
  from_level text not null,
  to_level text not null,
  at bigint not null,
  kind text not null,
  because text not null,
  reason text not null,
  valid_until bigint,
  grace_until bigint,
  measures text not null,
  program_version integer not null,
  cause_kind text not null,
  cause_position bigint not null,
  cause_at bigint not null,
  constraint tier_change_number_check CHECK ((number > 0)),
  constraint tier_change_pkey PRIMARY KEY (shard, member_id, number)
);

create table tier_claim (
  shard integer not null,
  member_id uuid not null,
  tier_set text not null,
  benefit text not null,
  period text not null,
  claims integer not null,
  last_at bigint not null,
  last_reference text not null,
  constraint tier_claim_claims_check CHECK ((claims > 0)),
  constraint tier_claim_pkey PRIMARY KEY (shard, member_id, tier_set, benefit, period)
) with (fillfactor=70);

create table tier_day (
  shard integer not null,
  member_id uuid not null,
  metric text not null,
  day integer not null,
  value bigint not null,
  constraint tier_day_pkey PRIMARY KEY (shard, member_id, metric, day)
) with (fillfactor=70);

create table tier_order (
  shard integer not null,
  member_id uuid not null,
  space text not null,
  order_id text not null,
  day integer not null,
  net_minor bigint not null,
  constraint tier_order_net_minor_check CHECK ((net_minor >= 0)),
  constraint tier_order_pkey PRIMARY KEY (shard, member_id, space, order_id)
) with (fillfactor=70);

create table tier_standing (
  shard integer not null,
  member_id uuid not null,
  tier_set text not null,
  level text not null,
  rank integer not null,
  since bigint not null,
  reason text not null,
  valid_until bigint,
  grace_until bigint,
  earned_level text not null,
  earned_on integer,
  entered_at bigint not null,
  assigned_level text not null,
  assigned_until bigint,
  is_cap boolean not null,
  frozen_level text not null,
  frozen_until bigint,
  kept_level text not null,
  kept_until bigint,
  invited_level text not null,
  invited_until bigint,
  accepted_level text not null,
  accepted_at bigint,
  who_days text not null,
  due_at bigint,
  constraint tier_standing_check CHECK (((level = ''::text) = (rank = 0))),
  constraint tier_standing_check1 CHECK (((assigned_level <> ''::text) OR ((assigned_until IS NULL) AND (NOT is_cap)))),
  constraint tier_standing_check2 CHECK (((frozen_level = ''::text) = (frozen_until IS NULL))),
  constraint tier_standing_check3 CHECK (((kept_level <> ''::text) OR (kept_until IS NULL))),
  constraint tier_standing_check4 CHECK (((invited_level = ''::text) = (invited_until IS NULL))),
  constraint tier_standing_check5 CHECK (((accepted_level = ''::text) = (accepted_at IS NULL))),
  constraint tier_standing_rank_check CHECK ((rank >= 0)),
  constraint tier_standing_pkey PRIMARY KEY (shard, member_id, tier_set)
) with (fillfactor=70);

create table user_factor (
  id uuid not null,
  user_id uuid not null,
  kind text not null,
  name text not null,
  created_at bigint not null,
  confirmed_at bigint,
  last_used_at bigint,
  constraint user_factor_kind_check CHECK ((kind = ANY (ARRAY['totp'::text, 'passkey'::text]))),
  constraint user_factor_user_id_fkey FOREIGN KEY (user_id) REFERENCES console_user(id) ON DELETE CASCADE,
  constraint user_factor_pkey PRIMARY KEY (id)
);
CREATE INDEX user_factor_by_user ON public.user_factor USING btree (user_id);

create table user_identity (
  id uuid not null,
  user_id uuid not null,
  issuer text not null,
  subject text not null,
  created_at bigint not null,
  last_used_at bigint,
  constraint user_identity_user_id_fkey FOREIGN KEY (user_id) REFERENCES console_user(id) ON DELETE CASCADE,
  constraint user_identity_pkey PRIMARY KEY (id),
  constraint user_identity_issuer_subject_key UNIQUE (issuer, subject)
);
CREATE INDEX user_identity_by_user ON public.user_identity USING btree (user_id);

create table user_passkey (
  factor_id uuid not null,
  credential_id bytea not null,
  public_key bytea not null,
  sign_count bigint not null,
  transports text[] not null default '{}'::text[],
  constraint user_passkey_sign_count_check CHECK ((sign_count >= 0)),
  constraint user_passkey_factor_id_fkey FOREIGN KEY (factor_id) REFERENCES user_factor(id) ON DELETE CASCADE,
  constraint user_passkey_pkey PRIMARY KEY (factor_id),
  constraint user_passkey_credential_id_key UNIQUE (credential_id)
);

create table user_totp (
  factor_id uuid not null,
  master_key_id text not null,
  secret bytea not null,
  last_step bigint not null default 0,
  constraint user_totp_factor_id_fkey FOREIGN KEY (factor_id) REFERENCES user_factor(id) ON DELETE CASCADE,
  constraint user_totp_pkey PRIMARY KEY (factor_id)
);
CREATE INDEX user_totp_by_master_key ON public.user_totp USING btree (master_key_id);

create table wallet_account (
  shard integer not null,
  member_id uuid not null,
  wallet text not null,
  posted bigint not null,
  pending bigint not null,
  held bigint not null,
  debt bigint not null,
  sequence integer not null,
  lots integer not null,
  chain text not null,
  earned bigint not null,
  spent bigint not null,
  expired bigint not null,
  expires_at bigint,
  is_blocked boolean not null,
  opened_at bigint,
  constraint wallet_account_check CHECK (((pending + held) <= (posted + debt))),
  constraint wallet_account_debt_check CHECK ((debt >= 0)),
  constraint wallet_account_held_check CHECK ((held >= 0)),
  constraint wallet_account_lots_check CHECK ((lots >= 0)),
  constraint wallet_account_pending_check CHECK ((pending >= 0)),
  constraint wallet_account_sequence_check CHECK ((sequence >= 0)),
  constraint wallet_account_pkey PRIMARY KEY (shard, member_id, wallet)
) with (fillfactor=70);

create table wallet_approval (
  id uuid not null,
  member_id uuid not null,
  wallet text not null,
  units bigint not null,
  reason text not null,
  expiry text not null,
  expires_at bigint,
  state text not null default 'pending'::text,
  proposed_at bigint not null,
  proposed_by_id text not null,
  proposed_by text not null,
  proposed_key uuid not null,
  decided_at bigint,
  decided_by_id text,
  decided_by text not null default ''::text,
  code text not null default ''::text,
  answer text,
  constraint wallet_approval_check CHECK (((expiry = 'at'::text) = (expires_at IS NOT NULL))),
  constraint wallet_approval_check1 CHECK (((state = 'pending'::text) = (decided_at IS NULL))),
  constraint wallet_approval_check2 CHECK (((decided_at IS NULL) = (decided_by_id IS NULL))),
  constraint wallet_approval_check3 CHECK (((decided_by_id IS NULL) OR (state = 'declined'::text) OR (decided_by_id <> proposed_by_id))),
  constraint wallet_approval_expiry_check CHECK ((expiry = ANY (ARRAY['by_rule'::text, 'never'::text, 'at'::text]))),
  constraint wallet_approval_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'approved'::text, 'declined'::text, 'failed'::text]))),
  constraint wallet_approval_units_check CHECK ((units <> 0)),
  constraint wallet_approval_pkey PRIMARY KEY (id),
  constraint wallet_approval_proposed_by_id_proposed_key_key UNIQUE (proposed_by_id, proposed_key)
);
CREATE INDEX wallet_approval_newest ON public.wallet_approval USING btree (proposed_at, id);
CREATE INDEX wallet_approval_of_member ON public.wallet_approval USING btree (member_id, proposed_at, id);
CREATE INDEX wallet_approval_pending ON public.wallet_approval USING btree (proposed_at, id) WHERE (state = 'pending'::text);

create table wallet_award (
  shard integer not null,
  member_id uuid not null,
  space text not null,
  order_id text not null,
  rule text not null,
  wallet text not null,
  terms text not null,
  decided_at bigint not null,
  program_version integer not null,
  counted_minor bigint not null,
  wanted bigint not null,
  granted bigint not null,
  taken_back bigint not null,
  forgiven bigint not null,
  trail text not null,
  constraint wallet_award_check CHECK (((taken_back + forgiven) <= granted)),
  constraint wallet_award_counted_minor_check CHECK ((counted_minor >= 0)),
  constraint wallet_award_forgiven_check CHECK ((forgiven >= 0)),
  constraint wallet_award_granted_check CHECK ((granted >= 0)),
  constraint wallet_award_taken_back_check CHECK ((taken_back >= 0)),
  constraint wallet_award_wanted_check CHECK ((wanted >= 0)),
  constraint wallet_award_pkey PRIMARY KEY (shard, member_id, space, order_id, rule)
) with (fillfactor=70);

create table wallet_cap (
  shard integer not null,
  member_id uuid not null,
  cap text not null,
  starts_on integer not null,
  units bigint not null,
  constraint wallet_cap_units_check CHECK ((units >= 0)),
  constraint wallet_cap_pkey PRIMARY KEY (shard, member_id, cap)
) with (fillfactor=70);

create table wallet_count (
  shard integer not null,
  counted_at bigint,
  position bigint not null,
  output_position bigint not null,
  constraint wallet_count_pkey PRIMARY KEY (shard)
) with (fillfactor=70);

create table wallet_entry (
  shard integer not null,
  member_id uuid not null,
  wallet text not null,
  sequence integer not null,
  kind text not null,
  debit text not null,
  credit text not null,
  units bigint not null,
  balance_after bigint not null,
  at bigint not null,
  lots text not null,
  reverses integer,
  source text not null,
  source_id text not null,
  rule text not null,
  program_version integer not null,
  reason text not null,
  cause_kind text not null,
  cause_position bigint not null,
  cause_at bigint not null,
  digest text not null,
  constraint wallet_entry_check CHECK (((debit = 'member'::text) <> (credit = 'member'::text))),
  constraint wallet_entry_digest_check CHECK ((length(digest) = 64)),
  constraint wallet_entry_sequence_check CHECK ((sequence > 0)),
  constraint wallet_entry_units_check CHECK ((units > 0)),
  constraint wallet_entry_pkey PRIMARY KEY (shard, member_id, wallet, sequence)
);

create table wallet_estimate (
  id uuid not null,
  wallet text not null,
  issue_year integer not null,
  from_month integer not null,
  redeemed_of_million integer,
  set_at bigint not null,
  set_by_id text not null,
  set_by text not null,
  constraint wallet_estimate_redeemed_of_million_check CHECK (((redeemed_of_million >= 0) AND (redeemed_of_million <= 1000000))),
  constraint wallet_estimate_pkey PRIMARY KEY (id)
);
CREATE INDEX wallet_estimate_of_wallet ON public.wallet_estimate USING btree (wallet, set_at, id);

create table wallet_flow (
  shard integer not null,
  wallet text not null,
  origin text not null,
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
  constraint wallet_flow_origin_check CHECK ((origin = ANY (ARRAY['sale'::text, 'grant'::text, 'opening'::text, 'transfer'::text]))),
  constraint wallet_flow_pkey PRIMARY KEY (shard, wallet, origin, issue_month, month)
);

create table wallet_hold (
  shard integer not null,
  member_id uuid not null,
  wallet text not null,
  hold text not null,
  units bigint not null,
  captured bigint not null,
  opened_at bigint not null,
  expires_at bigint not null,
  lots text not null,
  ended_at bigint,
  ending text not null,
  constraint wallet_hold_check CHECK (((captured >= 0) AND (captured <= units))),
  constraint wallet_hold_check1 CHECK (((ended_at IS NULL) = (ending = ''::text))),
  constraint wallet_hold_units_check CHECK ((units > 0)),
  constraint wallet_hold_pkey PRIMARY KEY (shard, member_id, wallet, hold)
) with (fillfactor=70);
CREATE INDEX wallet_hold_due ON public.wallet_hold USING btree (shard, member_id, expires_at) WHERE (ended_at IS NULL);
CREATE INDEX wallet_hold_live ON public.wallet_hold USING btree (shard, member_id) WHERE (ended_at IS NULL);

create table wallet_lot (
  shard integer not null,
  member_id uuid not null,
  wallet text not null,
  lot integer not null,
  units bigint not null,
  remaining bigint not null,
  held bigint not null,
  lost bigint not null,
  priority integer not null,
  issued_at bigint not null,
  starts_at bigint not null,
  waits_for text not null,
  cancels_at bigint,
  expires_at bigint,
  due_at bigint,
  ended_at bigint,
  ending text not null,
  lot_class text not null,
  scope text not null,
  cost_minor bigint,
  source text not null,
  source_id text not null,
  rule text not null,
  program_version integer not null,
  entry integer not null,
  constraint wallet_lot_check CHECK (((remaining >= 0) AND (remaining <= units))),
  constraint wallet_lot_check1 CHECK (((held >= 0) AND (held <= remaining))),
  constraint wallet_lot_check2 CHECK (((lost >= 0) AND (lost <= (units - remaining)))),
  constraint wallet_lot_check3 CHECK (((ended_at IS NULL) = (ending = ''::text))),
  constraint wallet_lot_check4 CHECK (((remaining = 0) = (ended_at IS NOT NULL))),
  constraint wallet_lot_lot_check CHECK ((lot > 0)),
  constraint wallet_lot_units_check CHECK ((units > 0)),
  constraint wallet_lot_pkey PRIMARY KEY (shard, member_id, wallet, lot)
) with (fillfactor=70);
CREATE INDEX wallet_lot_due ON public.wallet_lot USING btree (shard, member_id, due_at) WHERE (ended_at IS NULL);
CREATE INDEX wallet_lot_live ON public.wallet_lot USING btree (shard, member_id) WHERE (ended_at IS NULL);

create table wallet_opening (
  shard integer not null,
  member_id uuid not null,
  wallet text not null,
  reference text not null,
  at bigint not null,
  constraint wallet_opening_pkey PRIMARY KEY (shard, member_id, wallet, reference)
);

create table wallet_order (
  shard integer not null,
  member_id uuid not null,
  space text not null,
  order_id text not null,
  decided_at bigint,
  tenders text not null,
  tenders_rank smallint not null,
  tenders_at bigint not null,
  tenders_message text not null,
  constraint wallet_order_pkey PRIMARY KEY (shard, member_id, space, order_id)
) with (fillfactor=70);

create table wallet_outstanding (
  shard integer not null,
  wallet text not null,
  expiry_month integer not null,
  units bigint not null,
  waiting bigint not null,
  held bigint not null,
  cost_minor bigint not null,
  constraint wallet_outstanding_pkey PRIMARY KEY (shard, wallet, expiry_month)
);

create table wallet_owed (
  shard integer not null,
  wallet text not null,
  accounts bigint not null,
  owed bigint not null,
  constraint wallet_owed_pkey PRIMARY KEY (shard, wallet)
);

create table wallet_proof (
  shard integer not null,
  begun_at bigint not null,
  proven_at bigint not null,
  entries bigint not null,
  accounts bigint not null,
  problems integer not null,
  examples text not null,
  constraint wallet_proof_pkey PRIMARY KEY (shard)
);

create table webhook (
  id uuid not null,
  name text not null,
  url text not null,
  types text[] not null,
  condition text,
  identities text[] not null default '{}'::text[],
  per_second_max integer not null,
  timeout_ms integer not null,
  state text not null default 'active'::text,
  revision integer not null default 1,
  created_at bigint not null,
  created_by text not null,
  updated_at bigint not null,
  master_key_id text not null,
  secret bytea not null,
  secret_hint text not null,
  old_master_key_id text,
  old_secret bytea,
  old_secret_until bigint,
  last_delivered_at bigint,
  last_failed_at bigint,
  last_failure text,
  rests_until bigint,
  constraint webhook_check CHECK ((((old_secret IS NULL) = (old_master_key_id IS NULL)) AND ((old_secret IS NULL) = (old_secret_until IS NULL)))),
  constraint webhook_per_second_max_check CHECK ((per_second_max > 0)),
  constraint webhook_state_check CHECK ((state = ANY (ARRAY['active'::text, 'paused'::text, 'gone'::text]))),
  constraint webhook_timeout_ms_check CHECK ((timeout_ms > 0)),
  constraint webhook_pkey PRIMARY KEY (id)
);

create table webhook_delivery (
  shard integer not null,
  webhook_id uuid not null,
  position bigint not null,
  member_id uuid not null,
  type text not null,
  created_at bigint not null,
  state smallint not null default 0,
  attempts integer not null default 0,
  next_at bigint not null,
  last_at bigint,
  last_status integer,
  last_code text,
  last_ms integer,
  constraint webhook_delivery_state_check CHECK ((state = ANY (ARRAY[0, 1, 2]))),
  constraint webhook_delivery_pkey PRIMARY KEY (shard, "position", webhook_id)
) with (fillfactor=70);
CREATE INDEX webhook_delivery_by_state ON public.webhook_delivery USING btree (webhook_id, state, created_at, shard, "position");
CREATE INDEX webhook_delivery_by_type ON public.webhook_delivery USING btree (webhook_id, type, state, created_at, shard, "position");
CREATE INDEX webhook_delivery_member ON public.webhook_delivery USING btree (shard, member_id, "position") WHERE (state = 0);
CREATE INDEX webhook_delivery_waiting ON public.webhook_delivery USING btree (webhook_id, next_at, shard, "position") WHERE (state = 0);

create table worker (
  worker text not null,
  started_at bigint not null,
  seen_at bigint not null,
  constraint worker_pkey PRIMARY KEY (worker)
);

create table write_probe (
  id smallint not null,
  written_at bigint not null,
  filler bytea not null,
  constraint write_probe_pkey PRIMARY KEY (id)
);

create view stage_interval as
 SELECT shard,
    member_id,
    lifecycle,
    stage,
    from_stage,
    is_reactivation,
    valid_from,
    lead(valid_from) OVER (PARTITION BY shard, member_id, lifecycle ORDER BY valid_from, recorded_at) AS valid_to,
    recorded_at,
    program_version,
    cause_kind,
    cause_position,
    cause_at,
    is_acted
   FROM stage_entry
  WHERE superseded_at IS NULL;
