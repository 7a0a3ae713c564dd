"""How many laws have their words in this copy, and how many more can have them."""

TEXTS = """
select
  (select count(distinct instrument) from provision where text is not null) as held,
  (select count(*) from text_wanted where fetched_by = 'program') as by_program,
  (select count(*) from text_wanted where fetched_by = 'person') as by_person
"""
