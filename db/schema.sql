-- Palermo Ledger: the data model, said once. Tables stand in the order in which they are filled.
-- Dates are YYYY, YYYY-MM or YYYY-MM-DD. Countries are ISO 3166-1 alpha-3. Lists inside a cell are split by ';'.
-- Every word about tables, views and columns is in metadata.yml.

create table source (
  id text not null primary key check (id not glob '*[^a-z0-9-]*'),
  title      text not null,
  publisher  text not null,
  url        text,
  licence    text not null,
  reuse      text not null check (reuse in ('open', 'facts', 'link')),
  depositary integer check (depositary in (0, 1)),
  checked_on text check (length(checked_on) in (4, 7, 10) and checked_on is substr(date(checked_on || substr('-01-01', length(checked_on) - 3), '+0 days'), 1, length(checked_on))),
  note       text,
  note_fr    text
) strict;

create table snapshot (
  source     text not null references source (id),
  name       text not null,
  url        text not null,
  fetched_at text not null,
  status     text not null,
  sha256     text,
  bytes      integer,
  primary key (source, name)
) strict;

create table country (
  id text not null primary key check (id glob '[A-Z][A-Z][A-Z]'),
  iso2            text unique check (iso2 glob '[A-Z][A-Z]'),
  m49             text check (m49 glob '[0-9][0-9][0-9]'),
  kind            text not null check (kind in ('state', 'observer', 'territory', 'organisation')),
  name_en         text not null unique,
  name_fr         text not null unique,
  name_pt         text not null,
  name_es         text not null,
  name_ar         text not null,
  region          text,
  subregion       text,
  iom_region      text,
  legal_tradition text,
  languages       text,
  latitude        real check (latitude between -90 and 90),
  longitude       real check (longitude between -180 and 180),
  source          text not null references source (id),
  verification    text not null check (verification in ('seen', 'general', 'conflicting', 'reviewed')),
  note            text,
  note_fr         text
) strict;

create table country_name (
  name     text not null,
  language text not null check (language glob '[a-z][a-z]*'),
  country  text not null references country (id),
  note     text,
  note_fr  text,
  primary key (name, language)
) strict, without rowid;

create table "grouping" (
  id text not null primary key,
  name_en text not null,
  name_fr text not null,
  name_pt text,
  name_es text,
  name_ar text,
  kind    text not null check (kind in ('regional_community', 'region', 'alliance')),
  source  text not null references source (id),
  note    text
) strict;

create table membership (
  "grouping"   text not null references "grouping" (id),
  country      text not null references country (id),
  joined_on    text check (length(joined_on) in (4, 7, 10) and joined_on is substr(date(joined_on || substr('-01-01', length(joined_on) - 3), '+0 days'), 1, length(joined_on))),
  left_on      text check (length(left_on) in (4, 7, 10) and left_on is substr(date(left_on || substr('-01-01', length(left_on) - 3), '+0 days'), 1, length(left_on))),
  as_of        text not null check (length(as_of) in (4, 7, 10) and as_of is substr(date(as_of || substr('-01-01', length(as_of) - 3), '+0 days'), 1, length(as_of))),
  source       text not null references source (id),
  locator      text,
  verification text not null check (verification in ('seen', 'general', 'conflicting', 'reviewed')),
  note         text,
  note_fr      text,
  primary key ("grouping", country)
) strict;

-- Land borders, for the pairs that have one and no agreement.
create table border (
  country_a    text not null references country (id),
  country_b    text not null references country (id),
  source       text not null references source (id),
  verification text not null check (verification in ('seen', 'general', 'conflicting', 'reviewed')),
  note         text,
  note_fr      text,
  primary key (country_a, country_b),
  constraint country_a_before_country_b check (country_a < country_b)
) strict, without rowid;

create table instrument (
  id text not null primary key check (id not glob '*[^a-z0-9-]*'),
  kind         text not null check (kind in ('act', 'code', 'decree', 'regulation', 'bill', 'plan', 'strategy', 'policy', 'nrm', 'sop',
                                             'mou', 'agreement', 'declaration', 'treaty', 'directive', 'mechanism', 'standard')),
  country      text references country (id),
  title        text not null,
  title_en     text not null,
  title_fr     text not null,
  title_pt     text,
  title_es     text,
  title_ar     text,
  language     text,
  number       text,
  frbr_uri     text check (frbr_uri glob '/akn/*'),
  adopted_on   text check (length(adopted_on) in (4, 7, 10) and adopted_on is substr(date(adopted_on || substr('-01-01', length(adopted_on) - 3), '+0 days'), 1, length(adopted_on))),
  in_force_on  text check (length(in_force_on) in (4, 7, 10) and in_force_on is substr(date(in_force_on || substr('-01-01', length(in_force_on) - 3), '+0 days'), 1, length(in_force_on))),
  ended_on     text check (length(ended_on) in (4, 7, 10) and ended_on is substr(date(ended_on || substr('-01-01', length(ended_on) - 3), '+0 days'), 1, length(ended_on))),
  status       text not null check (status in ('draft', 'signed', 'adopted', 'in_force', 'amended', 'superseded', 'repealed', 'expired', 'unknown')),
  in_force     integer generated always as (status in ('in_force', 'amended')) virtual,
  period_start text check (length(period_start) in (4, 7, 10) and period_start is substr(date(period_start || substr('-01-01', length(period_start) - 3), '+0 days'), 1, length(period_start))),
  period_end   text check (length(period_end) in (4, 7, 10) and period_end is substr(date(period_end || substr('-01-01', length(period_end) - 3), '+0 days'), 1, length(period_end))),
  body         text,
  depositary   text,
  topics       text,
  role         text check (role in ('main', 'related', 'subordinate', 'amending', 'general')),
  narrow       text check (narrow in ('children', 'slavery', 'forced_labour', 'sexual_exploitation', 'women', 'organs', 'migration')),
  read_whole_on text check (length(read_whole_on) in (4, 7, 10) and read_whole_on is substr(date(read_whole_on || substr('-01-01', length(read_whole_on) - 3), '+0 days'), 1, length(read_whole_on))),
  read_whole_by text,
  as_of text check (length(as_of) in (4, 7, 10) and as_of is substr(date(as_of || substr('-01-01', length(as_of) - 3), '+0 days'), 1, length(as_of))),
  successor_looked_on text check (length(successor_looked_on) in (4, 7, 10) and successor_looked_on is substr(date(successor_looked_on || substr('-01-01', length(successor_looked_on) - 3), '+0 days'), 1, length(successor_looked_on))),
  source       text not null references source (id),
  locator      text,
  verification text not null check (verification in ('seen', 'general', 'conflicting', 'reviewed')),
  note         text,
  note_fr      text,
  constraint read_whole_says_when_and_by_whom check ((read_whole_on is null) = (read_whole_by is null))
) strict;

create table relation (
  instrument   text not null references instrument (id),
  other        text not null references instrument (id),
  kind         text not null check (kind in ('amends', 'would_amend', 'repeals', 'implements', 'replaces', 'translates', 'cites')),
  source       text not null references source (id),
  locator      text,
  verification text not null check (verification in ('seen', 'general', 'conflicting', 'reviewed')),
  note         text,
  note_fr      text,
  primary key (instrument, other, kind),
  check (instrument <> other)
) strict;

-- A person has said once which instrument a printed title is; sources print it again and again.
create table instrument_alias (
  source     text not null references source (id),
  printed    text not null,
  country    text references country (id),
  instrument text not null references instrument (id),
  note       text,
  primary key (source, printed)
) strict;

create table benchmark (
  id text not null primary key,
  title_en   text not null,
  title_fr   text not null,
  title_pt   text,
  title_es   text,
  title_ar   text,
  instrument text references instrument (id),
  source     text not null references source (id)
) strict;

create table item (
  code text not null primary key,
  benchmark      text not null references benchmark (id),
  ordinal        integer not null unique,
  article        text,
  pillar         text not null check (pillar in ('general', 'prosecution', 'protection', 'prevention', 'partnership')),
  obligation     text not null check (obligation in ('mandatory', 'qualified', 'consider', 'recommended', 'definition', 'interpretive')),
  label_en       text not null,
  label_fr       text not null,
  label_pt       text,
  label_es       text,
  label_ar       text,
  requirement_en text not null,
  requirement_fr text not null,
  requirement_pt text,
  requirement_es text,
  requirement_ar text,
  cluster        text check (cluster in ('I', 'II', 'III', 'IV')),
  asked_since text check (length(asked_since) in (4, 7, 10) and asked_since is substr(date(asked_since || substr('-01-01', length(asked_since) - 3), '+0 days'), 1, length(asked_since)))
) strict;

create table clause (
  code text not null primary key,
  benchmark      text not null references benchmark (id),
  article        text,
  paragraph      text,
  obligation     text not null,
  pillar         text not null check (pillar in ('general', 'prosecution', 'protection', 'prevention', 'partnership')),
  requirement_en text not null,
  requirement_fr text not null,
  item           text references item (code),
  source         text not null references source (id),
  locator        text,
  verification   text not null check (verification in ('seen', 'general', 'conflicting', 'reviewed'))
) strict;

create table equivalent (
  clause text not null references clause (code),
  other  text not null references clause (code),
  primary key (clause, other),
  check (clause <> other)
) strict, without rowid;

create table provision (
  id text not null primary key,
  instrument   text not null references instrument (id),
  ordinal      integer not null,
  number       text,
  label        text not null,
  parent       text references provision (id),
  heading      text,
  text         text,
  text_state   text check (text_state in ('as_enacted', 'consolidated', 'current', 'unknown')),
  language     text,
  summary_en   text,
  summary_fr   text,
  in_force_on text check (length(in_force_on) in (4, 7, 10) and in_force_on is substr(date(in_force_on || substr('-01-01', length(in_force_on) - 3), '+0 days'), 1, length(in_force_on))),
  ended_on text check (length(ended_on) in (4, 7, 10) and ended_on is substr(date(ended_on || substr('-01-01', length(ended_on) - 3), '+0 days'), 1, length(ended_on))),
  as_of text check (length(as_of) in (4, 7, 10) and as_of is substr(date(as_of || substr('-01-01', length(as_of) - 3), '+0 days'), 1, length(as_of))),
  source       text not null references source (id),
  locator      text,
  verification text not null check (verification in ('seen', 'general', 'conflicting', 'reviewed')),
  note         text,
  note_fr      text,
  unique (instrument, ordinal),
  constraint text_needs_text_state check ((text is null) = (text_state is null)),
  constraint id_is_instrument_and_number check (id glob instrument || ':?*'),
  constraint number_unconfirmed_is_nc check ((number is null) = (id glob instrument || ':nc-*'))
) strict;

-- Where the text of an instrument can be had: `make texts` fetches what a program may fetch and names the rest.
-- sha256 is that of the file at the address, extract_sha256 those of the part that locator cuts out of it, first as cut here.
create table text_source (
  instrument     text not null references instrument (id),
  ordinal        integer not null,
  address        text not null check (address glob 'http*://?*'),
  fetched_by     text not null check (fetched_by in ('program', 'person')),
  format         text not null check (format in ('json', 'markdown', 'text', 'html', 'xml', 'pdf')),
  sha256         text check (length(sha256) = 64 and sha256 not glob '*[^0-9a-f]*'),
  locator        text,
  extract_sha256 text check (extract_sha256 not glob '*[^0-9a-f;]*'),
  language       text,
  text_state     text not null check (text_state in ('as_enacted', 'consolidated', 'current', 'unknown')),
  as_of text check (length(as_of) in (4, 7, 10) and as_of is substr(date(as_of || substr('-01-01', length(as_of) - 3), '+0 days'), 1, length(as_of))),
  official       text not null check (official in ('yes', 'no', 'unknown')),
  main           integer not null check (main in (0, 1)),
  source         text not null references source (id),
  terms_en       text not null,
  terms_fr       text not null,
  note           text,
  note_fr        text,
  primary key (instrument, ordinal),
  constraint locator_has_extract_sha256 check ((locator is null) = (extract_sha256 is null)),
  constraint program_has_sha256 check (fetched_by = 'person' or sha256 is not null)
) strict;

-- Texts as received: every import and every fetched law stays, so that an older state can be read and compared.
create table version (
  id          text not null primary key,
  instrument  text not null references instrument (id),
  ordinal     integer not null,
  source      text not null references source (id),
  url         text,
  name        text not null,
  received_on text not null check (length(received_on) in (4, 7, 10) and received_on is substr(date(received_on || substr('-01-01', length(received_on) - 3), '+0 days'), 1, length(received_on))),
  sha256      text not null check (length(sha256) = 64),
  text_state  text not null check (text_state in ('as_enacted', 'consolidated', 'current', 'unknown')),
  as_of text check (length(as_of) in (4, 7, 10) and as_of is substr(date(as_of || substr('-01-01', length(as_of) - 3), '+0 days'), 1, length(as_of))),
  language    text not null,
  official    text not null check (official in ('yes', 'no', 'unknown')),
  provisions  integer not null,
  repealed    text,
  warnings    text,
  unique (instrument, ordinal)
) strict;

create table version_text (
  version text not null references version (id),
  ordinal integer not null,
  number  text,
  label   text not null,
  heading text,
  text    text not null,
  parent  text,
  primary key (version, ordinal)
) strict;

create table penalty (
  provision    text not null references provision (id),
  ordinal      integer not null,
  paragraph    text,
  offence_en   text,
  offence_fr   text,
  kind         text check (kind in ('imprisonment', 'fine', 'either', 'both', 'life', 'death', 'other')),
  min_months   real check (min_months > 0),
  max_months   real check (max_months > 0),
  life         integer check (life in (0, 1)),
  fine_min     real check (fine_min > 0),
  fine_max     real check (fine_max > 0),
  currency     text check (currency glob '[A-Z][A-Z][A-Z]'),
  aggravated   integer check (aggravated in (0, 1)),
  source       text not null references source (id),
  verification text not null check (verification in ('seen', 'general', 'conflicting', 'reviewed')),
  primary key (provision, ordinal),
  constraint min_months_over_max_months check (min_months <= max_months),
  constraint fine_min_over_fine_max check (fine_min <= fine_max)
) strict;

create table definition (
  provision                text not null primary key references provision (id),
  acts                     text,
  means                    text,
  purposes                 text,
  means_required_for_child text check (means_required_for_child in ('yes', 'no')),
  consent_irrelevant       text check (consent_irrelevant in ('yes', 'no')),
  child_age                integer check (child_age between 7 and 21),
  source                   text not null references source (id),
  verification             text not null check (verification in ('seen', 'general', 'conflicting', 'reviewed'))
) strict;

create table crossref (
  provision    text not null references provision (id),
  item         text not null references item (code),
  extent       text check (extent in ('full', 'partial', 'contrary')),
  basis        text not null check (basis in ('text', 'digest', 'heading')),
  main         integer check (main in (0, 1)),
  evidence     text,
  reviewer     text,
  reviewed_on  text check (length(reviewed_on) in (4, 7, 10) and reviewed_on is substr(date(reviewed_on || substr('-01-01', length(reviewed_on) - 3), '+0 days'), 1, length(reviewed_on))),
  review_reason text,
  review_language text check (review_language glob '[a-z][a-z]'),
  note_en      text,
  note_fr      text,
  reason_en    text,
  reason_fr    text,
  as_of text check (length(as_of) in (4, 7, 10) and as_of is substr(date(as_of || substr('-01-01', length(as_of) - 3), '+0 days'), 1, length(as_of))),
  source       text not null references source (id),
  locator      text,
  verification text not null check (verification in ('seen', 'general', 'conflicting', 'reviewed')),
  primary key (provision, item),
  constraint heading_has_no_extent check (basis <> 'heading' or extent is null),
  constraint account_judged_has_reason check (basis <> 'digest' or (extent is null) = (reason_en is null)),
  constraint reason_in_both_languages check ((reason_en is null) = (reason_fr is null)),
  constraint reviewed_needs_reviewer check ((verification = 'reviewed') = (reviewer is not null and reviewed_on is not null)),
  constraint review_reason_has_language check ((review_reason is null) = (review_language is null) and (review_reason is null or reviewer is not null))
) strict;

-- A reviewer read the article and said that it does not give effect to the item, whatever a machine or a reader before had said.
create table rejection (
  provision       text not null references provision (id),
  item            text not null references item (code),
  reviewer        text not null,
  reviewed_on     text not null check (length(reviewed_on) = 10 and reviewed_on is date(reviewed_on, '+0 days')),
  review_reason   text,
  review_language text check (review_language glob '[a-z][a-z]'),
  primary key (provision, item),
  constraint review_reason_has_language check ((review_reason is null) = (review_language is null))
) strict, without rowid;

-- Articles read together: the extent of a link rests on its own article and on these as well, and holds while all of them do.
create table read_with (
  provision text not null references provision (id),
  item      text not null references item (code),
  other     text not null references provision (id),
  primary key (provision, item, other),
  foreign key (provision, item) references crossref (provision, item),
  constraint other_is_another_article check (other <> provision)
) strict, without rowid;

create table second_reading (
  provision text not null references provision (id),
  item      text not null references item (code),
  held_by   text not null check (held_by in ('first', 'second')),
  view_en   text not null,
  view_fr   text,
  source    text not null references source (id),
  primary key (provision, item)
) strict;

-- Short English words of the records that come again and again (headings, topics, how a clause binds), with their French.
create table phrase (
  text_en text not null primary key,
  text_fr text not null
) strict, without rowid;

-- Every closed list: its values in the order in which readers see them (in tens, so that one can be put between), with their words.
create table choice (
  list     text not null,
  value    text not null check (value not glob '*;*' and value not glob '* = *'),
  ordinal  integer not null,
  label_en text not null check (label_en not glob '*;*'),
  label_fr text not null check (label_fr not glob '*;*'),
  primary key (list, value),
  unique (list, ordinal)
) strict, without rowid;

-- Which column takes its values from which list; a build refuses a CHECK ... IN (...) of this file that says something else.
create table choice_column (
  entity text not null,
  field  text not null,
  list   text not null,
  primary key (entity, field, list)
) strict, without rowid;

-- The words of the field and of this site, for the glossary.
create table term (
  id text not null primary key check (id not glob '*[^a-z0-9-]*'),
  label_en      text not null,
  label_fr      text not null,
  label_pt      text not null,
  label_es      text not null,
  label_ar      text not null,
  definition_en text not null,
  definition_fr text not null,
  definition_pt text,
  definition_es text,
  definition_ar text
) strict;

-- The words of the suggestion engine: what is meant (concept), how five languages say it, and which concepts speak for an item together.
-- A word is written `compensat*` (begins with), `fund` (whole word), `travel .. document*` (up to four words between).
create table concept (
  id       text not null primary key check (id not glob '*[^a-z0-9_]*'),
  label_en text not null,
  label_fr text
) strict;

create table concept_word (
  concept  text not null references concept (id),
  language text not null check (language in ('en', 'fr', 'es', 'pt', 'ar')),
  word     text not null check (word = trim(word) and word = lower(word)),
  negative integer not null check (negative in (0, 1)),
  primary key (concept, language, word)
) strict;

-- What people and things of a State are called, for questions to the search; written as the words of concepts are, without gaps.
create table demonym (
  country  text not null references country (id),
  language text not null check (language in ('en', 'fr', 'es', 'pt', 'ar')),
  word     text not null check (word = trim(word) and word = lower(word)),
  primary key (country, language, word)
) strict;

-- What a community or region is called in questions to the search, beside its names; a short word in capitals is known in capitals alone.
create table state_set_word (
  set_kind text not null check (set_kind in ('group', 'region')),
  set_id   text not null,
  language text not null check (language in ('en', 'fr', 'es', 'pt', 'ar')),
  word     text not null check (word = trim(word)),
  primary key (set_kind, set_id, language, word)
) strict;

create table item_concept (
  item    text not null references item (code),
  concept text not null references concept (id),
  primary key (item, concept)
) strict;

create table rule (
  id    text not null primary key,
  item  text not null references item (code),
  needs text not null,
  lacks text,
  near  integer not null check (near between 0 and 200),
  constraint id_is_item_and_number check (id glob item || '-[0-9]*')
) strict;

create table suggestion (
  provision      text not null references provision (id),
  item           text not null references item (code),
  confidence     text not null check (confidence in ('strong', 'possible', 'weak')),
  evidence_start integer not null,
  evidence_end   integer not null,
  evidence       text,
  method         text not null,
  extent         text check (extent in ('full', 'partial')),
  named          text,
  missing        text,
  model_version  text not null,
  primary key (provision, item, method),
  constraint evidence_start_after_evidence_end check (evidence_start < evidence_end)
) strict;

-- What a program reads in the words of an article, apart from what people wrote into penalty, definition and crossref.
create table penalty_suggestion (
  provision      text not null references provision (id),
  ordinal        integer not null,
  kind           text not null check (kind in ('imprisonment', 'fine', 'either', 'both', 'life', 'death', 'other')),
  min_months     real check (min_months > 0),
  max_months     real check (max_months > 0),
  life           integer not null check (life in (0, 1)),
  fine_min       real check (fine_min > 0),
  fine_max       real check (fine_max > 0),
  currency       text check (currency glob '[A-Z][A-Z][A-Z]'),
  units          text,
  aggravated     integer not null check (aggravated in (0, 1)),
  refers_to      text,
  evidence_start integer not null,
  evidence_end   integer not null,
  evidence       text not null,
  model_version  text not null,
  primary key (provision, ordinal),
  constraint evidence_start_after_evidence_end check (evidence_start < evidence_end)
) strict;

create table element_suggestion (
  provision      text not null references provision (id),
  part           text not null check (part in ('acts', 'means', 'purposes', 'means_required_for_child', 'consent_irrelevant', 'child_age')),
  name           text not null,
  evidence_start integer not null,
  evidence_end   integer not null,
  evidence       text not null,
  model_version  text not null,
  primary key (provision, part, name),
  constraint evidence_start_after_evidence_end check (evidence_start < evidence_end)
) strict;

create table verdict_suggestion (
  instrument     text not null references instrument (id),
  item           text not null references item (code),
  extent         text not null check (extent in ('full', 'partial', 'contrary', 'absent')),
  rule           text not null,
  missing        text,
  provision      text references provision (id),
  evidence_start integer,
  evidence_end   integer,
  evidence       text,
  model_version  text not null,
  primary key (instrument, item),
  constraint evidence_needs_provision check ((evidence is null) = (provision is null))
) strict;

-- How often suggestions of a band or a better one were right, measured by `make evaluate` on laws the engine had not seen.
create table suggestion_band (
  language       text not null check (language = 'all' or length(language) = 2),
  confidence     text not null check (confidence in ('strong', 'possible', 'weak')),
  promise        real not null check (promise between 0 and 1),
  suggestions    integer not null check (suggestions > 0),
  correct        integer not null check (correct between 0 and suggestions),
  links          integer not null check (links >= correct),
  low            real not null check (low between 0 and 1),
  high           real not null check (high between low and 1),
  model_version  text not null,
  primary key (language, confidence)
) strict;

-- Where to look first in an act read by the machine whole, for an item of which it found nothing.
create table nearest_suggestion (
  instrument     text not null references instrument (id),
  item           text not null references item (code),
  provision      text references provision (id),
  score          real not null check (score between 0 and 1),
  model_version  text not null,
  primary key (instrument, item),
  constraint score_needs_provision check ((score > 0) = (provision is not null))
) strict;

create table commitment (
  id text not null primary key,
  provision  text not null references provision (id),
  ordinal    integer not null,
  letter     text,
  role       text not null check (role in ('all', 'origin', 'transit', 'destination', 'commission', 'requesting', 'requested', 'national')),
  topic      text not null,
  summary_en text not null,
  summary_fr text not null,
  source     text not null references source (id)
) strict;

create table commitment_item (
  commitment text not null references commitment (id),
  item       text not null references item (code),
  primary key (commitment, item)
) strict, without rowid;

create table party (
  instrument   text not null references instrument (id),
  country      text not null references country (id),
  status       text not null check (status in ('bound', 'signatory', 'participant', 'none', 'left', 'extended', 'unknown')),
  signed_on    text check (length(signed_on) in (4, 7, 10) and signed_on is substr(date(signed_on || substr('-01-01', length(signed_on) - 3), '+0 days'), 1, length(signed_on))),
  bound_on     text check (length(bound_on) in (4, 7, 10) and bound_on is substr(date(bound_on || substr('-01-01', length(bound_on) - 3), '+0 days'), 1, length(bound_on))),
  bound_by     text check (bound_by in ('ratification', 'acceptance', 'approval', 'accession', 'succession', 'definitive_signature', 'formal_confirmation', 'membership', 'unknown')),
  left_on      text check (length(left_on) in (4, 7, 10) and left_on is substr(date(left_on || substr('-01-01', length(left_on) - 3), '+0 days'), 1, length(left_on))),
  reservation  text check (reservation in ('yes', 'no')),
  reservation_articles text,
  as_of        text check (length(as_of) in (4, 7, 10) and as_of is substr(date(as_of || substr('-01-01', length(as_of) - 3), '+0 days'), 1, length(as_of))),
  source       text not null references source (id),
  locator      text,
  verification text not null check (verification in ('seen', 'general', 'conflicting', 'reviewed')),
  note         text,
  note_fr      text,
  primary key (instrument, country, source),
  constraint articles_need_a_reservation check (reservation_articles is null or reservation = 'yes'),
  constraint bound_on_needs_bound_status check (bound_on is null or status in ('bound', 'left')),
  constraint bound_by_needs_bound_status check (bound_by is null or status in ('bound', 'left'))
) strict;

-- Texts of a community: membership of it, with its dates, is how a State comes to them or leaves them.
-- What the depositary itself counts, to hold against our rows: see treaty_count.
create table treaty_control (
  instrument  text not null references instrument (id),
  as_of       text not null check (length(as_of) = 10 and as_of is date(as_of)),
  signatories integer,
  parties     integer not null,
  source      text not null references source (id),
  locator     text,
  primary key (instrument, as_of)
) strict;

create table regional_instrument (
  instrument   text not null primary key references instrument (id),
  "grouping"   text not null references "grouping" (id),
  source       text not null references source (id),
  verification text not null check (verification in ('seen', 'general', 'conflicting', 'reviewed')),
  note         text,
  note_fr      text
) strict;

-- Items that nobody could look for although an act counts as read whole: its preamble is cut, a part is damaged.
create table not_looked_for (
  instrument text not null references instrument (id),
  item       text not null references item (code),
  why        text not null,
  why_fr     text not null,
  primary key (instrument, item)
) strict;

-- The closed list of items whose duty usually stands elsewhere than in acts on trafficking: in general law, or in plans and
-- decisions of the Government. Silence of the acts on trafficking is then no gap of the State. between_states: the duty is owed
-- to other States, so that agreements with them answer it too.
create table usual_place (
  item     text not null primary key references item (code),
  place_en text not null,
  place_fr text not null,
  between_states integer not null check (between_states in (0, 1))
) strict, without rowid;

create table absence (
  country   text not null references country (id),
  item      text not null references item (code),
  looked_in text not null,
  looked_in_fr text,
  looked_on text not null check (length(looked_on) in (4, 7, 10) and looked_on is substr(date(looked_on || substr('-01-01', length(looked_on) - 3), '+0 days'), 1, length(looked_on))),
  "by"      text not null,
  note      text,
  note_fr   text,
  source    text not null references source (id),
  primary key (country, item)
) strict;

create table finding (
  id text not null primary key,
  country      text not null references country (id),
  item         text references item (code),
  standard     text,
  verdict      text not null check (verdict in ('met', 'partly', 'not_met')),
  statement_en text not null,
  statement_fr text not null,
  year         text check (length(year) in (4, 7, 10) and year is substr(date(year || substr('-01-01', length(year) - 3), '+0 days'), 1, length(year))),
  first_year   text check (first_year glob '[12][0-9][0-9][0-9]'),
  source       text not null references source (id),
  locator      text,
  verification text not null check (verification in ('seen', 'general', 'conflicting', 'reviewed')),
  note         text,
  note_fr      text
) strict;

create table corridor (
  id text not null primary key,
  country_a text not null references country (id),
  country_b text not null references country (id),
  named_by  text not null references source (id),
  named_on  text not null,
  note      text,
  note_fr   text,
  constraint country_a_before_country_b check (country_a < country_b),
  constraint id_is_the_pair check (id = lower(country_a || '-' || country_b))
) strict;

create table meeting (
  id text not null primary key check (id not glob '*[^a-z0-9-]*'),
  held_on      text not null check (length(held_on) in (4, 7, 10) and held_on is substr(date(held_on || substr('-01-01', length(held_on) - 3), '+0 days'), 1, length(held_on))),
  what_en      text not null,
  what_fr      text not null,
  instrument   text references instrument (id),
  source       text not null references source (id),
  locator      text,
  verification text not null check (verification in ('seen', 'general', 'conflicting', 'reviewed')),
  note         text,
  note_fr      text
) strict;

create table meeting_country (
  meeting text not null references meeting (id),
  country text not null references country (id),
  primary key (meeting, country)
) strict, without rowid;

create table claim (
  id text not null primary key,
  statement_en          text not null,
  statement_fr          text not null,
  made_by               text not null references source (id),
  made_on               text not null check (length(made_on) in (4, 7, 10) and made_on is substr(date(made_on || substr('-01-01', length(made_on) - 3), '+0 days'), 1, length(made_on))),
  locator               text,
  subject               text not null check (subject in ('legislation', 'enforcement', 'training', 'institution', 'plan', 'cross_border', 'mechanism', 'procedure', 'protection', 'children', 'detention', 'data', 'health', 'regional')),
  country               text references country (id),
  item                  text references item (code),
  corridor              text references corridor (id),
  instrument            text references instrument (id),
  status                text not null check (status in ('open', 'closed', 'contradicted')),
  closed_on             text check (length(closed_on) in (4, 7, 10) and closed_on is substr(date(closed_on || substr('-01-01', length(closed_on) - 3), '+0 days'), 1, length(closed_on))),
  evidence_en           text,
  evidence_fr           text,
  evidence_source       text references source (id),
  evidence_locator      text,
  evidence_verification text check (evidence_verification in ('seen', 'general', 'conflicting', 'reviewed')),
  constraint evidence_needs_evidence_source check ((evidence_en is null) = (evidence_source is null) and (evidence_source is null) = (evidence_verification is null)),
  constraint closed_claim_needs_evidence check (status = 'open' or evidence_en is not null)
) strict;

-- The words of a plan as its own table prints them stand in the column without an ending, in `language`; what we say of it in our own words stands in _en and _fr. One of the three is enough.
create table plan_objective (
  plan         text not null references instrument (id),
  ordinal      integer not null,
  number       text,
  parent       integer,
  pillar       text check (pillar in ('general', 'prosecution', 'protection', 'prevention', 'partnership')),
  objective    text,
  language     text,
  objective_en text,
  objective_fr text,
  source       text not null references source (id),
  locator      text,
  verification text not null check (verification in ('seen', 'general', 'conflicting', 'reviewed')),
  primary key (plan, ordinal),
  foreign key (plan, parent) references plan_objective (plan, ordinal),
  constraint objective_needs_words check (coalesce(objective, objective_en, objective_fr) is not null),
  constraint objective_needs_language check ((objective is null) = (language is null))
) strict;

create table plan_activity (
  id text not null primary key,
  plan         text not null references instrument (id),
  ordinal      integer not null,
  number       text,
  objective    integer,
  pillar       text check (pillar in ('general', 'prosecution', 'protection', 'prevention', 'partnership')),
  activity     text,
  language     text,
  activity_en  text,
  activity_fr  text,
  body         text,
  body_fr      text,
  partners     text,
  funder       text,
  starts_on    text check (length(starts_on) in (4, 7, 10) and starts_on is substr(date(starts_on || substr('-01-01', length(starts_on) - 3), '+0 days'), 1, length(starts_on))),
  due_on       text check (length(due_on) in (4, 7, 10) and due_on is substr(date(due_on || substr('-01-01', length(due_on) - 3), '+0 days'), 1, length(due_on))),
  due_printed  text,
  budget       real check (budget > 0),
  currency     text check (currency glob '[A-Z][A-Z][A-Z]'),
  budget_printed text,
  means        text,
  also_printed text,
  status       text not null check (status in ('planned', 'started', 'delayed', 'partly_done', 'done', 'postponed', 'cancelled', 'not_adopted', 'unknown')),
  status_on    text check (length(status_on) in (4, 7, 10) and status_on is substr(date(status_on || substr('-01-01', length(status_on) - 3), '+0 days'), 1, length(status_on))),
  status_printed text,
  source       text not null references source (id),
  locator      text,
  verification text not null check (verification in ('seen', 'general', 'conflicting', 'reviewed')),
  note         text,
  note_fr      text,
  unique (plan, ordinal),
  foreign key (plan, objective) references plan_objective (plan, ordinal),
  constraint activity_needs_words check (coalesce(activity, activity_en, activity_fr) is not null),
  constraint activity_needs_language check ((activity is null) = (language is null))
) strict;

create table activity_item (
  activity text not null references plan_activity (id),
  item     text not null references item (code),
  primary key (activity, item)
) strict, without rowid;

-- What a program reads in the words of an activity; people write activity_item. `languages`: in whose words of the activity it was read.
create table activity_item_suggestion (
  activity      text not null references plan_activity (id),
  item          text not null references item (code),
  languages     text not null,
  model_version text not null,
  primary key (activity, item)
) strict, without rowid;

-- A person's decision whether an activity of a plan goes on with one of an earlier plan of the same State.
create table activity_kept (
  activity text not null references plan_activity (id),
  earlier  text not null references plan_activity (id),
  kept     text not null check (kept in ('yes', 'no')),
  note     text,
  note_fr  text,
  primary key (activity, earlier)
) strict, without rowid;
create index activity_kept_earlier on activity_kept (earlier);

-- What a program finds alike in two plans of a State or community, where no person has decided in activity_kept.
create table activity_likeness (
  activity      text not null references plan_activity (id),
  earlier       text not null references plan_activity (id),
  likeness      real not null check (likeness between 0 and 1),
  model_version text not null,
  primary key (activity, earlier)
) strict, without rowid;
create index activity_likeness_earlier on activity_likeness (earlier);

-- Who leads an activity and who takes part: the names in plan_activity.body and .partners one by one, each with the body it is, where one of the country has that name.
create table activity_body (
  activity text not null references plan_activity (id),
  role     text not null check (role in ('lead', 'partner')),
  ordinal  integer not null,
  printed  text not null,
  body     text references body (id),
  primary key (activity, role, ordinal)
) strict;
create index activity_body_body on activity_body (body);

create table indicator (
  id text not null primary key,
  activity     text not null references plan_activity (id),
  ordinal      integer not null,
  indicator    text,
  language     text,
  indicator_en text,
  indicator_fr text,
  unit         text,
  baseline     real,
  baseline_printed text,
  target       real,
  target_printed text,
  due_on       text check (length(due_on) in (4, 7, 10) and due_on is substr(date(due_on || substr('-01-01', length(due_on) - 3), '+0 days'), 1, length(due_on))),
  source       text not null references source (id),
  locator      text,
  verification text not null check (verification in ('seen', 'general', 'conflicting', 'reviewed')),
  unique (activity, ordinal),
  constraint indicator_needs_words check (coalesce(indicator, indicator_en, indicator_fr) is not null),
  constraint indicator_needs_language check ((indicator is null) = (language is null))
) strict;

create table indicator_value (
  indicator    text not null references indicator (id),
  reported_on  text not null check (length(reported_on) in (4, 7, 10) and reported_on is substr(date(reported_on || substr('-01-01', length(reported_on) - 3), '+0 days'), 1, length(reported_on))),
  value         real,
  value_printed text,
  source       text not null references source (id),
  locator      text,
  verification text not null check (verification in ('seen', 'general', 'conflicting', 'reviewed')),
  primary key (indicator, reported_on, source),
  constraint value_needs_figure_or_words check (value is not null or value_printed is not null)
) strict;

-- What was reported on a day. Nothing here replaces what the plan says: activity_state reads the last report first.
create table plan_progress (
  activity     text not null references plan_activity (id),
  reported_on  text not null check (length(reported_on) in (4, 7, 10) and reported_on is substr(date(reported_on || substr('-01-01', length(reported_on) - 3), '+0 days'), 1, length(reported_on))),
  status       text check (status in ('planned', 'started', 'delayed', 'partly_done', 'done', 'postponed', 'cancelled', 'not_adopted', 'unknown')),
  status_printed text,
  percent      real check (percent between 0 and 100),
  spent        real check (spent >= 0),
  currency     text check (currency glob '[A-Z][A-Z][A-Z]'),
  due_on       text check (length(due_on) in (4, 7, 10) and due_on is substr(date(due_on || substr('-01-01', length(due_on) - 3), '+0 days'), 1, length(due_on))),
  due_printed  text,
  statement    text,
  language     text,
  statement_en text,
  statement_fr text,
  source       text not null references source (id),
  locator      text,
  verification text not null check (verification in ('seen', 'general', 'conflicting', 'reviewed')),
  primary key (activity, reported_on, source),
  constraint progress_says_something check (coalesce(status, percent, spent, due_printed, statement, statement_en, statement_fr) is not null),
  constraint statement_needs_language check ((statement is null) = (language is null))
) strict;

-- Sums that a plan states: for the whole of it, or for an objective.
create table plan_budget (
  plan         text not null references instrument (id),
  ordinal      integer not null,
  objective    integer,
  label        text,
  language     text,
  label_en     text,
  label_fr     text,
  amount       real check (amount > 0),
  currency     text check (currency glob '[A-Z][A-Z][A-Z]'),
  amount_printed text,
  source       text not null references source (id),
  locator      text,
  verification text not null check (verification in ('seen', 'general', 'conflicting', 'reviewed')),
  primary key (plan, ordinal),
  foreign key (plan, objective) references plan_objective (plan, ordinal),
  constraint label_needs_words check (coalesce(label, label_en, label_fr) is not null),
  constraint label_needs_language check ((label is null) = (language is null)),
  constraint amount_needs_figure_or_words check (amount is not null or amount_printed is not null)
) strict;

create table evaluation (
  plan         text not null references instrument (id),
  ordinal      integer not null,
  evaluated_on text check (length(evaluated_on) in (4, 7, 10) and evaluated_on is substr(date(evaluated_on || substr('-01-01', length(evaluated_on) - 3), '+0 days'), 1, length(evaluated_on))),
  evaluator    text,
  finding      text,
  language     text,
  finding_en   text,
  finding_fr   text,
  document     text,
  source       text not null references source (id),
  locator      text,
  verification text not null check (verification in ('seen', 'general', 'conflicting', 'reviewed')),
  primary key (plan, ordinal),
  constraint finding_needs_words check (coalesce(finding, finding_en, finding_fr) is not null),
  constraint finding_needs_language check ((finding is null) = (language is null))
) strict;

create table body (
  id text not null primary key check (id not glob '*[^a-z0-9-]*'),
  country      text not null references country (id),
  name         text not null,
  name_en      text not null,
  name_fr      text not null,
  acronym      text,
  role         text not null check (role in ('coordination', 'rapporteur', 'hotline', 'fund', 'service', 'police', 'prosecution', 'court', 'technical_committee', 'monitoring', 'ministry', 'enforcement', 'international')),
  instrument   text references instrument (id),
  legal_basis  text,
  since        text check (length(since) in (4, 7, 10) and since is substr(date(since || substr('-01-01', length(since) - 3), '+0 days'), 1, length(since))),
  url          text,
  hotline      text,
  hours        text,
  languages    text,
  role_en      text,
  role_fr      text,
  as_of text check (length(as_of) in (4, 7, 10) and as_of is substr(date(as_of || substr('-01-01', length(as_of) - 3), '+0 days'), 1, length(as_of))),
  source       text not null references source (id),
  locator      text,
  verification text not null check (verification in ('seen', 'general', 'conflicting', 'reviewed')),
  note         text,
  note_fr      text
) strict;

create table programme (
  id text not null primary key,
  name_en      text not null,
  name_fr      text not null,
  country      text references country (id),
  starts_on    text check (length(starts_on) in (4, 7, 10) and starts_on is substr(date(starts_on || substr('-01-01', length(starts_on) - 3), '+0 days'), 1, length(starts_on))),
  ends_on      text check (length(ends_on) in (4, 7, 10) and ends_on is substr(date(ends_on || substr('-01-01', length(ends_on) - 3), '+0 days'), 1, length(ends_on))),
  run_by       text,
  funder       text,
  budget       real check (budget > 0),
  currency     text check (currency glob '[A-Z][A-Z][A-Z]'),
  item         text references item (code),
  source       text not null references source (id),
  locator      text,
  verification text not null check (verification in ('seen', 'general', 'conflicting', 'reviewed')),
  note         text,
  note_fr      text
) strict;

create table statistic (
  id text not null primary key,
  country       text references country (id),
  country_other text references country (id),
  instrument    text references instrument (id),
  period_start  text check (length(period_start) in (4, 7, 10) and period_start is substr(date(period_start || substr('-01-01', length(period_start) - 3), '+0 days'), 1, length(period_start))),
  period_end    text check (length(period_end) in (4, 7, 10) and period_end is substr(date(period_end || substr('-01-01', length(period_end) - 3), '+0 days'), 1, length(period_end))),
  measure       text not null,
  value         real not null,
  bound         text not null check (bound in ('exact', 'at_least', 'at_most', 'about')),
  unit          text not null,
  definition_en text not null,
  definition_fr text not null,
  source        text not null references source (id),
  locator       text,
  verification  text not null check (verification in ('seen', 'general', 'conflicting', 'reviewed')),
  note          text,
  note_fr       text
) strict;

create table tier (
  country      text not null references country (id),
  year         integer not null check (year between 1999 and 2100),
  measure      text not null check (measure in ('tip', '3p', '3p_prosecution', '3p_prevention', '3p_protection', 'ilab_advancement')),
  value        text not null,
  source       text not null references source (id),
  locator      text,
  verification text not null check (verification in ('seen', 'general', 'conflicting', 'reviewed')),
  note         text,
  note_fr      text,
  primary key (country, year, measure, source),
  constraint value_fits_measure check (case measure when 'tip' then value in ('1', '2', '2WL', '3', 'special')
    when 'ilab_advancement' then value in ('significant', 'moderate', 'minimal', 'none')
    when '3p' then cast(value as integer) between 3 and 15 and value not glob '*[^0-9]*'
    else cast(value as integer) between 1 and 5 and length(value) = 1 end)
) strict;

-- A further source for a row: for the whole row (field empty) or for one field, with the value it gives.
create table witness (
  entity       text not null,
  entity_id    text not null,
  field        text,
  value        text,
  shown        text,
  source       text not null references source (id),
  locator      text,
  verification text not null check (verification in ('seen', 'general', 'conflicting', 'reviewed')),
  note_en      text,
  note_fr      text,
  check ((field is null) = (value is null))
) strict;
create index witness_entity on witness (entity, entity_id);

create table change (
  seen_on   text not null,
  entity    text not null,
  entity_id text not null,
  field     text,
  old       text,
  new       text,
  source    text references source (id),
  reason    text not null check (reason in ('added', 'removed', 'changed'))
) strict;

create table issue (
  origin  text not null,
  kind    text not null check (kind in ('unknown_country', 'unknown_instrument', 'unreadable', 'no_adapter', 'not_met', 'doubtful', 'not_judged')),
  value   text not null,
  hint    text,
  source  text references source (id)
) strict;

create table build (
  built_at     text not null,
  git_commit   text,
  versions     text not null,
  counts       text not null,
  inputs_hash  text not null,
  content_hash text not null
) strict;

-- What was published, and when; `make release` adds the row, the files themselves are not kept in git.
create table release (
  number       integer not null primary key check (number > 0),
  released_on  text not null check (length(released_on) = 10 and released_on is date(released_on, '+0 days')),
  git_commit   text not null check (length(git_commit) = 40),
  content_hash text not null check (length(content_hash) = 64),
  changes_en   text not null,
  changes_fr   text not null,
  doi          text check (doi glob '10.[0-9]*/?*')
) strict;

-- The data dictionary: this schema and the words of metadata.yml, in every copy of the file. The row with ordinal 0 is the table or view itself.
create table codebook (
  entity    text not null,
  ordinal   integer not null,
  field     text,
  kind      text not null check (kind in ('table', 'view', 'column')),
  type      text check (type in ('text', 'integer', 'real')),
  required  integer check (required in (0, 1)),
  key_part  integer,
  unit      text,
  choices   text,
  labels_en text,
  labels_fr text,
  points_to text,
  title_en  text,
  title_fr  text,
  words_en  text,
  words_fr  text,
  sources   text,
  computed  text,
  primary key (entity, ordinal),
  constraint a_row_is_a_column_or_an_entity check ((ordinal = 0) = (field is null) and (ordinal = 0) = (kind <> 'column'))
) strict;

create index provision_instrument on provision (instrument);
create index provision_held on provision (instrument) where text is not null;
create index crossref_item on crossref (item, provision);
create index instrument_country on instrument (country, kind, period_start);
create index party_country on party (country, instrument);
create index finding_country on finding (country, item);
create index body_country on body (country);
create index clause_item on clause (item);
create index commitment_provision on commitment (provision);
create index concept_word_word on concept_word (word);
create index change_seen on change (seen_on);
create index change_entity on change (entity, entity_id);

-- Views readers rely on ------------------------------------------------------------------------------------------------------

-- Instruments without a text here that have an address: the one to begin with.
create view text_wanted as
select instrument, country, title, fetched_by, address, terms_en, terms_fr
from (
  select
    s.instrument, i.country, i.title, s.fetched_by, s.address, s.terms_en, s.terms_fr,
    row_number() over (
      partition by s.instrument order by s.fetched_by = 'person', s.main desc, s.official <> 'yes', s.ordinal
    ) as place
  from text_source s
  join instrument i on i.id = s.instrument
  where not exists (select 1 from version v where v.instrument = s.instrument)
)
where place = 1
order by country, instrument;

-- Treaty actions as each source gives them; outranked = the depositary's register, read later, says that the country is not bound,
-- or what is known without a source stands against a source that was seen.
create view reading as
select p.*, p.status = 'bound' and (exists (
    select 1 from party d join source s on s.id = d.source and s.depositary
    where d.instrument = p.instrument and d.country = p.country and d.status in ('none', 'signatory') and d.as_of >= coalesce(p.bound_on, p.as_of)
  ) or p.verification = 'general' and exists (
    select 1 from party d where d.instrument = p.instrument and d.country = p.country and d.verification in ('seen', 'reviewed') and d.status in ('none', 'signatory')
  )) as outranked
from party p;

-- One line per treaty or agreement and country, over all sources: bound as soon as one source says so and is not outranked.
create view ratification as
with summed as (
  select instrument, country, max(as_of) as as_of, count(*) as sources, max(verification in ('seen', 'reviewed')) as seen,
    case when max(status = 'left') then 'left' when max(status = 'bound' and not outranked) then 'bound' when max(status = 'signatory') then 'signatory'
         when max(status = 'participant') then 'participant' when max(status = 'extended') then 'extended' when max(status = 'none') then 'none' else 'unknown' end as status
  from reading
  group by instrument, country
)
select instrument, country, status,
  (select signed_on from party q where q.instrument = summed.instrument and q.country = summed.country and signed_on is not null
    order by length(signed_on) desc, verification = 'seen' desc, source limit 1) as signed_on,
  case when status in ('bound', 'left') then
    (select bound_on from reading q where q.instrument = summed.instrument and q.country = summed.country and bound_on is not null
      order by outranked, verification = 'seen' desc, length(bound_on) desc, source limit 1) end as bound_on,
  case when status in ('bound', 'left') then
    (select bound_by from reading q where q.instrument = summed.instrument and q.country = summed.country and bound_by is not null
      order by outranked, bound_by = 'unknown', verification = 'seen' desc, length(bound_on) desc, source limit 1) end as bound_by,
  as_of, sources, seen
from summed;

-- The depositary's own count of parties beside the States that our rows give as bound on that day or without a day.
create view treaty_count as
select c.instrument, c.as_of, c.parties, count(r.country) as held, c.parties - count(r.country) as missing, c.source, c.locator
from treaty_control c
left join ratification r on r.instrument = c.instrument and r.status = 'bound' and coalesce(r.bound_on, '') <= c.as_of
group by c.instrument, c.as_of;

-- When each law of a State was in force. A date that is a year or a month counts from its last day, so that no law is shown
-- before it was surely there. `dated_by` says what the first day rests on; until_on is the first day on which it no longer holds.
create view law_period as
with printed as (
  select i.id as instrument, i.country, i.role, i.narrow, i.status, i.read_whole_on,
    coalesce(i.in_force_on, i.adopted_on, i.as_of) as since,
    case when i.in_force_on is not null then 'in_force' when i.adopted_on is not null then 'adopted' when i.as_of is not null then 'as_of' end as dated_by,
    coalesce(i.ended_on, (
      select min(coalesce(o.in_force_on, o.adopted_on)) from relation r join instrument o on o.id = r.instrument
      where r.other = i.id and r.kind in ('repeals', 'replaces') and o.status in ('in_force', 'amended', 'superseded', 'repealed'))) as ended
  from instrument i
  where i.country is not null and i.kind <> 'bill' and i.status in ('in_force', 'amended', 'superseded', 'repealed', 'expired')
)
select instrument, country, role, narrow, status, read_whole_on, since, dated_by,
  case length(since) when 4 then since || '-12-31' when 7 then date(since || '-01', '+1 month', '-1 day') else since end as from_on,
  case when status in ('in_force', 'amended') then null
       else case length(ended) when 4 then ended || '-12-31' when 7 then date(ended || '-01', '+1 month', '-1 day') else ended end end as until_on,
  since is null or (status not in ('in_force', 'amended') and ended is null) as undated
from printed;

-- Laws that no day can be answered from: nobody knows here when they began, or when they ended. Pages list them apart.
create view law_undated as
select l.country, l.instrument, l.since is null as begin_unknown from law_period l join instrument i on i.id = l.instrument
where l.undated and i.kind in ('act', 'code', 'decree', 'regulation');

-- How sure each link between a provision and an item is. A link counts when its words were read, or when an account says enough
-- to judge it and somebody wrote down why; known without being seen, or a heading alone, only touches.
create view link_certainty as
select provision, item, basis, verification, main is 1 as main, iif(verification = 'general', null, extent) as extent,
  case when verification = 'reviewed' then 'A' when extent is null or verification = 'general' then 'D'
       when basis = 'text' and evidence is not null then 'B' else 'C' end as certainty
from crossref;

-- The days on which each provision holds: those of its law, unless it began later or ended earlier itself.
create view provision_period as
select p.id as provision, l.instrument, l.country, l.role, l.narrow,
  max(l.from_on, coalesce(case length(p.in_force_on) when 4 then p.in_force_on || '-12-31' when 7 then date(p.in_force_on || '-01', '+1 month', '-1 day') else p.in_force_on end, '')) as from_on,
  min(coalesce(l.until_on, '9999-12-31'), coalesce(case length(p.ended_on) when 4 then p.ended_on || '-12-31' when 7 then date(p.ended_on || '-01', '+1 month', '-1 day') else p.ended_on end, '9999-12-31')) as until_on
from provision p
join law_period l on l.instrument = p.instrument
where not l.undated;

-- Agreements in force between States, with the day from which each State seen to be bound has held to them.
create view agreement_day as
select r.country, i.id as instrument, i.narrow, max(coalesce(i.in_force_on, i.adopted_on), coalesce(r.bound_on, '')) as from_on
from instrument i join ratification r on r.instrument = i.id and r.status = 'bound' and r.seen
where i.country is null and i.kind in ('agreement', 'mou', 'treaty') and i.status in ('in_force', 'amended')
  and length(coalesce(i.in_force_on, i.adopted_on)) = 10 and length(coalesce(r.bound_on, '0000-00-00')) = 10;

-- The links with the days on which they hold; a link judged on several articles read together holds while all of them do.
-- Where the duty is owed to other States an agreement answers it too, towards its parties only: in part at most.
create view dated_link as
with together as (
  select w.provision, w.item, max(coalesce(o.from_on, '9999-12-31')) as from_on, min(coalesce(o.until_on, '')) as until_on
  from read_with w left join provision_period o on o.provision = w.other group by w.provision, w.item
)
select d.country, c.item, c.provision, d.instrument, d.role, d.narrow, c.basis, c.verification, c.extent, c.certainty, c.main,
  max(d.from_on, coalesce(t.from_on, '')) as from_on, min(d.until_on, coalesce(t.until_on, '9999-12-31')) as until_on
from link_certainty c
join provision_period d on d.provision = c.provision
left join together t on t.provision = c.provision and t.item = c.item
union all
select a.country, c.item, c.provision, a.instrument, null, a.narrow, c.basis, c.verification, iif(c.extent = 'full', 'partial', c.extent), c.certainty, c.main,
  a.from_on, '9999-12-31'
from link_certainty c
join provision p on p.id = c.provision
join agreement_day a on a.instrument = p.instrument
join usual_place u on u.item = c.item and u.between_states;

-- An act read whole says of every item without a provision: not in this act; but not of an item that was asked only later.
create view absent_in_act as
select i.id as instrument, i.country, t.code as item, i.role, i.read_whole_on as looked_on, i.read_whole_by as "by"
from instrument i cross join item t
where i.read_whole_on is not null and coalesce(t.asked_since, '') <= i.read_whole_on
  and not exists (select 1 from crossref c join provision p on p.id = c.provision where p.instrument = i.id and c.item = t.code)
  and not exists (select 1 from not_looked_for n where n.instrument = i.id and n.item = t.code);

-- The days on which something changed for a State: a law began or ended, somebody looked in vain, a finding was published or grew old.
create view change_day as
with days as (
  select country, from_on as day from dated_link
  union select country, until_on from dated_link where until_on < '9999-12-31'
  union select country, from_on from law_period where role in ('main', 'related') and not undated
  union select country, until_on from law_period where role in ('main', 'related') and until_on is not null and not undated
  union select country, looked_on || substr('-01-01', length(looked_on) - 3) from absence
  union select country, substr(year, 1, 4) || '-12-31' from finding where verdict = 'not_met' and item is not null and year is not null
  union select country, (substr(year, 1, 4) + 5) || '-12-31' from finding where verdict = 'not_met' and item is not null and year is not null
)
select country, day, lead(day) over (partition by country order by day) as next_day from days;

-- The verdict rule. On each such day: the main trafficking act and other acts on trafficking before acts on children or slavery
-- alone (`narrow`), then the best extent, then laws before plans and agreements, the main act, words before accounts, an article on this item before one that names
-- it in passing, the newest. A contrary provision beside it, or a published finding of the last five years that the duty is not met,
-- makes the verdict contested. Absent: the main act and every related act in force that day were read whole and none speaks of the
-- item. Where the duty usually stands elsewhere that is no gap: not assessed, without a letter, with the act that was looked in.
-- Beside a main act in force a narrower act only touches what it meets in part or breaks: the main act may say more.
create view verdict_day as
with days as materialized (
  select * from change_day
), ruled as materialized (
  select distinct d.country, d.day from days d join law_period l on l.country = d.country and l.role = 'main' and l.narrow is null
    and not l.undated and l.from_on <= d.day and (l.until_on is null or l.until_on > d.day)
), told as materialized (
  select d.day, d.next_day, j.*, j.narrow is not null and j.extent in ('partial', 'contrary') and r.day is not null as overtaken
  from days d join dated_link j on j.country = d.country and j.from_on <= d.day and j.until_on > d.day
  left join ruled r on r.country = d.country and r.day = d.day
), held as materialized (
  select country, item, day, next_day, provision, instrument, role, narrow, basis, verification, main, from_on,
    iif(overtaken, null, extent) as extent, iif(overtaken, 'D', certainty) as certainty,
    case iif(overtaken, null, extent) when 'full' then 3 when 'partial' then 2 when 'contrary' then 1 end as rank
  from told
), ranked as (
  select *, row_number() over (partition by country, item, day order by extent is null, narrow is not null, rank desc, role is null, role is 'main' desc,
      basis = 'text' desc, verification = 'reviewed' desc, main desc, from_on desc, provision) as place,
    count(extent) over (partition by country, item, day) as judged
  from held
), contrary as (
  select country, item, day, min(provision) as provision from held where extent = 'contrary' group by country, item, day
), looked as (
  select d.country, d.day, d.next_day, t.code as item, min(l.instrument) filter (where l.role = 'main') as instrument,
    t.code in (select item from usual_place) as elsewhere
  from days d
  join law_period l on l.country = d.country and l.role in ('main', 'related') and not l.undated and l.from_on <= d.day and (l.until_on is null or l.until_on > d.day)
  cross join item t
  left join absent_in_act a on a.instrument = l.instrument and a.item = t.code
  group by d.country, d.day, t.code
  having max(l.role = 'main') and count(*) = count(a.instrument)
)
select r.country, r.item, r.day, r.next_day, case when r.extent is null then 'not_assessed' else r.extent end as verdict, r.certainty, r.basis, r.provision, r.instrument,
  r.narrow, r.verification, r.judged as provisions,
  case when r.extent in ('full', 'partial') and k.provision is not null and f.id is not null then 'both'
       when r.extent in ('full', 'partial') and k.provision is not null then 'provision' when f.id is not null then 'finding' end as contested,
  case when r.extent in ('full', 'partial') then k.provision end as contrary, f.id as finding
from ranked r
left join contrary k on k.country = r.country and k.item = r.item and k.day = r.day
left join finding f on r.extent = 'full' and f.id = (
  select id from finding n where n.country = r.country and n.item = r.item and n.verdict = 'not_met' and n.verification <> 'general'
    and substr(n.year, 1, 4) || '-12-31' <= r.day and (substr(n.year, 1, 4) + 5) || '-12-31' > r.day and substr(n.year, 1, 4) >= substr(r.from_on, 1, 4)
  order by n.year desc, n.id limit 1)
where r.place = 1 and not (r.extent is null and exists (select 1 from looked l where l.country = r.country and l.day = r.day and l.item = r.item and not l.elsewhere))
union all
select l.country, l.item, l.day, l.next_day, 'absent', 'B', 'text', null, l.instrument, null, null, 0, null, null, null
from looked l
where not l.elsewhere and not exists (select 1 from held h where h.country = l.country and h.day = l.day and h.item = l.item and h.extent is not null)
union all
select l.country, l.item, l.day, l.next_day, 'not_assessed', null, 'text', null, l.instrument, null, null, 0, null, null, null
from looked l
where l.elsewhere and not exists (select 1 from held h where h.country = l.country and h.day = l.day and h.item = l.item)
  and not exists (select 1 from absence a where a.country = l.country and a.item = l.item and a.looked_on <= l.day)
union all
select a.country, a.item, d.day, d.next_day, 'absent', 'C', null, null, null, null, null, 0, null, null, null
from absence a join days d on d.country = a.country and d.day >= a.looked_on
where not exists (select 1 from held h where h.country = a.country and h.day = d.day and h.item = a.item and h.extent is not null)
  and not exists (select 1 from looked l where l.country = a.country and l.day = d.day and l.item = a.item and not l.elsewhere);

-- The same without a break between days that say the same, and `since`: the day from which the verdict has held.
create view verdict_run as
with broken as (
  select *, coalesce(lag(next_day) over run = day and lag(verdict) over run = verdict, 0) as holds,
    coalesce(lag(next_day) over run = day and lag(verdict) over run = verdict and lag(certainty) over run is certainty
      and lag(provision) over run is provision and lag(instrument) over run is instrument and lag(provisions) over run = provisions
      and lag(contested) over run is contested and lag(contrary) over run is contrary and lag(finding) over run is finding, 0) as same
  from verdict_day window run as (partition by country, item order by day)
), numbered as (
  select *, sum(not holds) over (partition by country, item order by day) as verdict_run, sum(not same) over (partition by country, item order by day) as run
  from broken
), dated as (
  select *, min(day) over (partition by country, item, verdict_run) as since from numbered
)
select country, item, min(day) as from_on, nullif(max(coalesce(next_day, '9999-12-31')), '9999-12-31') as until_on, verdict, certainty, basis, provision, instrument,
  narrow, verification, provisions, contested, contrary, finding,
  case when contested is not null then null when verdict = 'full' then 1.0 when verdict = 'partial' then 0.5 when verdict in ('contrary', 'absent') then 0.0 end as credit,
  since
from dated group by country, item, run;

-- The verdicts of today.
create view verdict as
select country, item, verdict, certainty, basis, provision, instrument, narrow, verification, provisions, contested, contrary, finding, credit, since
from verdict_period
where from_on <= date('now') and (until_on is null or until_on > date('now')) and verdict <> 'not_assessed';

-- Every State against every item today. not_assessed says nothing; `touched`: a provision is there and nobody has judged it;
-- `silent`: the acts read whole say nothing, and the duty usually stands elsewhere.
create view gap as
select k.id as country, t.code as item, t.pillar, t.obligation, coalesce(v.verdict, 'not_assessed') as verdict, v.certainty, v.basis, v.provision, v.instrument,
  v.narrow, v.verification, v.since, coalesce(v.provisions, 0) as provisions, coalesce(v.verdict = 'not_assessed' and v.certainty is not null, 0) as touched,
  coalesce(v.verdict = 'not_assessed' and v.certainty is null, 0) as silent, v.contested, v.contrary, v.finding, v.credit
from country k
cross join item t
left join verdict_period v on v.country = k.id and v.item = t.code and v.from_on <= date('now') and (v.until_on is null or v.until_on > date('now'))
where k.kind in ('state', 'observer');

-- Coverage before score: the mean credit of the items assessed, in percent, contested ones left out, and none while less than half
-- of the mandatory items of a pillar are assessed. low takes the unread and contested as absent, high as full.
create view score as
with weighed as (
  select *, iif(max(obligation = 'mandatory') over (partition by country, pillar), obligation = 'mandatory', 1) as counts from gap
)
select country, pillar, count(*) as items,
  sum(verdict = 'full') as full, sum(verdict = 'partial') as partial, sum(verdict = 'contrary') as contrary,
  sum(verdict = 'absent') as absent, sum(verdict = 'not_assessed') as not_assessed, sum(contested is not null) as contested,
  sum(verdict <> 'not_assessed') as assessed, sum(counts) as mandatory, sum(counts and verdict <> 'not_assessed') as mandatory_assessed,
  case when 2 * sum(counts and verdict <> 'not_assessed') >= sum(counts) then round(100 * avg(credit), 1) end as score,
  round(100.0 * sum(coalesce(credit, 0)) / count(*), 1) as low, round(100.0 * sum(coalesce(credit, 1)) / count(*), 1) as high
from weighed
group by country, pillar;

-- A plan, what its period is in days, and the plan that follows it.
-- By dates alone only a plan on the whole of trafficking that outlasts another of its State or community follows it; what follows a plan on child labour or
-- smuggling has to be recorded.
create view plan_follower as
with dated as (
  select id, country, kind from instrument where period_start is not null and status <> 'draft' and narrow is null
), sibling as (
  select i.id, n.id as other from instrument i join dated n on n.country = i.country and n.kind = i.kind where i.period_end is not null and i.narrow is null
  union
  select one.instrument, other.instrument from regional_instrument one join regional_instrument other on other.grouping = one.grouping
), listed as (
  select i.*,
    case length(i.period_start) when 4 then i.period_start || '-01-01' when 7 then i.period_start || '-01' else i.period_start end as starts_on,
    case length(i.period_end) when 4 then i.period_end || '-12-31' when 7 then date(i.period_end || '-01', '+1 month', '-1 day') else i.period_end end as ends_on,
    (select instrument from relation r where r.other = i.id and r.kind = 'replaces' limit 1) as recorded,
    (select n.id from sibling s join instrument n on n.id = s.other
      where s.id = i.id and n.kind = i.kind and n.status <> 'draft' and i.narrow is null and n.narrow is null
      and n.period_start > i.period_start and substr(n.period_start, 1, 4) >= substr(i.period_end, 1, 4) - 1
      and coalesce(n.period_end, '9999') > i.period_end order by n.period_start, n.id limit 1) as next
  from instrument i
  where i.kind in ('plan', 'strategy', 'policy') or exists (select 1 from plan_activity a where a.plan = i.id)
)
select id, country, kind, title_en, title_fr, status, period_start, period_end, starts_on, ends_on, coalesce(recorded, next) as successor,
  case when recorded is not null then 'recorded' when next is not null then 'by_dates' end as successor_basis,
  (select min(n.period_start || substr('-01-01', length(n.period_start) - 3)) from instrument n where n.id = coalesce(recorded, next)) as successor_starts_on,
  successor_looked_on, source, locator, verification
from listed;

-- A plan's days: what it is called before, while and after them. `fixed` is what no day changes, `after` what it is once ended.
create view plan_span as
with bounded as (
  select *, status in ('expired', 'superseded', 'repealed') as over,
    case when status not in ('expired', 'superseded', 'repealed') then ends_on
      when successor_starts_on <= ends_on then date(successor_starts_on, '-1 day') when ends_on < date('now') then ends_on end as stops_on,
    case when successor is null and status <> 'superseded' then 'expired_without_successor' else 'expired' end as after
  from plan_follower
)
select id, country, kind, title_en, title_fr, status, period_start, period_end, starts_on, ends_on, stops_on, successor, successor_basis, successor_looked_on,
  case when status = 'draft' then 'draft' when stops_on is null and over then after when stops_on is null then 'undated' end as fixed,
  after, source, locator, verification
from bounded;

-- Read on the day of reading: nothing here is stored.
create view plan_clock as
select id, country, kind, title_en, title_fr, status, period_start, period_end, ends_on, successor, successor_looked_on,
  coalesce(fixed, case when stops_on < date('now') then after when starts_on > date('now') then 'upcoming'
    when stops_on < date('now', '+6 months') then 'expiring_6_months' else 'current' end) as clock,
  source, verification
from plan_span;

-- Plans that have ended, with no later one held, for which nobody has looked for one.
create view plan_not_looked as
select id, country, kind, title_en, title_fr, period_end, ends_on, source, verification
from plan_clock where clock = 'expired_without_successor' and successor_looked_on is null;

-- An activity as last reported: the last report that says a thing, else what the plan says.
create view activity_state as
select a.id as activity, a.plan,
  coalesce((select g.status from plan_progress g where g.activity = a.id and g.status is not null order by g.reported_on desc limit 1), a.status) as status,
  coalesce((select g.reported_on from plan_progress g where g.activity = a.id and g.status is not null order by g.reported_on desc limit 1), a.status_on) as status_on,
  (select g.percent from plan_progress g where g.activity = a.id and g.percent is not null order by g.reported_on desc limit 1) as percent,
  (select g.spent from plan_progress g where g.activity = a.id and g.spent is not null order by g.reported_on desc limit 1) as spent,
  (select g.currency from plan_progress g where g.activity = a.id and g.spent is not null order by g.reported_on desc limit 1) as spent_currency,
  case when g.activity is null then a.due_on else g.due_on end as due_on,
  coalesce(g.due_printed, a.due_printed) as due_printed,
  (select max(g.reported_on) from plan_progress g where g.activity = a.id) as reported_on
from plan_activity a
left join plan_progress g on g.rowid = (select l.rowid from plan_progress l where l.activity = a.id and l.due_printed is not null order by l.reported_on desc limit 1);

-- An activity as its reports up to a day have it: from one report, or from the day that the plan's own table names, to the next. What was not yet said is not known.
create view activity_period as
with moment as (
  select id as activity, '' as from_on from plan_activity
  union
  select id, substr(status_on || '-01-01', 1, 10) from plan_activity where status_on is not null
  union
  select activity, substr(reported_on || '-01-01', 1, 10) from plan_progress
), spell as (
  select activity, from_on, lead(from_on) over (partition by activity order by from_on) as until_on from moment
), reported as (
  select m.activity, m.from_on, m.until_on,
    (select g.status from plan_progress g where g.activity = m.activity and substr(g.reported_on || '-01-01', 1, 10) <= m.from_on
      and g.status is not null order by g.reported_on desc, g.source desc limit 1) as status,
    (select g.reported_on from plan_progress g where g.activity = m.activity and substr(g.reported_on || '-01-01', 1, 10) <= m.from_on
      and g.status is not null order by g.reported_on desc, g.source desc limit 1) as status_on,
    (select g.percent from plan_progress g where g.activity = m.activity and substr(g.reported_on || '-01-01', 1, 10) <= m.from_on
      and g.percent is not null order by g.reported_on desc, g.source desc limit 1) as percent,
    (select g.spent from plan_progress g where g.activity = m.activity and substr(g.reported_on || '-01-01', 1, 10) <= m.from_on
      and g.spent is not null order by g.reported_on desc, g.source desc limit 1) as spent,
    (select g.currency from plan_progress g where g.activity = m.activity and substr(g.reported_on || '-01-01', 1, 10) <= m.from_on
      and g.spent is not null order by g.reported_on desc, g.source desc limit 1) as spent_currency,
    (select g.due_on from plan_progress g where g.activity = m.activity and substr(g.reported_on || '-01-01', 1, 10) <= m.from_on
      and g.due_printed is not null order by g.reported_on desc, g.source desc limit 1) as due_on,
    (select g.due_printed from plan_progress g where g.activity = m.activity and substr(g.reported_on || '-01-01', 1, 10) <= m.from_on
      and g.due_printed is not null order by g.reported_on desc, g.source desc limit 1) as due_printed,
    (select max(g.reported_on) from plan_progress g where g.activity = m.activity and substr(g.reported_on || '-01-01', 1, 10) <= m.from_on) as last_report
  from spell m
)
select a.plan, r.activity, r.from_on, r.until_on,
  coalesce(r.status, iif(substr(a.status_on || '-01-01', 1, 10) > r.from_on, 'unknown', a.status)) as status,
  coalesce(r.status_on, iif(substr(a.status_on || '-01-01', 1, 10) > r.from_on, null, a.status_on)) as status_on,
  r.percent, r.spent, r.spent_currency,
  iif(r.due_printed is null, a.due_on, r.due_on) as due_on, coalesce(r.due_printed, a.due_printed) as due_printed, r.last_report
from reported r
join plan_activity a on a.id = r.activity;

-- Plans with activities that can be set side by side: of one State, of one community, or where one replaces the other.
create view plan_peer as
with known as (
  select distinct a.plan, i.country from plan_activity a join instrument i on i.id = a.plan
), pair as (
  select one.plan, other.plan as other from known one join known other on other.country = one.country
  union
  select one.instrument, other.instrument from regional_instrument one join regional_instrument other on other.grouping = one.grouping
  union
  select instrument, other from relation where kind = 'replaces'
  union
  select other, instrument from relation where kind = 'replaces'
)
select plan, other from pair
where plan <> other and plan in (select plan from known) and other in (select plan from known);

-- What a plan goes on with of an earlier one of the same State or community: as a person decided (no likeness), else as the machine finds.
create view activity_match as
with pair as (
  select activity, earlier, null as likeness, note, note_fr from activity_kept where kept = 'yes'
  union all
  select l.activity, l.earlier, l.likeness, null, null from activity_likeness l
  where not exists (select 1 from activity_kept k where k.activity = l.activity and k.earlier = l.earlier)
)
select p.activity, a.plan, p.earlier, e.plan as earlier_plan, p.likeness, p.note, p.note_fr
from pair p
join plan_activity a on a.id = p.activity
join plan_activity e on e.id = p.earlier;

-- From an activity of a plan over the item it serves to the articles of the same country that answer to the item.
create view activity_chain as
select a.id as activity, a.plan, i.country, x.item, c.provision, p.label as article, j.id as instrument, j.title_en as instrument_title, j.title_fr as instrument_title_fr, j.status, c.extent, c.basis,
  c.verification
from plan_activity a
join activity_item x on x.activity = a.id
join instrument i on i.id = a.plan
join crossref c on c.item = x.item
join provision p on p.id = c.provision
join instrument j on j.id = p.instrument and j.country = i.country;

-- Pairs that someone named, and pairs with an instrument of their own.
create view corridor_status as
with acted as materialized (
  select instrument, country, status from ratification where status in ('bound', 'signatory', 'participant')
), width as materialized (
  select instrument, count(*) as parties from acted group by instrument
), shared as materialized (
  select a.country as country_a, b.country as country_b, i.in_force, w.parties
  from instrument i
  join width w on w.instrument = i.id
  join acted a on a.instrument = i.id
  join acted b on b.instrument = i.id and b.country > a.country
  where i.kind in ('mou', 'agreement', 'declaration') and i.status not in ('draft', 'repealed', 'superseded', 'expired')
    and i.role is not 'general'  -- a military, labour or friendship accord makes no trafficking corridor
), pair as (
  select country_a, country_b from corridor
  union
  select country_a, country_b from shared where parties = 2
), counted as (
  select p.country_a, p.country_b,
    coalesce(sum(s.parties = 2), 0) as own_agreements,
    coalesce(sum(s.parties = 2 and s.in_force), 0) as own_in_force,
    coalesce(sum(s.parties > 2), 0) as wider_agreements
  from pair p left join shared s on s.country_a = p.country_a and s.country_b = p.country_b
  group by p.country_a, p.country_b
)
select lower(p.country_a || '-' || p.country_b) as id, p.country_a, p.country_b, c.named_by, c.named_on, p.own_agreements, p.own_in_force, p.wider_agreements,
  (select count(*) from ratification a join instrument i on i.id = a.instrument and i.kind = 'treaty'
    join ratification b on b.instrument = a.instrument and b.country = p.country_b and b.status = 'bound'
    where a.country = p.country_a and a.status = 'bound') as treaties,
  case when p.own_in_force then 'in_force' when p.own_agreements then 'in_force_unknown' when p.wider_agreements then 'wider_only' else 'empty' end as state
from counted p
left join corridor c on c.country_a = p.country_a and c.country_b = p.country_b;

-- How many States have joined, signed or take part in a text.
create view party_count as
select instrument, count(distinct country) as parties
from party
where status in ('bound', 'signatory', 'participant')
group by instrument;

-- A State and a text between States: its own act, or membership of the community whose text it is (status unknown: no act of its own is held).
create view standing as
select r.instrument, r.country, r.status, r.signed_on, r.bound_on, r.as_of, r.seen, g."grouping", m.joined_on, m.left_on
from ratification r
left join regional_instrument g on g.instrument = r.instrument
left join membership m on m."grouping" = g."grouping" and m.country = r.country
where r.status in ('bound', 'signatory', 'participant', 'left')
union all
select g.instrument, m.country, 'unknown', null, null, m.as_of, 0, g."grouping", m.joined_on, m.left_on
from regional_instrument g
join membership m on m."grouping" = g."grouping"
where not exists (select 1 from party p where p.instrument = g.instrument and p.country = m.country and p.status <> 'unknown');

-- What a text between States says on the five things a pair needs, from its undertakings, its articles, its clauses or its subject words.
create view cooperation as
with item_topic (item, topic) as (
  values ('palermo:8.1', 'return'), ('palermo:8.2', 'return'), ('palermo:8.3', 'return'), ('palermo:8.4', 'return'), ('palermo:10.1', 'information'),
    ('palermo:10.3', 'information'), ('untoc:18', 'legal_assistance'), ('untoc:16', 'extradition')
), keyword_topic (keyword, topic) as (
  values ('return', 'return'), ('repatriation_costs', 'return'), ('nationality_check', 'return'), ('repatriation', 'return'), ('readmission', 'return'),
    ('information_exchange', 'information'), ('information exchange', 'information'), ('information', 'information'), ('mapping_networks', 'information'),
    ('joint_committee', 'joint_bodies'), ('joint_plan', 'joint_bodies'), ('joint commission', 'joint_bodies'), ('joint committee', 'joint_bodies'),
    ('joint border patrols', 'joint_bodies'), ('joint annual plan', 'joint_bodies'), ('joint plan of action', 'joint_bodies'), ('joint investigations', 'joint_bodies'),
    ('follow-up meetings', 'joint_bodies'), ('mutual_legal_assistance', 'legal_assistance'), ('mutual legal assistance', 'legal_assistance'),
    ('legal_assistance_costs', 'legal_assistance'), ('letters rogatory', 'legal_assistance'), ('extradition', 'extradition'), ('extradition of suspects', 'extradition')
), said as (
  select p.instrument, k.topic, p.id as provision, p.label as article, m.role, m.summary_en as words_en, m.summary_fr as words_fr, 'undertaking' as basis, m.source
  from commitment m join provision p on p.id = m.provision join keyword_topic k on k.keyword = m.topic
  union all
  select p.instrument, x.topic, p.id, p.label, 'all', p.summary_en, p.summary_fr, 'article', c.source
  from crossref c join item_topic x on x.item = c.item join provision p on p.id = c.provision join instrument i on i.id = p.instrument
  where i.country is null and c.basis <> 'heading' and p.summary_en is not null
    and not exists (select 1 from commitment m join keyword_topic k on k.keyword = m.topic where m.provision = p.id and k.topic = x.topic)
  union all
  select b.instrument, coalesce(x.topic, 'joint_bodies'), null, 'art. ' || c.article, 'all', c.requirement_en, c.requirement_fr, 'clause', c.source
  from clause c join benchmark b on b.id = c.benchmark left join item_topic x on x.item = c.item
  where b.instrument is not null and (x.topic is not null or c.code = 'untoc:19')
), worded as (
  select i.id as instrument, k.topic, i.source, k.keyword
  from keyword_topic k join instrument i on i.country is null and instr(';' || i.topics || ';', ';' || k.keyword || ';')
)
select * from said
union all
select w.instrument, w.topic, null, null, 'all', w.keyword, coalesce(h.text_fr, w.keyword), 'subject', min(w.source)
from worded w left join phrase h on h.text_en = w.keyword where not exists (select 1 from said s where s.instrument = w.instrument and s.topic = w.topic)
group by w.instrument, w.topic, w.keyword;

-- The same cell, different sources: both are kept, both are shown. from_on and until_on say when two provisions of one law stood against each other;
-- they are empty where a conflict has no days.
create view conflict_period as
select 'value' as kind, w.entity, w.entity_id, coalesce(i.country, j.country) as country, c.item, w.field,
  coalesce(w.shown, '') as value,
  coalesce((select o.source from witness o where o.entity = w.entity and o.entity_id = w.entity_id and o.field = w.field and o.value = w.shown limit 1),
    i.source, p.source) as source,
  w.value as other_value, w.source as other_source, w.note_en as note, w.note_fr as note_fr, null as from_on, null as until_on
from witness w
left join instrument i on w.entity = 'instrument' and i.id = w.entity_id
left join provision p on w.entity = 'provision' and p.id = w.entity_id
left join instrument j on j.id = p.instrument
left join (select provision, min(item) as item from crossref group by provision) c on c.provision = p.id
where w.field is not null and w.value is not w.shown
  and not (w.field glob '*_on' and coalesce(w.value glob w.shown || '*' or w.shown glob w.value || '*', 0))
union all
select 'party', 'instrument', a.instrument, a.country, null, 'bound_on', coalesce(a.bound_on, a.status), a.source, coalesce(b.bound_on, b.status), b.source, coalesce(a.note, b.note),
  iif(a.note is null, b.note_fr, a.note_fr), null, null
from party a join party b on b.instrument = a.instrument and b.country = a.country and b.source <> a.source
where (a.source < b.source and a.bound_on is not null and b.bound_on is not null and not (a.bound_on glob b.bound_on || '*' or b.bound_on glob a.bound_on || '*'))
   or (a.status = 'bound' and b.status in ('none', 'signatory') and b.as_of >= coalesce(a.bound_on, a.as_of))
union all
select 'tier', 'country', a.country, a.country, null, a.measure || ' ' || a.year, a.value, a.source, b.value, b.source, coalesce(a.note, b.note),
  iif(a.note is null, b.note_fr, a.note_fr), null, null
from tier a join tier b on b.country = a.country and b.year = a.year and b.measure = a.measure and b.source > a.source and b.value <> a.value
union all
select 'extent', 'item', v.item, v.country, v.item, 'extent', v.verdict, v.provision, 'contrary', v.contrary, null, null, v.from_on, v.until_on
from country k
cross join item t
join verdict_period v on v.country = k.id and v.item = t.code
where k.kind in ('state', 'observer') and v.contrary is not null
union all
select 'finding', 'finding', a.id, a.country, a.item, a.standard, a.verdict, a.source, b.verdict, b.source, a.statement_en || ' / ' || b.statement_en,
  a.statement_fr || ' / ' || b.statement_fr, null, null
from finding a join finding b on b.country = a.country and b.standard = a.standard and b.source > a.source and b.verdict <> a.verdict
  and coalesce(a.first_year, a.year) <= b.year and coalesce(b.first_year, b.year) <= a.year
union all
select 'marked', 'instrument', id, country, null, null, coalesce(note, ''), source, null, null, note, note_fr, null, null from instrument
where verification = 'conflicting' and not exists (select 1 from witness w where w.entity = 'instrument' and w.entity_id = instrument.id and w.field is not null)
union all
select 'marked', 'provision', p.id, i.country, null, null, coalesce(p.note, ''), p.source, null, null, p.note, p.note_fr, null, null from provision p join instrument i on i.id = p.instrument
where p.verification = 'conflicting' and not exists (select 1 from witness w where w.entity = 'provision' and w.entity_id = p.id and w.field is not null)
union all
select 'marked', 'body', id, country, null, null, coalesce(note, ''), source, null, null, note, note_fr, null, null from body where verification = 'conflicting'
union all
select 'marked', 'party', instrument, country, null, 'bound_on', coalesce(bound_on, status), source, null, null, note, note_fr, null, null from party where verification = 'conflicting'
union all
select 'marked', 'tier', country, country, null, measure || ' ' || year, value, source, null, null, note, note_fr, null, null from tier where verification = 'conflicting';

-- The conflicts of today.
create view conflict as
select kind, entity, entity_id, country, item, field, value, source, other_value, other_source, note, note_fr
from conflict_period
where (from_on is null or from_on <= date('now')) and (until_on is null or until_on > date('now'));

-- How many rows each kind of fact has by source and by how far it was checked.
create view fact_count as
select 'instrument' as entity, source, verification, count(*) as facts from instrument group by 2, 3
union all select 'provision', source, verification, count(*) from provision group by 2, 3
union all select 'crossref', source, verification, count(*) from crossref group by 2, 3
union all select 'party', source, verification, count(*) from party group by 2, 3
union all select 'finding', source, verification, count(*) from finding group by 2, 3
union all select 'body', source, verification, count(*) from body group by 2, 3
union all select 'tier', source, verification, count(*) from tier group by 2, 3
union all select 'clause', source, verification, count(*) from clause group by 2, 3
union all select 'plan_activity', source, verification, count(*) from plan_activity group by 2, 3;

-- Where a change belongs: one line per change, country and item it concerns; ids are read from the front, so that rows that are gone are placed too.
create view change_scope as
with split as materialized (
  select rowid as change, *, substr(entity_id, 1, instr(entity_id || ' ', ' ') - 1) as first,
    substr(substr(entity_id, instr(entity_id || ' ', ' ') + 1), 1, instr(substr(entity_id, instr(entity_id || ' ', ' ') + 1) || ' ', ' ') - 1) as second
  from change
), placed as materialized (
  select s.*, i.id as instrument, i.country as instrument_country, i.kind as instrument_kind, coalesce(i.title_en, g.name_en, b.name_en, q.statement_en, f.standard) as title,
    coalesce(i.title_fr, g.name_fr, b.name_fr, q.statement_fr) as title_fr,
    f.country as finding_country, f.item as finding_item, q.country as claim_country, q.item as claim_item, b.country as body_country,
    coalesce(q.corridor, case s.entity when 'corridor' then s.first end) as pair
  from split s
  left join finding f on s.entity = 'finding' and f.id = s.first
  left join claim q on s.entity = 'claim' and q.id = s.first
  left join body b on s.entity = 'body' and b.id = s.first
  left join "grouping" g on s.entity in ('membership', 'grouping') and g.id = s.first
  left join instrument i on s.entity not in ('finding', 'claim', 'body', 'item', 'clause', 'equivalent', 'membership', 'grouping', 'corridor', 'tier', 'country', 'absence', 'source')
    and i.id = substr(s.first, 1, instr(replace(s.first, '@', ':') || ':', ':') - 1)
), country_link as (
  select p.change, k.id as country, 'named' as why from placed p join country k on k.id = case
      when p.entity in ('country', 'absence', 'tier') then p.first when p.entity in ('party', 'membership') then p.second
      else coalesce(p.finding_country, p.claim_country, p.body_country) end
  union
  select change, instrument_country, 'instrument' from placed where instrument_country is not null
  union
  select p.change, k.id, 'front' from placed p join country k on k.id = upper(substr(p.first, 1, 3)) and substr(p.first, 4, 1) = '-'
  where p.instrument is null and coalesce(p.finding_country, p.claim_country, p.body_country) is null
    and p.entity in ('instrument', 'provision', 'penalty', 'definition', 'crossref', 'version', 'plan_objective', 'plan_activity', 'plan_progress', 'indicator', 'indicator_value', 'plan_budget', 'evaluation', 'finding', 'body')
  union
  select p.change, x.country, 'party' from placed p join party x on x.instrument = p.instrument and x.status in ('bound', 'signatory', 'participant')
  where p.instrument_country is null and p.instrument_kind not in ('treaty', 'directive') and p.entity <> 'party'
  union
  select p.change, k.id, 'pair' from placed p join country k on k.id in (upper(substr(p.pair, 1, 3)), upper(substr(p.pair, 5, 3)))
), item_link as (
  select p.change, t.code as item, 'named' as why from placed p join item t on t.code = case
      when p.entity = 'item' then p.first when p.entity in ('crossref', 'second_reading', 'absence', 'activity_item', 'commitment_item') then p.second
      else coalesce(p.finding_item, p.claim_item) end
  union
  select p.change, c.item, 'clause' from placed p join clause c on c.code in (p.first, p.second) where p.entity in ('clause', 'equivalent') and c.item is not null
  union
  select p.change, c.item, 'provision' from placed p join crossref c on c.provision = p.first
  where p.entity in ('provision', 'penalty', 'definition')
  union
  select p.change, c.item, 'activity' from placed p join activity_item c on c.activity = p.first where p.entity in ('plan_activity', 'plan_progress')
)
select p.change, p.seen_on, p.entity, p.entity_id, p.field, p.old, p.new, p.source, p.reason, p.instrument, p.title, p.title_fr,
  case p.entity when 'party' then (select coalesce(r.bound_by || ' ', '') || coalesce(r.bound_on, r.status)
    from party r where r.instrument = p.instrument and r.country = p.second and r.source = p.source)
    when 'plan_progress' then (select coalesce(g.status, '-') || ' ' || coalesce(a.number || ' ', '') || coalesce(a.activity, a.activity_en, a.activity_fr) || case when g.percent is null then '' else printf('; %.6g %%', g.percent) end
      || case when g.spent is null then '' else printf('; %.15g', g.spent) || coalesce(' ' || g.currency, '') end || coalesce('; → ' || g.due_printed, '') || coalesce('; ' || coalesce(g.statement, g.statement_en, g.statement_fr), '')
      from plan_progress g join plan_activity a on a.id = g.activity where g.activity = p.first and g.reported_on = p.second and p.entity_id = g.activity || ' ' || g.reported_on || ' ' || g.source) end as now,
  k.country, case k.why when 'front' then 'instrument' else k.why end as country_why, t.item, t.why as item_why
from placed p left join country_link k on k.change = p.change left join item_link t on t.change = p.change;

-- The date of each side of a conflict, as far as it is known, and which is newer where both dates are of one kind.
create view conflict_age as
with read as (
  select source as id, title, checked_on, case when id glob '*-[12][0-9][0-9][0-9]' then substr(id, -4) end as report from (select id as source, * from source)
), dated as (
  select c.*,
    case c.kind when 'party' then (select as_of from party p where p.instrument = c.entity_id and p.country = c.country and p.source = c.source)
      when 'extent' then (select coalesce(i.in_force_on, i.adopted_on) from provision p join instrument i on i.id = p.instrument where p.id = c.source) end as own,
    case c.kind when 'party' then (select as_of from party p where p.instrument = c.entity_id and p.country = c.country and p.source = c.other_source)
      when 'extent' then (select coalesce(i.in_force_on, i.adopted_on) from provision p join instrument i on i.id = p.instrument where p.id = c.other_source) end as other_own,
    a.report, a.checked_on, b.report as other_report, b.checked_on as other_checked
  from conflict c left join read a on a.id = c.source left join read b on b.id = c.other_source
), chosen as (
  select *, case when own is not null then iif(kind = 'extent', 'in_force', 'as_of') when report is not null then 'report' when checked_on is not null then 'checked' end as dated_by,
    coalesce(own, report, checked_on) as dated_on,
    case when other_own is not null then iif(kind = 'extent', 'in_force', 'as_of') when other_report is not null then 'report' when other_checked is not null then 'checked' end as other_dated_by,
    coalesce(other_own, other_report, other_checked) as other_dated_on
  from dated
)
select kind, entity, entity_id, country, item, field, value, source, other_value, other_source, note, note_fr, dated_on, dated_by, other_dated_on, other_dated_by,
  case when dated_by <> other_dated_by or dated_on glob other_dated_on || '*' or other_dated_on glob dated_on || '*' then null
       when dated_on > other_dated_on then 'first' when dated_on < other_dated_on then 'other' end as newer
from chosen;

-- Penalties that people wrote down beside the likest one the machine reads in the same words, where figures differ; both stay as they are.
create view penalty_difference as
with pair as (
  select i.country, h.provision, h.ordinal, h.paragraph, h.min_months, h.max_months, max(coalesce(h.life, 0), h.kind is 'life') as life, h.fine_min, h.fine_max,
    h.currency, h.source, h.verification, s.ordinal as read_ordinal, s.min_months as read_min_months, s.max_months as read_max_months, s.life as read_life,
    s.fine_min as read_fine_min, s.fine_max as read_fine_max, coalesce(s.currency, s.units) as read_currency, s.evidence
  from penalty h join provision p on p.id = h.provision join instrument i on i.id = p.instrument left join penalty_suggestion s on s.provision = h.provision
  where p.text is not null and i.country is not null and p.language in ('en', 'fr', 'es', 'pt', 'ar')
    and coalesce(h.min_months, h.max_months, h.fine_min, h.fine_max, h.life) is not null
), counted as (
  select *, (round(min_months, 1) is not round(read_min_months, 1)) + (round(max_months, 1) is not round(read_max_months, 1)) + (life is not read_life)
    + (fine_min is not read_fine_min) + (fine_max is not read_fine_max) + ((currency <> read_currency) is true) as differing
  from pair
)
select country, provision, ordinal, paragraph, min_months, max_months, life, fine_min, fine_max, currency, source, verification, read_ordinal, read_min_months,
  read_max_months, read_life, read_fine_min, read_fine_max, read_currency, evidence
from (select *, row_number() over (partition by provision, ordinal order by differing, read_ordinal) as place from counted)
where place = 1 and differing > 0;

-- The best extent that people gave an item anywhere in an instrument.
create view verdict_held as
select p.instrument, c.item, case min(case c.extent when 'full' then 1 when 'partial' then 2 else 3 end) when 1 then 'full' when 2 then 'partial' else 'contrary' end as best
from crossref c join provision p on p.id = c.provision where c.extent is not null group by p.instrument, c.item;

-- What a person still has to read, by country.
create view review_debt as
select i.country, 'crossref' as entity, c.basis as reason, count(*) as rows
from crossref c join provision p on p.id = c.provision join instrument i on i.id = p.instrument where c.verification <> 'reviewed' group by 1, 3
union all
select i.country, 'provision', 'article_not_confirmed', count(*) from provision p join instrument i on i.id = p.instrument where p.number is null group by 1
union all
select i.country, 'suggestion', 'unconfirmed', count(*) from suggestion s join provision p on p.id = s.provision join instrument i on i.id = p.instrument
where not exists (select 1 from crossref c where c.provision = s.provision and c.item = s.item)
  and not exists (select 1 from rejection r where r.provision = s.provision and r.item = s.item) group by 1
union all
select i.country, 'penalty_suggestion', 'unconfirmed', count(*) from penalty_suggestion s join provision p on p.id = s.provision
join instrument i on i.id = p.instrument where not exists (
  select 1 from penalty h where h.provision = s.provision and round(h.min_months, 1) is round(s.min_months, 1) and round(h.max_months, 1) is round(s.max_months, 1)
    and max(coalesce(h.life, 0), h.kind is 'life') = s.life and h.fine_min is s.fine_min and h.fine_max is s.fine_max) group by 1
union all
select country, 'penalty_suggestion', 'differs', count(*) from penalty_difference group by 1
union all
select i.country, 'element_suggestion', 'unconfirmed', count(*) from element_suggestion s join provision p on p.id = s.provision
join instrument i on i.id = p.instrument where not exists (select 1 from definition d join provision q on q.id = d.provision where q.instrument = i.id) group by 1
union all
select i.country, 'verdict_suggestion', iif(held.best is null, 'unconfirmed', 'differs'), count(*) from verdict_suggestion s join instrument i on i.id = s.instrument
left join verdict_held held on held.instrument = s.instrument and held.item = s.item where held.best is not s.extent group by 1, 3
union all
select country, 'instrument', verification, count(*) from instrument where verification in ('general', 'conflicting') group by 1, 3
union all
select i.country, 'second_reading', 'readers_differ', count(*) from second_reading s join provision p on p.id = s.provision join instrument i on i.id = p.instrument group by 1;

-- How far the links of each country are reviewed: by two people, by one, by none.
create view reviewed as
select i.country, count(*) as links, count(*) filter (where c.reviewer like '%;%') as confirmed,
  count(*) filter (where c.reviewer not like '%;%') as reviewed_once, count(*) filter (where c.reviewer is null) as not_reviewed
from crossref c join provision p on p.id = c.provision join instrument i on i.id = p.instrument group by i.country;

-- Rules of the whole database: each of these views must be empty, or the build stops ----------------------------------------------

create view check_rejection_beside_a_link as
select r.provision, r.item from rejection r join crossref c on c.provision = r.provision and c.item = r.item;

create view check_bound_before_signed as
select instrument, country, source, signed_on, bound_on from party where bound_on < substr(signed_on, 1, length(bound_on));

create view check_left_before_bound as
select instrument, country, source, bound_on, left_on from party where left_on < substr(bound_on, 1, length(left_on));

create view check_membership_left_before_joined as
select "grouping", country, joined_on, left_on from membership where left_on < substr(joined_on, 1, length(left_on));

create view check_in_force_before_adopted as
select id, adopted_on, in_force_on from instrument where in_force_on < substr(adopted_on, 1, length(in_force_on));

create view check_period_reversed as
select id, period_start, period_end from instrument where period_end < substr(period_start, 1, length(period_end));

create view check_summary_in_one_language as
select id from provision where (summary_en is null) <> (summary_fr is null);

create view check_absence_beside_evidence as
select a.country, a.item, v.provision from absence a join verdict v on v.country = a.country and v.item = a.item and v.verdict in ('full', 'partial', 'contrary');

create view check_verdict_without_words as
select country, item, provision from verdict_period v where verdict in ('full', 'partial', 'contrary')
  and not exists (select 1 from crossref c where c.provision = v.provision and c.item = v.item and c.basis <> 'heading' and c.verification <> 'general'
    and (c.extent = v.verdict or c.extent = 'full' and v.verdict = 'partial' and v.instrument in (select instrument from agreement_day)));

create view check_offence_full_beside_partial_definition as
select p.instrument, c.provision from crossref c join provision p on p.id = c.provision
where c.item = 'palermo:5.1' and c.extent = 'full' and exists (
    select 1 from crossref d join provision q on q.id = d.provision where q.instrument = p.instrument and d.item = 'palermo:3.a' and d.extent = 'partial')
  and not exists (
    select 1 from crossref d join provision q on q.id = d.provision where q.instrument = p.instrument and d.item = 'palermo:3.a' and d.extent = 'full');

create view check_offence_full_beside_contrary_child_rule as
select p.instrument, c.provision from crossref c join provision p on p.id = c.provision
where c.item = 'palermo:5.1' and c.extent = 'full' and exists (
  select 1 from crossref d join provision q on q.id = d.provision where q.instrument = p.instrument and d.item = 'palermo:3.c' and d.extent = 'contrary');

-- An act on some victims or some forms alone meets a duty in part, save the two on children in an act on children.
create view check_narrow_act_full as
select p.instrument, c.provision, c.item, i.narrow from crossref c join provision p on p.id = c.provision join instrument i on i.id = p.instrument
where c.extent = 'full' and i.narrow <> 'migration' and not (c.item = 'palermo:3.d' or c.item = 'palermo:3.c' and i.narrow = 'children');

-- What an account does not tell is not missing: such a link touches, without a judgement.
create view check_account_judged_on_what_is_not_told as
select provision, item, reason_en from crossref where basis = 'digest' and extent = 'partial' and reason_en like '% not told%';

create view check_read_with_law_of_another_state as
select w.provision, w.item, w.other from read_with w join provision p on p.id = w.provision join instrument i on i.id = p.instrument
join provision q on q.id = w.other join instrument j on j.id = q.instrument where i.country is not j.country;

create view check_assistance_on_a_penalty_alone as
select c.provision from crossref c join penalty x on x.provision = c.provision
where c.item = 'palermo:6.4' and c.extent is not null
  and not exists (select 1 from crossref d where d.provision = c.provision and d.item glob 'palermo:6.[1235]*');

create view check_law_in_force_without_any_date as
select instrument from law_period where status in ('in_force', 'amended') and since is null
  and exists (select 1 from provision p join crossref c on c.provision = p.id where p.instrument = law_period.instrument and c.extent is not null);

create view check_commitment_in_force_from_signature as
select i.id from instrument i where i.kind in ('mou', 'agreement') and (i.status = 'signed' and i.in_force_on is not null and i.ended_on is null
  or i.in_force_on is null and exists (select 1 from provision p where p.instrument = i.id
    and (p.summary_en like '%in force from signature%' or p.summary_en like '%in force on signature%' or p.summary_en like '%in force on the date of signature%')));

create view check_african_state_without_law_or_absence as
select id from country k where region = 'Africa' and kind = 'state'
  and not exists (select 1 from instrument i where i.country = k.id and i.kind in ('act', 'code', 'decree'))
  and not exists (select 1 from absence a where a.country = k.id);

create view check_equivalent_one_way as
select e.clause, e.other from equivalent e where not exists (select 1 from equivalent r where r.clause = e.other and r.other = e.clause);

create view check_more_parties_than_the_depositary_counts as
select instrument, as_of, parties, held from treaty_count where held > parties;

create view check_territory_bound_in_its_own_right as
select p.instrument, p.country, p.source from party p join country k on k.id = p.country
where k.kind = 'territory' and p.status = 'bound' and k.id not in ('COK', 'NIU');  -- both conclude treaties themselves

create view check_witness_of_nothing as
select entity, entity_id from witness where
  not (entity = 'instrument' and exists (select 1 from instrument where id = entity_id)
    or entity = 'provision' and exists (select 1 from provision where id = entity_id)
    or entity = 'body' and exists (select 1 from body where id = entity_id)
    or entity = 'country' and exists (select 1 from country where id = entity_id));

create view check_closed_claim_before_made as
select id, made_on, closed_on from claim where status = 'closed' and closed_on < substr(made_on, 1, length(closed_on));

-- What to look for when a reader asks for an item or a concept in another language; the item is empty for a concept that names none.
create view search_word as
select i.item, w.concept, w.language, w.word from concept_word w left join item_concept i on i.concept = w.concept where w.negative = 0;

create view check_rule_names_unknown_concept as
select r.id, named.value as concept from rule r,
  json_each('["' || replace(replace(r.needs || coalesce(';' || r.lacks, ''), '|', '","'), ';', '","') || '"]') named
where named.value not in (select id from concept);

create view check_item_without_words as
select i.code, l.value as language from item i, json_each('["en", "fr", "es", "pt", "ar"]') l
where not exists (select 1 from search_word s where s.item = i.code and s.language = l.value);

create view check_bill_changes_the_law as
select r.instrument, r.other, r.kind from relation r join instrument i on i.id = r.instrument
where i.kind = 'bill' and r.kind in ('amends', 'repeals', 'replaces', 'implements');

create view check_period_in_title_not_read as
select id, title_en, period_start, period_end from instrument
where kind in ('plan', 'strategy', 'policy') and (period_start is null or period_end is null)
  and (title glob '*[12][0-9][0-9][0-9][-–/][12][0-9][0-9][0-9]*' or title_en glob '*[12][0-9][0-9][0-9][-–/][12][0-9][0-9][0-9]*');

create view check_plan_twice as
select a.id, b.id as other, a.period_start, a.period_end from instrument a
join instrument b on b.country = a.country and b.kind = a.kind and b.id > a.id and b.narrow is a.narrow
  and b.period_start = a.period_start and b.period_end = a.period_end
where a.kind in ('plan', 'strategy', 'policy') and a.status <> 'draft' and b.status <> 'draft';

-- What follows holds for activities in our own words. In French an activity begins with an infinitive; a heading, a sum or a result does not.
create view check_activity_without_a_verb as
with opened as (select id, activity_fr, rtrim(substr(activity_fr || ' ', 1, instr(activity_fr || ' ', ' ') - 1), ',') as word from plan_activity)
select id, activity_fr from opened where word not glob '*[eoi]r' and word not glob '*re';

create view check_activity_without_a_body as
select a.id, a.plan from plan_activity a join instrument i on i.id = a.plan
where a.activity is null and a.body is null and i.body is null;

create view check_activity_twice as
select plan, activity_en, count(*) as times from plan_activity where activity_en is not null group by plan, activity_en, objective having count(*) > 1;

create view check_deadline_copied_from_the_plan as
select a.id, a.due_on, i.period_end from plan_activity a join instrument i on i.id = a.plan
where a.due_printed is null and substr(a.due_on, 1, 4) = substr(i.period_end, 1, 4);

create view check_state_without_region_or_place as
select id from country where kind = 'state' and (region is null or latitude is null);

-- Search: what Datasette finds by itself because `content` names the table; filled at the end of the build ---------------------------
create virtual table provision_fts using fts5 (
  heading, summary_en, summary_fr, text, content="provision", tokenize="unicode61 remove_diacritics 2"
);
create virtual table instrument_fts using fts5 (
  title, title_en, title_fr, number, content="instrument", tokenize="unicode61 remove_diacritics 2"
);
-- Word forms folded and reduced to their stems, language by language; `stem` says which forms of the texts have which stem.
-- The verdict of every State on every item, from day to day: what view verdict_day says, made by the build.
create table verdict_period (
  country     text not null references country (id),
  item        text not null references item (code),
  from_on     text not null,
  until_on    text,
  verdict     text not null check (verdict in ('full', 'partial', 'contrary', 'absent', 'not_assessed')),
  certainty   text check (certainty in ('A', 'B', 'C', 'D')),
  basis       text check (basis in ('text', 'digest', 'heading')),
  provision   text references provision (id),
  instrument  text references instrument (id),
  narrow      text,
  verification text,
  provisions  integer not null,
  contested   text check (contested in ('provision', 'finding', 'both')),
  contrary    text references provision (id),
  finding     text references finding (id),
  credit      real,
  since       text not null,
  primary key (country, item, from_on)
) strict, without rowid;
create index verdict_period_item on verdict_period (item, from_on);

create table stem (
  word     text not null,
  language text not null,
  stem     text not null,
  primary key (word, language)
) strict, without rowid;
create index stem_stem on stem (stem);
-- One narrow row for each provision: what the search filters and counts by. `place` is the order in which provisions stand when words alone do
-- not decide, and the rowid of search_fts: a word that is everywhere needs no ranking.
create table search_entry (
  place      integer not null primary key,
  provision  text not null unique references provision (id),
  instrument text not null references instrument (id),
  number     text,
  in_force   integer not null check (in_force in (0, 1)),
  weight     integer not null,
  country    text references country (id),
  region     text,
  kind       text not null,
  status     text not null,
  year       text,
  language   text,
  items      text,
  basis      text,
  verification text not null
) strict;
-- What the search finds beside provisions; a place is the rowid of record_fts. Several countries are split by a semicolon.
create table search_record (
  place   integer not null primary key,
  kind    text not null check (kind in ('body', 'plan', 'activity', 'agreement', 'finding', 'term')),
  record  text not null,
  country text,
  unique (kind, record)
) strict;
create virtual table record_fts using fts5 (title, body, content="", tokenize="unicode61 remove_diacritics 2");
create index search_entry_number on search_entry (number, instrument);
create index search_entry_instrument on search_entry (instrument);
create index search_entry_country on search_entry (country, instrument);
-- A facet of every provision: `given`, a JSON list of what they have, the empty text first, and for each place from 0 on the position in it as
-- `width` bytes, least first. Read by the search page at once; its name begins with _ because it tells nothing that search_entry
-- and crossref (`linked`, the items that are main subjects) do not.
create table _search_facet (
  name    text not null primary key,
  given   text not null,
  width   integer not null,
  numbers blob not null
) strict;
-- Words of search_fts that very many provisions have (ingest/database/common_words.py says how many), with the places that have them anywhere
-- or, `above` 1, in heading or title: bit n from the left is place n. Its name begins with _ because it tells nothing that search_fts does not.
-- A row with a long blob is read ten times quicker from a table with row numbers.
create table _search_common (
  word  text not null,
  above integer not null,
  bits  blob not null,
  unique (word, above)
) strict;
create virtual table search_fts using fts5 (
  heading, title, body, content="", tokenize="unicode61 remove_diacritics 2"
);

-- One row a State and year since 2000, to be joined with other panels by ISO 3166-1 alpha-3 and year: what held on 31 December, and what others
-- counted in the year. An empty cell is not known, never nought.
create view country_year as
with recursive years(year) as (
  select 2000 union all select year + 1 from years where year < cast(strftime('%Y', 'now') as integer)
), held as (
  select v.country, y.year,
    sum(v.verdict = 'full') as full, sum(v.verdict = 'partial') as partial,
    sum(v.verdict = 'contrary') as contrary, sum(v.verdict = 'absent') as absent
  from years y
  join verdict_period v on v.from_on <= y.year || '-12-31' and (v.until_on is null or v.until_on > y.year || '-12-31')
  where v.verdict <> 'not_assessed' and v.certainty in ('A', 'B', 'C')
  group by v.country, y.year
), counted as (
  select country, cast(period_start as integer) as year,
    max(value) filter (where measure = 'unodc_victims_detected') as victims_detected,
    max(value) filter (where measure = 'unodc_persons_prosecuted') as persons_prosecuted,
    max(value) filter (where measure = 'unodc_persons_convicted') as persons_convicted
  from statistic
  where period_start = period_end and length(period_start) = 4
  group by country, period_start
)
select k.id as country, y.year, k.name_en as name,
  (
    select r.bound_on <= y.year || '-12-31' from ratification r
    where r.country = k.id and r.instrument = 'palermo' and r.bound_on is not null
  ) as palermo_bound,
  (
    select min(l.from_on) <= y.year || '-12-31' from law_period l
    where l.country = k.id and l.role = 'main' and not l.undated
  ) as main_act,
  h.full, h.partial, h.contrary, h.absent,
  (
    select t.value from tier t
    where t.country = k.id and t.year = y.year and t.measure = 'tip' order by t.source limit 1
  ) as tip_tier,
  exists (
    select 1 from plan_span p
    where p.country = k.id and p.status <> 'draft' and p.starts_on <= y.year || '-12-31' and p.stops_on >= y.year || '-12-31'
  ) or null as plan_known,
  c.victims_detected, c.persons_prosecuted, c.persons_convicted
from country k
cross join years y
left join held h on h.country = k.id and h.year = y.year
left join counted c on c.country = k.id and c.year = y.year
where k.kind in ('state', 'observer')
order by k.id, y.year;
