"""The signs by which laws show where an article, a chapter, a schedule, a note or the signatures
begin.

Data only. All languages stand together: a word that means "article" in one does not mean something
else in another; the few that do (section, paragraph, الفصل) are tied to their language or to
digits.
"""

import re

QUOTES = "“\"«„‟‘'‹»”"
OPENING, CLOSING = "“«„", "”»"

# Article, artículo, Artikel ...: a capital letter, because "article 5 of the Code" may stand at the
# start of a line too.
ARTICLE = re.compile(
    r"(?P<word>(?:A(?:rt(?:icle|ículo|iculo|igo|ikel|icolul|icolo|ikkel)?|RT(?:ICLE|ÍCULO|ICULO|IGO|IKEL|ICOLUL|ICOLO)?)\b\.?"
    r"|[ΆΑ]ρθρο|[ΆΑ]ΡΘΡΟ|Ibara ya|Pasal|(?:ال|ا)?(?:لمادة|ملادة|مادة|لماده|ماده|لمــادة)|البند|المــادة|الفصل(?=\s*\(?\s?[\d٠-٩]))\s*)",
)
SECTION = {
    "en": re.compile(r"(?P<word>(?:S(?:ection|ec\.|ECTION)|R(?:egulation|ule)|§)\s*)"),
    "*": re.compile(r"(?P<word>§\s*)"),
}
SECTION_SIGN = (
    "de",
    "cs",
    "sk",
    "et",
    "nb",
    "en",
    "nl",
    "",
)  # in Romance languages § is a paragraph of an article
BARE = re.compile(r"(?P<word>)(?=\d{1,4}[A-Z]{0,3}\s*\.{1,2}(?!\d))")
BARE_HEADING = re.compile(r"(?P<word>)(?=\d{1,4}[A-Z]{0,3}\b\.{0,2}\s+[A-ZÀ-Ý“\"‘\[])")
PLAIN = re.compile(r"(?P<word>)(?=\d{1,3}[A-Z]{0,2}\s+[A-Z][^.;]{2,110}$)")
ORDINAL = re.compile(
    r"(?P<word>(?:DISPOSICI[ÓO]N\s+)?)(?=[A-ZÁÉÍÓÚa-záéíóú]+\s?(?:[A-ZÁÉÍÓÚa-záéíóú]+)?\s*\.\s?[-–—])"
)

# After the number: an end, a stop, a bracket or a capital; a small letter or a comma makes it a
# reference.
AFTER = re.compile(r"\s*(?:$|[.:،؛/–—-]|[(\[“\"«‘¿]|[A-ZÀ-ÝΑ-ΩΆ-Ώ\d•°]|[\u0621-\u064a])")
NOT_AFTER = re.compile(
    r"\s*(?:Abs(?:atz|\.)|Ziff|Nr\.|Buchst|(?:and|or|of|et|de|du|y|e|o|und|van|lid)\b|من\b|و(?:المادة|المواد)|\(?\d+\)?\s*(?:of"
    r"|de|du|من)\b"
    r"|[–-]\s?\d+\s+(?:of|de|du)\b|(?:المذكورة|المشار|أعلاه|السابقة|السالفة)\b)"
)

ROMAN_OR_NUMBER = (
    r"(?:[IVXLC]{1,7}\b|\d{1,3}\b|[Pp]remi(?:er|ère)\b|PREMI(?:ER|ÈRE)\b|[Ff]irst\b|[A-H]\b(?=\s*[-–—.:]|\s*$)|[ÚUú]nic[oa]\b"
    r"|ONE\b|TWO\b)"
)
# Ranks order the containers: a new one closes those of the same or a lower rank.
CONTAINERS = (
    (
        1,
        re.compile(
            rf"(?:LIVRE|Livre|BOOK|Book|LIBRO|Libro|LIVRO|Livro|BUCH|Buch|CARTEA)\s+{ROMAN_OR_NUMBER}|(?:الكتاب|الجزء)\s+ال\w+"
        ),
    ),
    (
        2,
        re.compile(
            rf"(?:PART|Part|PARTIE|Partie|PARTE|Parte|PARTEA|TEIL|Teil|PARTI)\s+{ROMAN_OR_NUMBER}|Sehemu ya|القسم\s+ال\w+"
        ),
    ),
    (
        3,
        re.compile(
            rf"(?:TITRE|Titre|TITLE|Title|T[ÍI]TULO|T[íi]tulo|TITEL|Titel|TITLU|TITLUL|Titlul|T[ÍI]TOL|TITOLO)\s+{ROMAN_OR_NUMBER}"
            r"|(?:الباب)\s+(?:ال\w+|\d+)"
        ),
    ),
    (
        4,
        re.compile(
            rf"(?:CHAPTER|Chapter|CHAPITRE|Chapitre|CAP[ÍI]TULO?|Cap[íi]tulo?|CAPITOLUL|Capitolul|KAPITEL|Kapitel"
            rf"|HOOFDSTUK|Hoofdstuk|CAPÍTOL"
            rf"|Capítol|SUBCHAPTER|ΚΕΦΑΛΑΙΟ|Sura ya|BAB|BAHAGIAN)\s+(?:{ROMAN_OR_NUMBER}|\w+\s*$)|الفصل\s+ال\w+"
        ),
    ),
    (
        5,
        re.compile(
            rf"(?:SECTION|Section|SECCI[ÓO]N|Secci[óo]n|SE[CÇ][CÇ]?[ÃA]O|Se[cç]ç?[ãa]o|SEC[ȚT]IUNEA|Sec[țt]iunea"
            rf"|ABSCHNITT|Abschnitt|AFDELING"
            rf"|Afdeling|Division|DIVISION)\s+{ROMAN_OR_NUMBER}|\d\.\s?Abschnitt|(?:الفرع|المبحث)\s+ال\w+"
        ),
    ),
    (
        6,
        re.compile(
            rf"(?:PARAGRAPHE|Paragraphe|SUB-?PART|Subpart|Sous-section|SOUS-SECTION|Subse[cç]ç?[ãa]o"
            rf"|P[áa]rrafo)\s+{ROMAN_OR_NUMBER}"
        ),
    ),
    (
        7,
        re.compile(
            r"[IVX]{1,5}\s?[.–—-]\s*(?=[A-ZÀ-Ý])|(?:أولا|أولاً|ثانيا|ثانياً|ثالثا|ثالثاً|رابعا|رابعاً|خامسا|خامساً)\s*[-–:.]"
        ),
    ),
)

SCHEDULE = re.compile(
    r"(?:(?:FIRST|SECOND|THIRD|FOURTH|FIFTH|SIXTH|First|Second|Third|Fourth|Fifth|Sixth)\s+(?:SCHEDULE|Schedule)|(?:SCHEDULES?"
    r"|Schedules?)"
    r"(?:\s+(?:\d+|[IVX]+|[A-H]|[Tt]o\b.*))?|(?:ANNEXE?|Annexe?|ANEXO|Anexo|ANEX[ĂA]|Anex[ăa]|BIJLAGE|Bijlage|ANHANG|Anhang"
    r"|APPENDIX|Appendix)"
    r"(?:\s+(?:\d+|[IVX]+|[A-H]|[ÚU]nico))?|DISPOSI[CÇ](?:I[ÓO]N(?:ES)?|[ÕO]ES)\s+(?:ADICIONAL|TRANSITORIA|COMPLEMENTARIA|FINAL"
    r"|FINA|DEROGATORIA)\w*.*"
    r"|Disposi(?:ción|ciones)\s+(?:[Aa]dicional|[Tt]ransitoria|[Cc]omplementaria|[Ff]inal|[Dd]erogatoria)\w*"
    r"|(?:ال)?ملحق(?:\s+(?:رقم\s*)?\S+)?)"
    r"(?:\s*[-–—:.(\[].*|\s+[A-ZÀ-Ý].*)?"
)
# Papers printed with a law that are not law.
NOT_LAW = re.compile(
    r"EXPLANATORY (?:STATEMENT|NOTE|MEMORANDUM)|Explanatory (?:[Ss]tatement|[Nn]ote|[Mm]emorandum)|HURAIAN"
    r"|STATEMENT OF OBJECTS AND REASONS"
    r"|OBJECTS AND REASONS|Legislative History|LEGISLATIVE HISTORY"
)
MARGIN_NOTE = re.compile(r"(?:Added|Amended|Substituted) by:")
FINAL_PROVISIONS = re.compile(r"DISPOSI|Disposi")

SIGNATURE = re.compile(
    r"(?:Fait (?:et\s+\w+\s+)?(?:à|en)\s+[A-ZÉ]|FAIT À|Donn[ée]+ à [A-Z]|Done at [A-Z]|DONE AT|In witness whereof"
    r"|IN WITNESS WHEREOF|Passed (?:in|by) "
    r"(?:Parliament|the (?:House|National))|En foi de quoi|EN FOI DE QUOI|En fe de lo cual|EN FE DE LO CUAL|Dad[oa] en "
    r"|DAD[OA] EN |Comun[íi]quese al se[ñn]or"
    r"|Publ[íi]quese y |REG[ÍI]STRESE|COMUN[ÍI]QUESE Y|POR TANTO:|Aprovad[oa] (?:pel[oa]|em) |Promulgad[oa] em|Publique-se"
    r"|Bras[íi]lia, \d|Feito em |Gedaan te |Geschehen "
    r"|Em fé do que|Geschehen zu |Zu Urkund dessen|Le Pr[ée]sident de la R[ée]publique,?\s*$"
    r"|Par le Pr[ée]sident de la R[ée]publique|Le pr[ée]sent d[ée]cret sera publi[ée] au Journal|El Presidente del [Hh]onorable"
    r"|EL PRESIDENTE DEL? |حرر (?:ب|في)|صدر (?:في|ب|بقصر)|وحرر|Casa Civil|Ten Edition|Mando, por tanto|Lasten en bevelen"
    r"|Επικυρώνουμε|Αθήνα, \d|Aceast[ăa] lege a fost adoptat[ăa])"
)
SIGNATURE_INLINE = re.compile(
    r"(?<=[.”\"»;])\s+(?=(?:Aprovad[oa] (?:pela Assembleia|em Conselho)|Publique-se|Fait à [A-ZÉ]\w+,? le \d"
    r"|Dad[oa] en [A-Z]\w+,? a |Comun[íi]quese al |Done at [A-Z]|صدر في |حرر ب))"
)

# A note of the editor: the whole of a bracket, or a line that opens with a star, and one of these
# words in it.
AMENDED = (
    r"amended|substituted|inserted|repealed|deleted|added by|replaced|renumbered|omitted|commence[ds]|in force|subs\.|ins\.|"
    r"sustituid|derogad|incorporad|modificad|reemplazad|abrog[ée]|modifi[ée]|remplac[ée]|ins[ée]r[ée]|compl[ée]t[ée] par|"
    r"revogad|reda[çc][ãa]o dada|inclu[íi]d|acrescentad|vetado|vig[êe]ncia|alterad|abrogat|modificat|introdus|gewijzigd|vervallen|"
    r"geändert|aufgehoben|eingefügt|Fassung|CONCORDANCIA|NOTA SPIJ|concordancia|Confrontar|[Vv]er (?:nota|antecedentes|norma)|"
    r"عدلت|استبدل|الغيت|ألغيت|معدل|مضاف|أضيف|this version|editorial|Publish(?:er|ed in)"
)
NOTE_WORDS = re.compile(AMENDED, re.I)
NOTE_OPEN = re.compile(r"[\[(]\s*[*\[(]?")
NOTE_LINE = re.compile(
    r"(?:\(\*+\)|\*{1,3}\s|\\\*)|CONCORDANCIAS?:|OTRAS CONCORDANCIAS|Vigente desde:|\[?(?:Amended|Added|Substituted|Repealed"
    r"|Inserted) by[: ]|"
    r"Notas? de vigencia|(?:JURISPRUDENCIA|Jurisprudencia|LEGISLACIÓN ANTERIOR|Legislación anterior)\b|\(?\*\)?\s?NOTA"
    r"|F\d{1,3}\s?\[?(?:Inserted|Substituted|Amended|Repealed|Deleted)|Editorial Notes|Amendment Notes|\[Ver "
)
SUPERSEDED = re.compile(
    r"Vigente desde:.*hasta|version en vigueur jusqu|\(texte? (?:anterior|antérieur)"
)

NOISE = re.compile(
    r"[-–—_=*•. ]{3,}|[-–—]\s?\d{1,4}\s?[-–—]|(?:Page|Página|Pág\.|صفحة)\s*:?\s*\d{1,4}(?:\s*(?:of|de|sur|/)\s*\d{1,4})?"
    r"|\d{1,4}\s*/\s*\d{1,4}"
    r"|(?:CAP\.\s?\d+\.?\]?\s+\d{1,4}|\d{1,4}\s+CAP\.\s?\d+\.?\]?|\[CAP\.\s?\d+\.?\s+\d{1,4})|Price:? .{0,12}\d"
    r"|\[?\d{3,5}\(\d{4}\)\W?Ex\.? Gaz.{0,3}|Ce\s*site est en construction.*"
    r"|.{0,40}JOURNAL OFFICIEL DE LA R[ÉE]PUBLIQUE.{0,60}|.{0,12}THE GAZETTE OF \w+,? EXTRA.{0,40}|.{0,6}BOLETIM OFICIAL.{0,60}"
    r"|ΕΦΗΜΕΡΙΣ ΤΗΣ ΚΥΒΕΡΝΗΣΕΩΣ \(.{0,40}"
)
ENUMERATOR = re.compile(
    r"(?:\(?[a-zA-Z]{1,2}\)|\(?[ivx]{1,6}\)|\(\d{1,3}[A-Z]?\)|\d{1,3}[.)°º]|[–—•·▪-]|[a-z]\."
    r"|\(?[أ-ي]\s?[-)])(?:\s|$)"
)
