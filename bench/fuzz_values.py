"""What bench/fuzz.py asks with: methods, addresses, parameters, values, headers and bodies that
nobody means well, and the forms of the review desk.
"""

METHODS = ["GET"] * 20 + "HEAD OPTIONS POST PUT DELETE PATCH TRACE PROPFIND FOO".split()
LANGUAGES = ("",) * 6 + ("/fr", "/fr", "/pt", "/xx", "/FR")
MORE_PATHS = """
/tip /tip.db /tip.json /tip-1 /tip-1/gap /tip-9999999999999999999/gap /assets/{any} /assets/../{any}
/static/{any} /-/{any} /-/static/{any} /-/databases.json /-/plugins.json /-/jump.json /{any}
/{any}/{any} /tip/{any} /tip/{any}.csv /tip/{any}/{any} /tip/-/query.{any} /tip/item/{any}
/tip/provision /tip/provision.json /tip/provision_fts.json /tip/gap.xlsx /robots.txt /favicon.ico
/tip/-/query /tip/-/query.csv /tip/-/insert /tip/item/-/drop /tip/-/create
""".split()
# of Datasette's own pages, with values of the kind that each takes
PARAMETERS: dict[str, tuple[str, ...]] = {
    "_size": ("max", "0", "-1", "9" * 5_000, "1e3"),
    "_next": ("1", "100000", "a,b", "~2F", "-5"),
    "_sort": ("code", "rowid", "none"),
    "_sort_desc": ("code", "rowid"),
    "_facet": ("pillar", "rowid", "none"),
    "_facet_array": ("code",),
    "_facet_size": ("max", "-1", "x"),
    "_where": ("1=1", "1=1--", "code in (select code from item)", "1=1 " + "and 1=1 " * 500),
    "_search": ("victim", '"', "a*", "NEAR(a b)", "AND"),
    "_through": ("{}", '{"table":"x","column":"y","value":"z"}'),
    "_col": ("code", "none"),
    "_nocol": ("code", "none"),
    "_shape": ("objects", "array", "arrays", "object", "arrayfirst", "x"),
    "_extra": ("count", "query", "_all", "x"),
    "_labels": ("on", "x"),
    "_nl": ("on",),
    "_stream": ("1",),
    "_header": ("off",),
    "_dl": ("1",),
    "_json": ("code",),
    "_json_infinity": ("on", "x"),
    "_timelimit": ("1", "x", "-1", "999999999"),
    "_ttl": ("0", "x", "-5", "9" * 30),
    "_trace": ("1",),
    "_nofacet": ("1",),
    "_nocount": ("1",),
    "_hash": ("x",),
    "code__gt": ("x",),
    "code__in": ("a,b", "[", '["a"]'),
    "rowid__lt": ("x", "9" * 400),
    "sql": ("select 1", "select * from gap", "select :a", "drop table item", "select", "x", ";"),
}
VALUES = (
    "",
    " ",
    "0",
    "-1",
    "1e999",
    "nan",
    "9" * 30,
    "9" * 5_000,
    "SEN",
    "sen",
    "palermo:5.1",
    "sle-act-2022-12",
    "sle-act-2022-12:12",
    "gap",
    "item",
    "en",
    "fr",
    "2026-02-30",
    "0000-00-00",
    "99999-01-01",
    "2024",
    "'",
    '"',
    "' or 1=1 --",
    "%",
    "%00",
    "\0",
    "\x1b[31m",
    "\r\nX-Injected: 1",
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "{{7*7}}",
    "${7*7}",
    "../../../../etc/passwd",
    "..\\..\\x",
    "a" * 300,
    "a" * 3_000,
    "a* " * 100,
    "é" * 500,
    "\u0661\u0662",
    "\u202e\u2066x",
    "\ufffe\uffff",
    "😀" * 100,
    "[",
    "{" * 200,
    '{"q":',
    '{"q0": {"query": "senegal"}}',
    '{"q0": {"query": 5, "limit": "x", "properties": [1]}}',
    "(" * 500,
    "NEAR(a b, 5)",
    '"a" NOT "b"',
    "-a -b",
    "*",
    "null",
    "true",
    "a,b,c",
    "a;b",
    "~2F~",
    "//host/x",
    "http://host/x",
)
HEADERS: dict[str, tuple[str, ...]] = {
    "Accept-Language": ("fr", "x" * 2_000, "fr;q=x, en;q=9", "*", ",,,;;;", "fr-" * 300),
    "Accept": ("application/json", "*/*;q=x", "text/html;" * 500),
    "Host": ("host.example", "a:b:c", "[::1", "x" * 300, "<script>"),
    "If-None-Match": ("*", '"x"', 'W/"x"', "x" * 4_000),
    "If-Modified-Since": ("x", "Mon, 01 Jan 99999 00:00:00 GMT"),
    "Range": ("bytes=0-1", "bytes=9-1", "bytes=-" + "9" * 400, "x"),
    "Cookie": ("language=fr", "ds_actor=x", "language=" + "x" * 2_000, ";;;=;"),
    "Content-Type": ("application/json", "multipart/form-data", "x"),
    "Content-Length": ("-1", "x", "9" * 30),
    "Authorization": ("Bearer x", "Bearer dstok_x", "x"),
    "Origin": ("null", "http://host.example"),
    "X-Forwarded-Proto": ("javascript", "https"),
    "X-HTTP-Method-Override": ("DELETE",),
}
BODIES = (b"", b"", b"x=1", b"{", b"{}", b"\xff\xfe", b"queries=%7B", b"a=" + b"x" * 100_000)
# addresses of a site with a review desk, and the fields of its forms with values that fit
DESK_PATHS = """
/review /review/sign-in /report /review/{any} /review/{any}/save
/review/sle-act-2022-12 /review/sle-act-2022-12/save /review/sle-act-2022-12/save?part=1
/review/sle-act-2022-12?article={any} /review/report/{any} /review/report/2345-6789
/review/record/{any}/{any} /review/record/instrument/{any} /report?page={any}
/review/record/instrument/lbr-plan-2023 /review/record/body/{any} /review/sign-in?next={any}
""".split()
FIELDS: dict[str, tuple[str, ...]] = {
    "what": ("decide", "add", "none", "whole", "take", "remark", "x"),
    "to": ("confirm", "reject", "change", "full", "unsure", "proposed"),
    "provision": ("sle-act-2022-12:12", "sle-act-2022-12:1"),
    "item": ("palermo:5.1", "none"),
    "on": ("crossref palermo:5.1", "penalty"),
    "reason": ("It says so.",),
    "field": ("palermo:5.1", "prison", "phone"),
    "entity": ("crossref", "penalty", "definition", "word"),
    "hash": ("0" * 64,),
    "words": ("Seen.",),
    "wrong": ("The date.",),
    "path": ("/country/SLE",),
    "outcome": ("corrected", "kept", "spam"),
    "decision": ("1", "999"),
    "value": ("5",),
    "as_of": ("2026-02-01",),
    "source": ("https://example.org/page",),
    "name": ("ama", "nobody"),
    "password": ("wrong",),
    "next": ("/review", "//host/x"),
    "status": ("done", "late"),
    "percent": ("50", "101"),
    "activity": ("1",),
    "follows": ("1",),
    "taken": ("1",),
    "statement": ("s1",),
}
FORM = {
    "Content-Type": "application/x-www-form-urlencoded",
    "Sec-Fetch-Site": "same-origin",
}
