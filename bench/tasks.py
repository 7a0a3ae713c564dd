"""`python -m bench.tasks`: the 36 tasks of readers done in a browser, on the shortest way found:
clicks, seconds of this machine and whether the answer stood there. Prints Markdown.

A click is a link, button, box or choice; typing is none, sending it is one. Each task begins on the
first page, without a script but where it says so. Scores are given by people: docs/measurements.md.
"""

import re
import sys
import tempfile
from pathlib import Path

from bench.measure import built_database, print_heads, print_row
from bench.reader import PHONE, TASKS, Reader, browsing, do_task, task
from deploy.site import running


@task("L1", "three citations of non-punishment in French")
def cite_three(reader: Reader) -> bool:
    reader.go("/fr/")
    reader.search("non-punissabilité")
    for place in range(3):
        reader.click(f".hits > li:nth-of-type({place + 1}) input[name=p]")
    reader.click("form[action$=basket] button")
    return reader.sees("OSCOLA", "ISO 690") and reader.count("main li cite, main li p") >= 3


@task("L2", "the words of an article")
def read_article(reader: Reader) -> bool:
    reader.search("sle-act-2022-12 s. 12")
    reader.click(".hits h3 a")
    return reader.count(".text, a.out") > 0


@task("L3", "penalty for trafficking in children in five States")
def compare_penalties(reader: Reader) -> bool:
    reader.link("^Compare$")
    reader.fill("c", "Benin, Togo, Ghana, Nigeria, Côte d'Ivoire")
    return reader.sees("child", "not held") and reader.count("table.cases thead th") == 6


@task("L4", "a reflection period in ECOWAS")
def find_reflection(reader: Reader) -> bool:
    reader.link("^Items$", "reflection")
    reader.click("figure.chart figcaption a")
    reader.choose("group", "ecowas")
    return reader.sees("full|partial|not assessed", "Economic Community of West African States")


@task("L5", "peers' wording for Mauritania")
def find_wording(reader: Reader) -> bool:
    reader.link("^Countries$", "^Mauritania$", "a brief of one sheet")
    return reader.sees("How others worded it")


@task("L6", "Senegal 2005-06: in force, amended?")
def find_standing(reader: Reader) -> bool:
    reader.search("2005-06")
    reader.click("main ul.plain li a")
    return reader.sees("in force") and not reader.sees(r"(?<!would be )amended by[^.]*bill")


@task("L7", "what binds Mali and Burkina Faso")
def find_pair(reader: Reader) -> bool:
    reader.link("^Countries$", "^Mali$", "^Burkina Faso$")
    return reader.sees("Own text", "in force")


@task("L8", "treaties of Algeria and reservations")
def find_reservations(reader: Reader) -> bool:
    reader.link("^Countries$", "^Algeria$", "^Treaties$")
    return reader.sees("reservation")


@task("L9", "a phrase, AND, NOT, in force on a day")
def search_exactly(reader: Reader) -> bool:
    reader.search('"trafficking in persons" AND child NOT adoption')
    reader.fill("on", "2015-01-01")
    return reader.count(".hits > li") > 0


@task("L10", "who leaves out means, who has the rule on children")
def compare_elements(reader: Reader) -> bool:
    reader.link("^Compare$")
    reader.fill("c", "Sierra Leone, Senegal, Nigeria, Ghana, Benin")
    reader.link("^Elements")
    return reader.count("#elements ~ * table tbody tr, #elements + * + * tbody tr") > 3


@task("L11", "a citation for Zotero and BibTeX")
def cite_article(reader: Reader) -> bool:
    reader.search("sle-act-2022-12 s. 12")
    reader.click(".hits h3 a", "details.cite summary")
    held = reader.sees("BibTeX") and reader.count("meta[name='DC.title'], .Z3988") > 1
    reader.go("/plan/nga-plan-2022")
    reader.link("^nga-plan-2022$")
    return held and reader.count("details.cite") > 0


@task("L12", "report an error")
def report_error(reader: Reader) -> bool:
    reader.link("^About$", "Report an error")
    reader.page.fill("textarea[name=wrong]", "A test of the form")
    reader.click("main form button")
    return reader.sees("reference")


@task("A1", "ECOWAS States without a plan in force, since when, who leads")
def find_unplanned(reader: Reader) -> bool:
    reader.link("^Plans$")
    reader.choose("group", "ecowas")
    return reader.sees("without|ended|no plan", "since|until")


@task("A2", "what the last plan promised and what was done")
def find_progress(reader: Reader) -> bool:
    reader.search("Nigeria action plan 2022")
    reader.click("nav.orders a[href*='in=plan']", ".hits a[href*='/plan/nga-plan-2022']")
    return reader.sees("done|under way|reported") and reader.count("[id^='nga-plan-2022']") > 9


@task("A3", "one page for a minister")
def print_brief(reader: Reader) -> bool:
    reader.link("^Countries$", "^Guinea-Bissau$", "a brief of one sheet")
    return len(re.findall(rb"/Type\s*/Page\b", reader.page.pdf(format="A4"))) == 1


@task("A4", "follow a country, as a feed and by mail")
def follow_country(reader: Reader) -> bool:
    reader.link("^Countries$", "^Senegal$")
    feed = reader.count("head link[type='application/atom+xml']")
    reader.link("what changed", "by mail")
    return feed > 0 and reader.count("input[name=states][value=SEN]") == 1


@task("A5", "a regional map as a picture")
def take_map(reader: Reader) -> bool:
    reader.link("Charts to take along", "How well the law")
    reader.choose("region", "Africa")
    return reader.count("a[href*='.png']") > 0 and reader.count("a[href*='.svg']") > 0


@task("A6", "a chart on my own site")
def embed_chart(reader: Reader) -> bool:
    reader.link("Charts to take along", "Verdicts at the end")
    reader.click("details.embed summary")
    return reader.sees("<iframe")


@task("A7", "recommendations and what followed")
def find_findings(reader: Reader) -> bool:
    reader.link("^Countries$", "^Mauritania$", "others|found|findings")
    return reader.count("#findings ~ * tr, #findings ~ ul li") > 5


@task("A8", "hotline and agency of Gabon")
def find_hotline(reader: Reader) -> bool:
    reader.link("^Countries$", "^Gabon$", "Bodies and hotlines")
    return reader.count(".hotline") > 0 or reader.sees("No hotline is held")


@task("A9", "how a verdict was made")
def explain_verdict(reader: Reader) -> bool:
    reader.link("^Countries$", "^Sierra Leone$")
    reader.click("main a.verdict")
    return reader.sees("How sure", "Holds since") and reader.count("a[href*='sql=']") > 0


@task("A10", "a telephone without scripts")
def read_on_phone(reader: Reader) -> bool:
    reader.page.set_viewport_size(PHONE)
    reader.go("/gaps?group=ecowas")
    reader.clicks += 1
    box = reader.page.locator(".cells tbody tr").first.bounding_box()
    wide = reader.page.evaluate("document.documentElement.scrollWidth")
    return bool(box["y"] < PHONE["height"] and wide <= PHONE["width"])


@task("A11", "has it improved since 2005")
def see_trend(reader: Reader) -> bool:
    reader.link("Charts to take along", "Verdicts at the end")
    reader.choose("group", "ecowas")
    return reader.sees("2005") or reader.count("svg.chart text") > 3


@task("A12", "share a page")
def share_page(reader: Reader) -> bool:
    reader.link("^Countries$", "^Senegal$")
    return reader.count("meta[property^='og:'], meta[name='twitter:card']") >= 5


@task("R1", "the matrix of a day with codebook")
def take_matrix(reader: Reader) -> bool:
    lines = reader.take("/gaps.csv?region=world&on=2024-01-01").splitlines()
    return len(lines) > 11_000 and "label" in lines[0] and bool(reader.take("/codebook.csv"))


@task("R2", "for a French Excel")
def take_french(reader: Reader) -> bool:
    page, table = reader.take("/fr/gaps.fr.csv?group=ecowas"), reader.take("/tip/gap.fr.csv")
    return "pays" in page.splitlines()[0] and "non évalué" in page and "non évalué" in table


@task("R3", "merge with other data by ISO code")
def take_panel(reader: Reader) -> bool:
    lines = reader.take("/tip/country_year.csv").splitlines()
    return lines[0].startswith("country,year") and len(lines) > 1000


@task("R4", "laws a year")
def count_laws(reader: Reader) -> bool:
    reader.link("Charts to take along", "Laws and plans held here")
    drawn = reader.sees("Acts, codes, decrees and regulations") and reader.count("svg.chart text")
    figures = reader.take("/chart/laws.csv").splitlines()
    return bool(drawn) and len(figures) > 20 and "laws" in figures[0]


@task("R5", "TIP tiers beside items")
def compare_tiers(reader: Reader) -> bool:
    reader.link("Charts to take along", "tier")
    return reader.sees("Tier") and "tip_tier" in reader.take("/tip/country_year.csv").split("\n")[0]


@task("R6", "own SQL without a cap")
def ask_all(reader: Reader) -> bool:
    return len(reader.take("/tip/-/query.csv?sql=select+*+from+gap").splitlines()) > 11_000


@task("R7", "all texts for a program")
def take_texts(reader: Reader) -> bool:
    reader.link("^Downloads$")
    return reader.sees("Akoma Ntoso|texts")


@task("R8", "only what a person reviewed, agreement of coders")
def take_reviewed(reader: Reader) -> bool:
    lines = reader.take("/gaps.csv?region=world&certainty=A").splitlines()
    return len(lines) > 11_000 and bool(reader.take("/tip/second_reading.csv"))


@task("R9", "a version to cite")
def cite_version(reader: Reader) -> bool:
    reader.link("^Downloads$")
    root = Path(__file__).parents[1]
    return reader.sees("Cite as", "SHA-256") and (root / "CITATION.cff").exists()


@task("R10", "OpenRefine")
def reconcile_names(reader: Reader) -> bool:
    found = reader.take('/reconcile?queries={"q0":{"query":"Senegal","type":"country"}}')
    return '"SEN"' in found


@task("R11", "a typed client")
def read_openapi(reader: Reader) -> bool:
    found = reader.take("/openapi.json")
    return found.count('"operationId"') > 100


@task("R12", "reproduce a verdict")
def repeat_verdict(reader: Reader) -> bool:
    reader.go("/verdict/SLE/palermo:6.6")
    reader.clicks += 2
    reader.click("main a[href*='sql=']")
    return reader.count("table.rows-and-columns tbody tr") > 0


def main(wanted: list[str]) -> None:
    """Do all tasks, or those named."""
    with built_database() as database, tempfile.TemporaryDirectory() as folder:
        more = ("--review", f"{folder}/review.db", "--digest", f"{folder}/digest.db")
        with running(database, *more) as address, browsing(address) as begin:
            print_heads("#", "task", "clicks", "seconds", "answer")
            for name, (words, done) in TASKS.items():
                if not wanted or name in wanted:
                    clicks, seconds, found = do_task(begin, done)
                    print_row(name, words, clicks, seconds, found)


if __name__ == "__main__":
    main(sys.argv[1:])
