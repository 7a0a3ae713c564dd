/* One tab stop for a grid: Tab enters and leaves it, arrows, Home and End move between its links.
   Without this script every link is a stop, and a link before the grid leads past it. */
"use strict";
for (const table of document.querySelectorAll("table.cells, table.grid, table.matrix")) {
  const rows = [...table.rows].map(row => [...row.querySelectorAll("a[href], summary")]);
  const links = rows.flat();
  if (links.length < 2) continue;
  const body = [...table.tBodies].flatMap(part => [...part.querySelectorAll("a[href]")]);
  let at = body[0] || links[0];
  for (const link of links) link.tabIndex = -1;
  at.tabIndex = 0;
  table.closest(".scroll")?.removeAttribute("tabindex");

  const enter = link => {
    at.tabIndex = -1;
    at = link;
    at.tabIndex = 0;
  };
  /* the link of a row nearest to where another stands */
  const nearest = (row, link) => {
    const middle = element => element.getBoundingClientRect().left + element.offsetWidth / 2;
    const wanted = middle(link);
    return row.reduce((best, one) =>
      Math.abs(middle(one) - wanted) < Math.abs(middle(best) - wanted) ? one : best);
  };

  table.addEventListener("focusin", event => {
    if (links.includes(event.target)) enter(event.target);
  });
  table.addEventListener("keydown", event => {
    const link = event.target.closest("a[href], summary");
    if (!link || event.altKey || event.metaKey) return;
    const filled = rows.filter(row => row.length);
    const row = filled.findIndex(one => one.includes(link)), place = filled[row].indexOf(link);
    const step = getComputedStyle(table).direction === "rtl" ? -1 : 1;
    const up = filled[row - 1], down = filled[row + 1];
    const next = {
      ArrowRight: () => filled[row][place + step],
      ArrowLeft: () => filled[row][place - step],
      ArrowUp: () => up && nearest(up, link),
      ArrowDown: () => down && nearest(down, link),
      Home: () => (event.ctrlKey ? links : filled[row])[0],
      End: () => (event.ctrlKey ? links : filled[row]).at(-1),
    }[event.key];
    if (!next) return;
    event.preventDefault();
    const target = next();
    if (target) target.focus();
  });
}
