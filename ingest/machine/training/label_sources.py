"""Where labels and their texts are: names of documents, statutes and folders."""

# Documents of gold.csv that are held as text and have more labels than the digests -> folder.
GOLD_FOLDERS = {
    "PK2018": "PAK/prevention-of-trafficking-act-2018",
    "IE2008": "IRL/criminal-law-human-trafficking-act-2008",
    "IE2024": "IRL/sexual-offences-and-human-trafficking-act-2024",
    "CA_EN": "CAN/irpa-117-123-en",
    "CD2009": "COD/loi-09-001-protection-de-l-enfant",
    "CESEDA": "FRA/ceseda-l425-victimes-traite",
    "FR_CP": "FRA/code-penal-traite",
    "LU2014": "LUX/loi-2014-04-09-droits-victimes",
    "PEDS001": "PER/ds-001-2016-in-reglamento",
}
# The digests call four agreements by other names than db/curated does.
CURATED_IDS = {
    "int-ecowas-eccas-2006": "abuja-2006",
    "int-west-africa-children-2005": "abidjan-2005",
    "civ-agreement-bfa-2013": "agr-bfa-civ-2013",
    "civ-agreement-mli-2000": "agr-civ-mli-2000",
}
# Records of db/curated that were read from a held text and have no digest -> folder of that text.
CURATED_FOLDERS = {
    "are-decree-law-24-2023": "ARE/federal-decree-law-24-2023",
    "arg-decreto-111-2015": "ARG/decreto-111-2015-reglamento",
    "chl-ley-20507-2011": "CHL/ley-20507-trata",
    "civ-arrete-2017-17": "CIV/arrete-2017-travaux-dangereux-enfants",
    "col-decreto-1069-2014": "COL/decreto-1069-2014",
    "fra-ceseda-l425": "FRA/ceseda-l425-victimes-traite",
    "lka-act-2005-30": "LKA/convention-on-trafficking-act-30-2005",
    "lux-loi-2014-04-09": "LUX/loi-2014-04-09-droits-victimes",
    "lux-rgd-2014-03-10": "LUX/rgd-2014-03-10-comite-de-suivi",
    "lux-rgd-2014-09-11": "LUX/rgd-2014-09-11-assistance",
    "mar-dec-2018-740": "MAR/decret-commission-nationale-traite",
    "mlt-criminal-code-248a": "MLT/criminal-code-248a-248g",
    "mys-bill-2007-07": "MYS/antitrafficking-bill-2007-en",
    "pak-ordinance-2002-59": "PAK/prevention-and-control-of-human-trafficking-ordinance-2002",
    "per-ds-001-2016-in": "PER/ds-001-2016-in-reglamento",
    "qat-decision-15-2017": "QAT/decision-15-2017-national-committee",
}
# Texts that copy each other, or have parts of one law, stay on one side of any split.
FAMILIES = dict.fromkeys(CURATED_IDS.values(), "accords") | {
    "mar-loi-27-14": "mar-448",
    "mar-code-penal-448-1": "mar-448",
    "lux-rgd-2014-03-10": "lux-loi-2014-04-09",
    "lux-rgd-2014-09-11": "lux-loi-2014-04-09",
    "pak-ordinance-2002-59": "pak-prevention-of-trafficking-act-2018",
}
# Texts of the Protocol and the Convention, whose articles are items themselves.
PROTOCOL_FOLDERS = ("INT/palermo-protocol-en", "INT/palermo-protocol-es", "INT/palermo-protocol-ar")
CONVENTION_FOLDERS = {
    "INT/untoc-en": "en",
    "ARG/ley-25632-aprueba-cnuctoc-y-protocolos": "es",
    "COL/ley-800-2003-aprueba-protocolo": "es",
    "BHR/law-4-2004-untoc-and-protocols": "ar",
}
CONVENTION_ARTICLES = ("5", "6", "10", "11", "12", "15", "16", "18", "20", "24", "26")
# Texts of laws kept aside from the engine: db/learned/kept_aside.csv.
KEPT_ASIDE_FOLDERS = ("BRA/codigo-penal-149-149a",)
# Copies and translations of texts that are labelled.
COPIES = (
    "LSO/anti-trafficking-act-2011-plaintext",
    "PAK/prevention-of-trafficking-act-2018-gazette-ocr",
    "CAN/irpa-117-123-fr",
    "INT/palermo-protocol-ar-adala",
    "INT/palermo-protocol-fr",
    "DJI/loi-95-2005-ratification-cnuctoc",
)
