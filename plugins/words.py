"""Teach the templates their words: gettext, the names of closed lists, dates, and the small filters of the pages."""

from typing import Any

from datasette import hookimpl

from plugins import language, page


def names(_: Any) -> dict[str, dict[str, str]]:
    """The words shown for each value of a closed list, through gettext `_`."""
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
        "penalty": {
            "imprisonment": _("imprisonment"),
            "fine": _("fine"),
            "either": _("imprisonment, fine or both"),
            "both": _("imprisonment and fine"),
            "life": _("life imprisonment"),
            "death": _("death"),
            "other": _("by reference to another rule, or as the court decides"),
        },
        "unit": {
            "penalty unit": _("penalty units"),
            "currency point": _("currency points"),
            "fine point": _("fine units"),
            "minimum wage": _("minimum wages"),
            "tax unit": _("tax units"),
            "day-fine": _("day-fines"),
        },
        "read": {"full": _("full"), "partial": _("partial"), "contrary": _("contrary"), "absent": _("no words found")},
        "rule": {
            "all elements": _("all elements of the definition found"),
            "elements missing": _("elements of the definition not found"),
            "no means required: wider than 3(a)": _("no means required: wider than 3(a)"),
            "consent does not count": _("consent does not count"),
            "consent is void in some cases only": _("consent is void in some cases only"),
            "nothing on consent in a complete law": _("nothing on consent in a complete text"),
            "no means in the definition": _("no means in the definition"),
            "a rule on children without means": _("a rule on children without means"),
            "an offence against children without means": _("an offence against children without means"),
            "means in the definition and no rule on children": _("means in the definition and no rule on children"),
            "no age of a child in a complete law": _("no age of a child in a complete text"),
        },
        "element": elements(_),
        "claim": {"open": _("open"), "closed": _("closed since"), "contradicted": _("contradicted")},
        "tier": {"1": "1", "2": "2", "2WL": _("2, Watch List"), "3": "3", "special": _("special case")},
        "reuse": {"open": _("open licence"), "facts": _("facts may be reused"), "link": _("link only")},
    }


def elements(_: Any) -> dict[str, str]:
    """The words for the elements of a definition of trafficking."""
    return {
        "recruitment": _("recruitment"),
        "transportation": _("transportation"),
        "transfer": _("transfer"),
        "harbouring": _("harbouring"),
        "receipt": _("receipt"),
        "threat": _("threat"),
        "force": _("force"),
        "coercion": _("coercion"),
        "abduction": _("abduction"),
        "fraud": _("fraud"),
        "deception": _("deception"),
        "abuse_of_power": _("abuse of power"),
        "vulnerability": _("abuse of vulnerability"),
        "payments": _("payments or benefits"),
        "sexual_exploitation": _("sexual exploitation"),
        "prostitution": _("prostitution of others"),
        "forced_labour": _("forced labour"),
        "slavery": _("slavery"),
        "similar_practices": _("practices similar to slavery"),
        "servitude": _("servitude"),
        "organ_removal": _("removal of organs"),
        "forced_marriage": _("forced marriage"),
        "pornography": _("pornography"),
        "begging": _("begging"),
        "criminal_activity": _("criminal activity"),
        "illegal_adoption": _("illegal adoption"),
        "other": _("other"),
        "adults": _("adults"),
    }


class Names:
    """`names.verdict.full` in the reader's language; made once for each language."""

    def __init__(self) -> None:
        self.known: dict[str, dict[str, dict[str, str]]] = {}

    def __getitem__(self, closed_list: str) -> dict[str, str]:
        code = language.language()
        if code not in self.known:
            self.known[code] = names(language.words().gettext)
        return self.known[code][closed_list]


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    env.add_extension("jinja2.ext.i18n")
    env.install_gettext_callables(
        lambda message: language.words().gettext(message), lambda one, many, n: language.words().ngettext(one, many, n), newstyle=True
    )
    env.globals["names"] = Names()
    env.globals["languages"] = language.LANGUAGES
    env.globals["said"] = language.said
    env.globals["link"] = page.link
    env.globals["style"] = page.stamped("ledger.css")
    env.globals["world"] = page.stamped("world.svg")
    env.filters["marked"] = page.marked
    env.filters["grouped"] = page.grouped


@hookimpl
def extra_template_vars() -> dict[str, str]:
    """Every page knows its language and the prefix of its links."""
    return {"language": language.language(), "at": language.at()}


@hookimpl
def asgi_wrapper() -> Any:
    """Here and not beside it: Datasette loads each file of this folder a second time, and there is one language of the reader."""
    return language.localised
