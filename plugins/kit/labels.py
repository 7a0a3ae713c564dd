"""The words for each value of a closed list, for each kind of row and each column: what the templates call `names`."""

from typing import Any


def names(_: Any) -> dict[str, dict[str, str]]:
    """The words shown for each value of a closed list, through gettext `_`."""
    every = (assessments, instruments, standings, duties, readings, contents, remarks)
    return {name: words for part in every for name, words in part(_).items()}


def assessments(_: Any) -> dict[str, dict[str, str]]:
    """What is said of an item, and how far it was checked."""
    return {
        "verdict": {
            "full": _("full"),
            "partial": _("partial"),
            "contrary": _("contrary"),
            "absent": _("looked for, not found"),
            "not_assessed": _("not assessed"),
        },
        "basis": {"text": _("article read"), "digest": _("from an account of the article"), "heading": _("heading only")},
        "verification": {
            "seen": _("seen at the source"),
            "general": _("known, source not seen"),
            "conflicting": _("sources differ"),
            "reviewed": _("reviewed by a person"),
        },
        "pillar": {
            "prosecution": _("Prosecution"),
            "protection": _("Protection"),
            "prevention": _("Prevention"),
            "partnership": _("Partnership"),
            "general": _("General"),
        },
    }


def instruments(_: Any) -> dict[str, dict[str, str]]:
    """What an instrument is, and whether it is in force."""
    return {
        "kind": {
            "act": _("act"),
            "code": _("code"),
            "decree": _("decree"),
            "regulation": _("regulation"),
            "bill": _("bill"),
            "plan": _("plan"),
            "strategy": _("strategy"),
            "policy": _("policy"),
            "nrm": _("referral mechanism"),
            "sop": _("operating procedures"),
            "mou": _("memorandum of understanding"),
            "agreement": _("agreement"),
            "declaration": _("declaration"),
            "treaty": _("treaty"),
            "directive": _("directive"),
            "mechanism": _("network or forum"),
            "standard": _("model text"),
        },
        "status": {
            "draft": _("draft"),
            "signed": _("signed, entry into force not known"),
            "adopted": _("adopted"),
            "in_force": _("in force"),
            "amended": _("in force as amended"),
            "superseded": _("superseded"),
            "repealed": _("repealed"),
            "expired": _("expired"),
            "unknown": _("status not known"),
        },
    }


def standings(_: Any) -> dict[str, dict[str, str]]:
    """How a State, a plan or a pair of countries stands."""
    return {
        "party": {
            "bound": _("bound"),
            "signatory": _("signatory"),
            "participant": _("takes part"),
            "none": _("no action"),
            "left": _("left"),
            "unknown": _("not known"),
        },
        "clock": {
            "current": _("current"),
            "expiring_6_months": _("ends within six months"),
            "expired": _("ended"),
            "expired_without_successor": _("ended, no successor known"),
            "upcoming": _("begins later"),
            "draft": _("draft"),
            "undated": _("no period known"),
        },
        "corridor": {
            "in_force": _("own text in force"),
            "in_force_unknown": _("own text, entry into force not known"),
            "wider_only": _("only wider texts"),
            "empty": _("none held"),
        },
        "standing": {
            "bound": _("bound"),
            "signatory": _("signed"),
            "participant": _("takes part"),
            "left": _("left"),
            "left_community": _("left the community on"),
            "unknown": _("member of the community, own act not known"),
        },
    }


def duties(_: Any) -> dict[str, dict[str, str]]:
    """Cooperation, roles of bodies, duties, and what became of them."""
    return {
        "cooperation": {
            "return": _("Return"),
            "information": _("Exchange of information"),
            "joint_bodies": _("Joint bodies"),
            "legal_assistance": _("Legal assistance"),
            "extradition": _("Extradition"),
        },
        "role": {
            "all": _("all parties"),
            "origin": _("State of origin"),
            "transit": _("State of transit"),
            "destination": _("State of destination"),
            "commission": _("joint commission"),
            "requesting": _("requesting State"),
            "requested": _("requested State"),
            "national": _("national authority"),
        },
        "obligation": {
            "mandatory": _("mandatory"),
            "qualified": _("mandatory with a qualifier"),
            "consider": _("to be considered"),
            "recommended": _("recommended"),
            "definition": _("definition"),
            "interpretive": _("interpretation"),
        },
        "finding": {"met": _("met"), "partly": _("partly met"), "not_met": _("not met")},
        "activity": {
            "planned": _("planned"),
            "started": _("started"),
            "partly_done": _("partly done"),
            "done": _("reported done"),
            "not_adopted": _("not adopted"),
            "unknown": _("not known"),
        },
    }


def readings(_: Any) -> dict[str, dict[str, str]]:
    """Claims, grades, and what is read in a law."""
    return {
        "claim": {"open": _("open"), "closed": _("closed since"), "contradicted": _("contradicted")},
        "tier": {"1": "1", "2": "2", "2WL": _("2, Watch List"), "3": "3", "special": _("special case")},
        "reuse": {"open": _("open licence"), "facts": _("facts may be reused"), "link": _("link only")},
        "confidence": {"strong": _("strong"), "possible": _("possible"), "weak": _("weak")},
        "penalty": {"imprisonment": _("imprisonment"), "fine": _("fine"), "either": _("imprisonment, fine or both"), "both": _("imprisonment and fine"),
                    "life": _("life imprisonment"), "death": _("death"), "other": _("by reference to another rule, or as the court decides")},
        "unit": {"penalty unit": _("penalty units"), "currency point": _("currency points"), "fine point": _("fine units"),
                 "minimum wage": _("minimum wages"), "tax unit": _("tax units"), "day-fine": _("day-fines")},
        "read": {"full": _("full"), "partial": _("partial"), "contrary": _("contrary"), "absent": _("no words found")},
        "rule": {"all elements": _("all elements of the definition found"), "elements missing": _("elements of the definition not found"),
                 "no means required: wider than 3(a)": _("no means required: wider than 3(a)"), "consent does not count": _("consent does not count"),
                 "consent is void in some cases only": _("consent is void in some cases only"),
                 "nothing on consent in a complete law": _("nothing on consent in a complete text"),
                 "no means in the definition": _("no means in the definition"), "a rule on children without means": _("a rule on children without means"),
                 "an offence against children without means": _("an offence against children without means"),
                 "means in the definition and no rule on children": _("means in the definition and no rule on children"),
                 "no age of a child in a complete law": _("no age of a child in a complete text")},
        "bound_by": {"ratification": _("ratification"), "acceptance": _("acceptance"), "approval": _("approval"), "accession": _("accession"),
                     "succession": _("succession"), "definitive_signature": _("definitive signature"), "formal_confirmation": _("formal confirmation"),
                     "membership": _("membership"), "unknown": _("not known")},
        "body": {"coordination": _("coordination"), "rapporteur": _("rapporteur"), "hotline": _("hotline"), "fund": _("fund"), "service": _("service"),
                 "police": _("police"), "prosecution": _("public prosecution"), "court": _("court"), "technical_committee": _("technical committee"),
                 "monitoring": _("monitoring"), "enforcement": _("enforcement"), "international": _("international body")},
    }


def contents(_: Any) -> dict[str, dict[str, str]]:
    """What definitions, findings and conflicts are about."""
    return {
        "part": {"acts": _("act of trafficking"), "means": _("means"), "purposes": _("purpose"), "rules": _("rule")},
        "element": {"recruitment": _("recruitment"), "transportation": _("transportation"), "transfer": _("transfer"), "harbouring": _("harbouring"),
                    "receipt": _("receipt"), "threat": _("threat"), "force": _("use of force"), "coercion": _("coercion"), "abduction": _("abduction"),
                    "fraud": _("fraud"), "deception": _("deception"), "abuse_of_power": _("abuse of power"), "vulnerability": _("abuse of vulnerability"),
                    "payments": _("payments or benefits"), "prostitution": _("exploitation of prostitution"), "pornography": _("pornography"),
                    "sexual_exploitation": _("sexual exploitation"), "forced_labour": _("forced labour or services"), "slavery": _("slavery"),
                    "similar_practices": _("practices similar to slavery"), "servitude": _("servitude"), "organ_removal": _("removal of organs"),
                    "begging": _("begging"), "criminal_activity": _("criminal activity"), "forced_marriage": _("forced marriage"),
                    "illegal_adoption": _("illegal adoption"), "debt_bondage": _("debt bondage"), "other": _("other"), "adults": _("adults"),
                    "means_required_for_child": _("no means needed for a child"), "consent_irrelevant": _("consent does not matter"),
                    "child_age": _("a child is under eighteen")},
        "subject": {"legislation": _("legislation"), "enforcement": _("enforcement"), "training": _("training"), "institution": _("institutions"),
                    "plan": _("plans"), "cross_border": _("across borders"), "mechanism": _("mechanisms"), "procedure": _("procedures"),
                    "protection": _("protection"), "children": _("children"), "detention": _("detention"), "data": _("data"), "health": _("health"),
                    "regional": _("regional")},
        "conflict": {"extent": _("one law full, another contrary"), "finding": _("two reports differ"), "party": _("treaty actions differ"),
                     "tier": _("grades differ"), "value": _("a further source gives another value"),
                     "marked": _("the record itself says that sources differ")},
    }


def remarks(_: Any) -> dict[str, dict[str, str]]:
    """What changed or is owed, how laws are tied and cited, regions."""
    return {
        "reason": {"added": _("added"), "removed": _("taken out"), "changed": _("changed")},
        "owed": {"crossref": _("links to items"), "provision": _("provisions"), "suggestion": _("machine suggestions"), "instrument": _("instruments"),
                 "second_reading": _("second readings")},
        "debt": {"text": _("article read"), "digest": _("from an account of the article"), "heading": _("heading only"),
                 "article_not_confirmed": _("article not confirmed"), "unconfirmed": _("not confirmed by a person"),
                 "general": _("known, source not seen"), "conflicting": _("sources differ"), "readers_differ": _("two readers differ")},
        "measure": {"tip": _("TIP tier"), "3p": "3P", "3p_prosecution": _("3P, prosecution"), "3p_prevention": _("3P, prevention"),
                    "3p_protection": _("3P, protection"), "ilab_advancement": _("ILAB, advancement")},
        "advancement": {"significant": _("significant"), "moderate": _("moderate"), "minimal": _("minimal"), "none": _("no advancement")},
        "tradition": {"civil law": _("civil law"), "common law": _("common law"), "customary law": _("customary law"), "Islamic law": _("Islamic law"),
                      "mixed": _("mixed"), "religious law": _("religious law"), "socialist law": _("socialist law")},
        "cited": {"article not confirmed": _("article not confirmed"), "of the Act": _("of the Act"), "and": _("and"), "to": _("to"),
                  "long title": _("long title"),
                  "final prov.": _("final prov."), "number not verified": _("number not verified"), "para": _("para"),
                  "amends": _("amends"), "annex": _("annex"), "book": _("book"), "chapter": _("chapter"), "part": _("part"), "title": _("title")},
        "relation": {"amends": _("amends"), "repeals": _("repeals"), "implements": _("implements"), "replaces": _("replaces"),
                     "translates": _("translates"), "cites": _("cites")},
        "passive": {"amends": _("amended by"), "repeals": _("repealed by"), "implements": _("implemented by"), "replaces": _("replaced by"),
                    "translates": _("translated by"), "cites": _("cited by")},
        "region": {"Africa": _("Africa"), "Americas": _("Americas"), "Asia": _("Asia"), "Europe": _("Europe"), "Oceania": _("Oceania"),
                   "Northern Africa": _("Northern Africa"), "Western Africa": _("Western Africa"), "Middle Africa": _("Middle Africa"),
                   "Eastern Africa": _("Eastern Africa"), "Southern Africa": _("Southern Africa"), "Northern America": _("Northern America"),
                   "Central America": _("Central America"), "South America": _("South America"), "Caribbean": _("Caribbean"),
                   "Central Asia": _("Central Asia"), "Eastern Asia": _("Eastern Asia"), "South-eastern Asia": _("South-eastern Asia"),
                   "Southern Asia": _("Southern Asia"), "Western Asia": _("Western Asia"), "Northern Europe": _("Northern Europe"),
                   "Western Europe": _("Western Europe"), "Eastern Europe": _("Eastern Europe"), "Southern Europe": _("Southern Europe"),
                   "Australia and New Zealand": _("Australia and New Zealand"), "Melanesia": _("Melanesia"), "Micronesia": _("Micronesia"),
                   "Polynesia": _("Polynesia")},
    }


def tongues(_: Any) -> dict[str, str]:
    """Official and working languages that CLDR does not know under the name the records give."""
    return {
        "Austro-Bavarian German": _("Austro-Bavarian German"),
        "Belizean Creole": _("Belizean Creole"), "Bengali": _("Bengali"), "Berber": _("Berber"), "Chewa": _("Chewa"), "Chibarwe": _("Chibarwe"),
        "Guaraní": _("Guaraní"), "Jamaican Patois": _("Jamaican Patois"),
        "Kalanga": _("Kalanga"), "Khoekhoe": _("Khoekhoe"), "Khoisan": _("Khoisan"), "Kikongo": _("Kikongo"), "Kirundi": _("Kirundi"),
        "Kwangali": _("Kwangali"), "Maldivian": _("Maldivian"), "Mauritian Creole": _("Mauritian Creole"), "Ndau": _("Ndau"),
        "New Zealand Sign Language": _("New Zealand Sign Language"), "Northern Ndebele": _("Northern Ndebele"), "Persian (Farsi)": _("Persian (Farsi)"),
        "Sami": _("Sami"), "Seychellois Creole": _("Seychellois Creole"), "Slovene": _("Slovene"), "Sorani": _("Sorani"), "Sotho": _("Sotho"),
        "Southern Ndebele": _("Southern Ndebele"), "Swazi": _("Swazi"), "Tonga": _("Tonga"), "Tshiluba": _("Tshiluba"), "Tuvaluan": _("Tuvaluan"),
        "Upper Guinea Creole": _("Upper Guinea Creole"), "Zimbabwean Sign Language": _("Zimbabwean Sign Language"),
    }


def entities(_: Any) -> dict[str, str]:
    """What a row of each table is, in the singular."""
    return {
        "party": _("treaty action"), "membership": _("membership"), "instrument": _("instrument"), "provision": _("provision"), "penalty": _("penalty"),
        "definition": _("definition"), "crossref": _("link to an item"), "finding": _("finding"), "claim": _("claim"), "body": _("body"),
        "tier": _("grade"), "absence": _("search without a find"), "plan_activity": _("plan activity"), "plan_objective": _("plan objective"),
        "plan_progress": _("report on a plan"), "source": _("source"), "country": _("country"), "item": _("item"), "clause": _("treaty clause"),
        "relation": _("tie between instruments"), "version": _("text received"), "version_text": _("article of a text received"),
        "corridor": _("pair of countries"), "statistic": _("figure"), "programme": _("programme"), "snapshot": _("page fetched"),
        "country_name": _("name of a country"), "grouping": _("community or group"), "border": _("land border"),
        "instrument_alias": _("name of an instrument"), "benchmark": _("benchmark"), "equivalent": _("pair of like clauses"),
        "second_reading": _("second reading"), "commitment": _("commitment"), "commitment_item": _("item of a commitment"),
        "regional_instrument": _("text of a community"), "meeting": _("meeting"), "meeting_country": _("participant of a meeting"),
        "activity_item": _("item of an activity"), "witness": _("further source"), "suggestion": _("machine suggestion"), "concept": _("concept"),
        "concept_word": _("word of a concept"), "item_concept": _("concept of an item"), "rule": _("rule of the suggestions"),
        "phrase": _("short word of the records"), "term": _("glossary term"),
    }


def columns(_: Any) -> dict[str, str]:
    """What stands in a column, for the columns whose changes and conflicts readers see."""
    return {
        "bound_on": _("date bound"), "bound_by": _("way of being bound"), "signed_on": _("signed on"), "status": _("status"), "name": _("name as printed"),
        "in_force_on": _("in force on"), "adopted_on": _("adopted on"), "extent": _("extent"), "verification": _("how far checked"), "text": _("text"),
        "summary_en": _("summary in English"), "summary_fr": _("summary in French"), "plan_clock": _("standing of the plan"), "closed_on": _("closed on"),
        "as_of": _("state as of"), "source": _("source"), "ended_on": _("ended on"), "period_start": _("beginning of the period"),
        "period_end": _("end of the period"), "max_months": _("longest imprisonment"), "min_months": _("shortest imprisonment"),
        "fine_max": _("highest fine"), "fine_min": _("lowest fine"), "life": _("imprisonment for life"), "number": _("number"), "title": _("title"),
        "title_en": _("title in English"), "title_fr": _("title in French"), "since": _("since"), "joined_on": _("joined on"), "left_on": _("left on"),
        "currency": _("currency"), "aggravated": _("aggravated"), "kind": _("kind"), "heading": _("heading"), "label": _("label"),
        "locator": _("place in the source"), "note": _("note"), "note_en": _("note"), "note_fr": _("note in French"), "language": _("language"),
        "body": _("body"), "acts": _("acts"), "means": _("means"), "purposes": _("purposes"), "means_required_for_child": _("means required for a child"),
        "consent_irrelevant": _("consent irrelevant"), "child_age": _("age of a child"), "basis": _("what it rests on"), "verdict": _("verdict"),
        "statement_en": _("statement in English"), "statement_fr": _("statement in French"), "year": _("year"), "first_year": _("first year"),
        "value": _("value"), "evidence": _("evidence"), "evidence_en": _("evidence in English"), "evidence_fr": _("evidence in French"),
        "due_on": _("due on"), "starts_on": _("begins on"), "ends_on": _("ends on"), "activity_en": _("activity in English"),
        "activity_fr": _("activity in French"), "pillar": _("pillar"), "budget": _("budget"), "indicator": _("indicator"), "role": _("role"),
        "hotline": _("hotline"), "hours": _("hours"), "url": _("address"), "acronym": _("acronym"), "name_en": _("name in English"),
        "name_fr": _("name in French"), "reservation": _("reservation"), "text_state": _("state of the text"), "official": _("official"),
        "warnings": _("doubts of the reader"), "looked_in": _("looked in"), "looked_on": _("looked on"), "reviewer": _("reviewer"),
        "reviewed_on": _("reviewed on"), "main": _("main article"), "obligation": _("obligation"), "requirement_en": _("requirement in English"),
        "requirement_fr": _("requirement in French"), "label_en": _("label in English"), "label_fr": _("label in French"), "topics": _("topics"),
        "depositary": _("depositary"), "legal_basis": _("legal basis"),
    }
