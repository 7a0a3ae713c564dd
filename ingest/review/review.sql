-- The review desk's own database: what reviewers decided and readers reported. It lies beside the knowledge base, is never built and never
-- replaced. Decisions, comments and reports are only ever added; `make decisions` writes them back into db/curated.
-- Times are UTC, as 2026-11-29T07:15:00.123Z, and are set here, not by who writes.

create table reviewer (
  name          text not null primary key check (length(name) between 2 and 60),
  role          text not null check (role in ('reader', 'reviewer', 'editor')),
  password_hash text,
  made_at       text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  ended_at      text
) strict;

-- A session is known by the hash of its token; the token itself is only in the reviewer's browser.
create table session (
  token_hash text not null primary key check (length(token_hash) = 64),
  reviewer   text not null references reviewer (name),
  ends_at    text not null,
  ended_at   text
) strict, without rowid;

-- Attempts to sign in that failed, and reports of readers, by a hash of who made them: for the limits alone, gone after an hour.
create table attempt (
  kind text not null check (kind in ('sign_in', 'report')),
  who  text not null,
  at   text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) strict;
create index attempt_who on attempt (kind, who);

-- What is decided on is named as in the tables change and witness: entity, its id, and the field in it (an item, the number of a penalty,
-- a part of a definition, a column). `seen` is what the record said of it, `words_hash` the hash of the words that were read,
-- `follows` the reviewer's own last decision on it (0: none), so that the same form sent twice is one decision;
-- an editor's decision `settles` what two reviewers see differently.
create table decision (
  id             integer primary key,
  instrument     text not null,
  entity         text not null check (entity in ('crossref', 'penalty', 'definition', 'provision', 'instrument', 'body', 'plan_activity')),
  entity_id      text not null,
  field          text not null,
  decision       text not null check (decision in ('confirm', 'change', 'reject', 'unsure', 'none', 'read_whole')),
  value          text,
  seen           text,
  reason         text check (length(reason) <= 2000),
  language       text not null check (language glob '[a-z][a-z]'),
  evidence_start integer,
  evidence_end   integer,
  source         text check (source glob 'http*://?*'),
  as_of          text check (length(as_of) in (4, 7, 10)),
  words_hash     text not null check (length(words_hash) = 64),
  engine         text,
  follows        integer not null,
  settles        integer not null default 0 check (settles in (0, 1)),
  actor          text not null references reviewer (name),
  decided_at     text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  unique (entity, entity_id, field, actor, follows),
  constraint evidence_end_after_evidence_start check (evidence_start < evidence_end),
  constraint change_has_value check (decision <> 'change' or value is not null),
  constraint who_settles_says_why check (settles = 0 or reason is not null)
) strict;
create index decision_instrument on decision (instrument);

create table comment (
  id         integer primary key,
  instrument text not null,
  entity_id  text not null,
  words      text not null check (length(words) between 1 and 2000),
  actor      text not null references reviewer (name),
  said_at    text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) strict;

-- Who took an act, and whether that is over; the last row of an act says it.
create table assignment (
  id         integer primary key,
  instrument text not null,
  reviewer   text not null references reviewer (name),
  taken      integer not null check (taken in (0, 1)),
  at         text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) strict;

-- Its answers stay; what a reader wrote can be deleted where it names a person: the address alone, or every word.
create table report (
  reference   text not null primary key,
  path        text not null check (length(path) <= 500),
  wrong       text not null check (length(wrong) between 1 and 2000),
  right_value text check (length(right_value) <= 2000),
  source      text check (length(source) <= 500),
  address     text check (length(address) <= 200),
  language    text not null check (language glob '[a-z][a-z]'),
  reported_at text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) strict, without rowid;

-- What became of a report, and which decision corrects what was reported.
create table answer (
  id          integer primary key,
  report      text not null references report (reference),
  outcome     text not null check (outcome in ('corrected', 'kept', 'spam')),
  words       text check (length(words) <= 2000),
  actor       text not null references reviewer (name),
  answered_at text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  decision    integer references decision (id)
) strict;

create trigger if not exists decision_is_kept before update on decision begin select raise(abort, 'decisions are only added'); end;
create trigger if not exists decision_stays before delete on decision begin select raise(abort, 'decisions are only added'); end;
create trigger if not exists comment_is_kept before update on comment begin select raise(abort, 'comments are only added'); end;
create trigger if not exists comment_stays before delete on comment begin select raise(abort, 'comments are only added'); end;
create trigger if not exists report_is_kept before update on report
  when new.reference is not old.reference or new.reported_at is not old.reported_at or new.language is not old.language
    or new.path not in (old.path, '/') or new.wrong not in (old.wrong, '–')
    or (new.right_value is not old.right_value and new.right_value is not null)
    or (new.source is not old.source and new.source is not null)
    or (new.address is not old.address and new.address is not null)
  begin select raise(abort, 'what a report says can be deleted, not changed'); end;
create trigger if not exists report_stays before delete on report begin select raise(abort, 'reports are only added'); end;

pragma user_version = 3;
