// Search in a country pack, without a server: every word of the question begins a word of the page; a hit in the title counts more.
const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f\u064b-\u065f\u0640]/g, "").replace(/œ/g, "oe").toLowerCase();
const words = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) || [];
const asked = words(new URLSearchParams(location.search).get("q") || "").filter((word) => word.length > 1);
const shortened = (word) => word.slice(0, Math.max(4, word.length - 2)); // réparation finds réparations, victimes finds victime
if (asked.length) {
  document.getElementById("q").value = new URLSearchParams(location.search).get("q");
  const score = (page) => {
    const title = ` ${words(page.t).join(" ")}`, all = ` ${page.w}`;
    let sum = 0;
    for (const word of asked) {
      const start = ` ${shortened(word)}`;
      if (!all.includes(start) && !title.includes(start)) return 0;
      sum += 1 + 4 * title.includes(start) + all.includes(` ${word} `) + (page.u.startsWith("provision/") ? 1 : 0);
    }
    return sum;
  };
  const hits = PAGES.map((page) => [score(page), page]).filter(([points]) => points).sort((a, b) => b[0] - a[0]);
  const list = document.getElementById("found");
  list.replaceChildren(...hits.map(([, page]) => {
    const [entry, link, first] = ["li", "a", "small"].map((name) => document.createElement(name));
    link.href = page.u;
    link.textContent = page.t;
    first.textContent = page.s;
    entry.append(link, document.createElement("br"), first);
    return entry;
  }));
  const count = document.createElement("p");
  count.textContent = `${asked.join(" + ")}: ${hits.length} / ${PAGES.length}`;
  count.setAttribute("role", "status");
  list.before(count);
}
