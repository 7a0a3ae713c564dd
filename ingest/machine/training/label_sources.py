"""Where labels and their texts are: names of documents, statutes and folders."""

# Records of db/curated that were read from a held text -> folder of that text.
CURATED_FOLDERS = {
    "abidjan-2005": "INT/accord-multilateral-afrique-ouest-enfants-2005",
    "abuja-2006": "INT/accord-multilateral-cedeao-ceeac-2006",
    "agr-bfa-civ-2013": "CIV/accord-cote-divoire-burkina-faso-2013",
    "agr-civ-mli-2000": "CIV/accord-cote-divoire-mali-2000",
    "are-decree-law-24-2023": "ARE/federal-decree-law-24-2023",
    "arg-decreto-111-2015": "ARG/decreto-111-2015-reglamento",
    "arg-ley-26364-2008": "ARG/ley-26364-trata",
    "arg-ley-26842-2012": "ARG/ley-26842-trata",
    "bra-act-2017-13445": "BRA/lei-13445-2017-migracao",
    "can-act-2001-27": "CAN/irpa-117-123-en",
    "can-code-1985-c46": "CAN/criminal-code-279-280",
    "chl-act-2021-21325": "CHL/ley-21325-migracion",
    "chl-ley-20507-2011": "CHL/ley-20507-trata",
    "civ-arrete-2017-17": "CIV/arrete-2017-travaux-dangereux-enfants",
    "cmr-loi-2005-015": "CMR/loi-2005-015-trafic-et-traite-des-enfants",
    "cod-loi-09-001": "COD/loi-09-001-protection-de-l-enfant",
    "col-decreto-1069-2014": "COL/decreto-1069-2014",
    "col-decreto-4786-2008": "COL/decreto-4786-2008-estrategia-nacional",
    "col-ley-985-2005": "COL/ley-985-2005",
    "cri-code-1970-4573": "CRI/codigo-penal-172",
    "dji-loi-133-2016": "DJI/loi-133-2016-traite-des-personnes",
    "dza-decret-26-14": "DZA/decret-executif-26-14-mecanisme-national-victimes",
    "ecu-act-2017-lomh": "ECU/ley-movilidad-humana",
    "ecu-code-2014-coip": "ECU/coip-91-92",
    "fra-ceseda-l425": "FRA/ceseda-l425-victimes-traite",
    "fra-code-penal-traite": "FRA/code-penal-traite",
    "ind-act-1956-104": "IND/immoral-traffic-prevention-act-1956",
    "ind-code-1860-45": "IND/indian-penal-code-s370-374",
    "irl-act-2008-8": "IRL/criminal-law-human-trafficking-act-2008",
    "irl-act-2013-24": "IRL/criminal-law-human-trafficking-amendment-act-2013",
    "irl-act-2024-28": "IRL/sexual-offences-and-human-trafficking-act-2024",
    "lka-act-2005-30": "LKA/convention-on-trafficking-act-30-2005",
    "lso-act-2011-1": "LSO/anti-trafficking-act-2011",
    "lux-loi-2014-04-09": "LUX/loi-2014-04-09-droits-victimes",
    "lux-rgd-2014-03-10": "LUX/rgd-2014-03-10-comite-de-suivi",
    "lux-rgd-2014-09-11": "LUX/rgd-2014-09-11-assistance",
    "mar-code-penal-448-1": "MAR/code-penal-448-1",
    "mar-dec-2018-740": "MAR/decret-commission-nationale-traite",
    "mar-loi-27-14": "MAR/loi-27-14-traite-des-etres-humains",
    "mex-act-2012-lgpsedmtp": "MEX/ley-general-trata-2012-text",
    "mlt-criminal-code-248a": "MLT/criminal-code-248a-248g",
    "moz-lei-17-2020": "MOZ/lei-17-2020-altera-codigo-penal",
    "mys-bill-2007-07": "MYS/antitrafficking-bill-2007-en",
    "nam-act-2018-1": "NAM/combating-of-trafficking-act-2018",
    "pak-act-2018-34": "PAK/prevention-of-trafficking-act-2018",
    "pak-ordinance-2002-59": "PAK/prevention-and-control-of-human-trafficking-ordinance-2002",
    "per-ds-001-2016-in": "PER/ds-001-2016-in-reglamento",
    "per-ley-28950-2007": "PER/ley-28950-trata",
    "pry-act-2008-3440": "PRY/ley-3440-2008-codigo-penal",
    "pry-act-2012-4788": "PRY/ley-4788-2012",
    "pry-act-2022-6984": "PRY/ley-6984-migraciones",
    "qat-decision-15-2017": "QAT/decision-15-2017-national-committee",
    "qat-law-15-2011": "QAT/law-15-2011",
    "qat-law-5-2020": "QAT/law-5-2020-amendment",
    "sgp-phta-2014": "SGP/prevention-of-human-trafficking-act-2014",
    "sle-act-2022-12": "SLE/anti-human-trafficking-migrant-smuggling-act-2022",
    "tza-act-2008-6": "TZA/anti-trafficking-act-2008",
    "usa-code-18-77": "USA/usc-18-ch77",
    "usa-code-22-78": "USA/usc-22-ch78",
    "zwe-act-2014-4": "ZWE/trafficking-in-persons-act-2014",
}
# Records that were read from a text that is not held beside the repository. `make texts` brings it:
# its address and hash are in db/curated/text_source.
BROUGHT = (
    "bdi-cp-2017",
    "cmr-loi-1997-012",
    "gab-loi-2020-006",
    "lux-loi-2008-08-29",
    "lux-loi-2015-12-18-accueil",
    "lux-loi-2018-02-28",
    "qat-law-21-2024",
    "tgo-code-penal-2015-010",
)
# Laws on another subject that were gone through for articles on trafficking: what has no row in
# the record has no item.
GENERAL_LAWS = (
    "bra-act-2017-13445",
    "chl-act-2021-21325",
    "cmr-loi-1997-012",
    "lux-loi-2008-08-29",
    "lux-loi-2015-12-18-accueil",
    "pry-act-2022-6984",
)
# Articles to whose words a text without a mark of its own is glued: a copy of the Protocol.
GLUED = {("nam-act-2018-1", "29")}
# Laws whose words, without their labels, db/learned/guessed.npz was learned from before they were
# labelled. Empty once make_embeddings has made it anew.
ESTIMATED_FROM = (
    "arg-ley-26842-2012",
    "bra-act-2017-13445",
    "can-code-1985-c46",
    "chl-act-2021-21325",
    "cri-code-1970-4573",
    "ecu-act-2017-lomh",
    "ecu-code-2014-coip",
    "ind-act-1956-104",
    "ind-code-1860-45",
    "irl-act-2013-24",
    "mex-act-2012-lgpsedmtp",
    "pry-act-2008-3440",
    "pry-act-2012-4788",
    "pry-act-2022-6984",
    "qat-law-5-2020",
    "usa-code-18-77",
    "usa-code-22-78",
)
# Documents of gold.csv that no record was read from, or in part -> statute.
GOLD_STATUTES = {
    "PK2018": "pak-act-2018-34",
    "CD2009": "cod-loi-09-001",
    "CESEDA": "fra-ceseda-l425",
    "FR_CP": "fra-code-penal-traite",
}
# Texts that copy each other, or have parts of one law, stay on one side of any split.
FAMILIES = dict.fromkeys(
    ("abidjan-2005", "abuja-2006", "agr-bfa-civ-2013", "agr-civ-mli-2000"), "accords"
) | {
    "arg-ley-26842-2012": "arg-ley-26364-2008",
    "can-code-1985-c46": "can-act-2001-27",
    "ecu-code-2014-coip": "ecu-act-2017-lomh",
    "ind-code-1860-45": "ind-act-1956-104",
    "irl-act-2013-24": "irl-act-2008-8",
    "mar-loi-27-14": "mar-448",
    "mar-code-penal-448-1": "mar-448",
    "lux-loi-2008-08-29": "lux-loi-2014-04-09",
    "lux-loi-2015-12-18-accueil": "lux-loi-2014-04-09",
    "lux-loi-2018-02-28": "lux-loi-2014-04-09",
    "lux-rgd-2014-03-10": "lux-loi-2014-04-09",
    "lux-rgd-2014-09-11": "lux-loi-2014-04-09",
    "pak-ordinance-2002-59": "pak-act-2018-34",
    "pry-act-2008-3440": "pry-act-2012-4788",
    "qat-law-21-2024": "qat-law-15-2011",
    "qat-law-5-2020": "qat-law-15-2011",
    "usa-code-22-78": "usa-code-18-77",
}
# Texts of the Protocol and the Convention, whose articles are items themselves.
PROTOCOL_FOLDERS = (
    "INT/palermo-protocol-en",
    "INT/palermo-protocol-es",
    "INT/palermo-protocol-ar",
    "INT/palermo-protocol-fr",  # lines of articles 3 to 6 are lost, and five headings
)
CONVENTION_FOLDERS = {
    "INT/untoc-en": "en",
    "ARG/ley-25632-aprueba-cnuctoc-y-protocolos": "es",
    "COL/ley-800-2003-aprueba-protocolo": "es",
    "BHR/law-4-2004-untoc-and-protocols": "ar",
}
CONVENTION_ARTICLES = ("5", "6", "10", "11", "12", "15", "16", "18", "20", "24", "26")
# Treaties whose articles have equivalents among the items -> their name in db/curated/clause.
EQUIVALENT_FOLDERS = {
    "INT/cets-197-en": "coe",
    "INT/crc-opsc-en": "opsc",
    "INT/ilo-c182-en": "c182",
    "INT/ilo-p029": "p029",
}
# Texts of laws kept aside from the engine: db/learned/kept_aside.csv.
KEPT_ASIDE_FOLDERS = ("BRA/codigo-penal-149-149a",)
# Copies and translations of texts that are labelled.
COPIES = (
    "LSO/anti-trafficking-act-2011-plaintext",
    "PAK/prevention-of-trafficking-act-2018-gazette-ocr",
    "CAN/irpa-117-123-fr",
    "INT/palermo-protocol-ar-adala",
    "DJI/loi-95-2005-ratification-cnuctoc",
)
