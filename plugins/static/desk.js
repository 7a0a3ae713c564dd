// Keys at the review desk. Every key presses a button that is on the page: without this file the
// same forms work. A decision is sent at once and what comes next has the focus before the answer
// is there; nobody leaves the page while an answer is awaited without being asked.
"use strict";
(() => {
  const sending = new Map();  // article -> what is under way for it, one after the other
  let waiting = 0;
  const said = document.getElementById("said");
  const subjects = () => [...document.querySelectorAll("li.subject")].filter(one => one.offsetParent);
  const typing = element => element.matches("input, textarea, select");

  function tell(words) {
    said.textContent = words;
    said.hidden = !words;
  }

  function go(element) {
    if (!element) return;
    element.focus({preventScroll: true});
    element.closest("article").scrollIntoView({block: element.closest("article").clientHeight > innerHeight ? "nearest" : "center"});
    element.scrollIntoView({block: "nearest"});
  }

  function after(current, step, needing) {
    const all = subjects();
    const place = all.indexOf(current);
    const rest = step > 0 ? all.slice(place + 1) : all.slice(0, Math.max(place, 0)).reverse();
    return rest.find(one => !needing || "needs" in one.dataset);
  }

  async function send(article, address, fields) {
    const answer = await fetch(address + "?part=1", {method: "POST", body: fields, keepalive: true});
    const words = await answer.text();
    if (!answer.ok) {
      article.querySelector(".column").classList.add("not-saved");
      const plain = answer.headers.get("content-type").startsWith("text/plain");
      tell(plain ? words : `${address} ${answer.status}`);
      return;
    }
    await doneTyping(article);
    const focused = document.activeElement.closest("li.subject");
    const held = focused && article.contains(focused) ? focused.id : null;
    const whole = new DOMParser().parseFromString(words, "text/html").querySelector(".column");
    const fresh = article.querySelector(".column");
    const decided = "decided" in whole.dataset, was = "decided" in fresh.dataset;
    fresh.replaceWith(whole);
    if (held) document.getElementById(held)?.focus({preventScroll: true});
    const progress = document.getElementById("progress");
    progress.dataset.left -= decided - was;
    progress.querySelector("b").textContent = progress.dataset.left;
    tell("");
  }

  // The answer takes the place of the column; a reason being typed in it is not to be lost.
  function doneTyping(article) {
    const field = document.activeElement;
    if (!article.contains(field) || !typing(field)) return null;
    return new Promise(done => field.addEventListener("blur", done, {once: true}));
  }

  function count(more) {
    waiting += more;
    document.getElementById("progress").dataset.waiting = waiting;
  }

  function line_up(article, address, fields) {
    count(1);
    const before = sending.get(article) || Promise.resolve();
    const mine = before.then(() => send(article, address, fields)).catch(error => tell(String(error)));
    sending.set(article, mine.finally(() => count(-1)));
  }

  addEventListener("beforeunload", event => { if (waiting) event.preventDefault(); });

  document.getElementById("next-page")?.addEventListener("click", event => {
    if (!waiting) return;
    event.preventDefault();
    Promise.all(sending.values()).then(() => { location.href = event.target.href; });
  });

  document.addEventListener("submit", event => {
    const form = event.target;
    if (!form.closest(".column")) return;
    event.preventDefault();
    const fields = new URLSearchParams(new FormData(form, event.submitter));
    const current = form.closest("li.subject");
    if (current && needsReason(current, form, event.submitter)) return;
    line_up(form.closest("article"), form.action, fields);
    if (!current) return;
    delete current.dataset.needs;
    if (event.submitter?.dataset.key === "0") {
      current.closest(".column").querySelectorAll("[data-needs]").forEach(one => delete one.dataset.needs);
    }
    go(after(current, 1, true) || document.getElementById("next-page") || current);
  });

  // Who changes or rejects what is recorded says why: the reason is asked for before it is sent.
  function needsReason(current, form, button) {
    const reason = form.elements.reason;
    const keeps = !button || ["confirm", "unsure", ""].includes(button.value);
    if (!reason || reason.value || keeps || !("recorded" in current.dataset)) return false;
    reason.closest("details").open = true;
    reason.dataset.then = button.value;
    reason.focus();
    return true;
  }

  document.addEventListener("keydown", event => {
    const field = event.target;
    if (event.key === "Escape") field.closest("li.subject")?.focus();
    if (event.key === "Enter" && field.matches("input[name=reason]") && field.dataset.then) {
      event.preventDefault();
      field.form.querySelector(`button[value=${field.dataset.then}]`).click();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(field)) return;
    const current = field.closest("li.subject");
    const article = current?.closest("article");
    const key = event.key.toLowerCase();
    const doing = {
      n: () => go(after(current, 1, false)),
      b: () => go(after(current, -1, false)),
      a: () => { const add = article?.querySelector("details.add"); if (add) { add.open = true; add.querySelector("[data-add]").focus(); quote(add); } },
      x: () => { const more = current?.querySelector("details"); if (more) { more.open = true; more.querySelector("input").focus(); } },
      0: () => article?.querySelector("button[data-key='0']")?.click(),
    }[key] || (() => current?.querySelector(`button[data-key='${key}']`)?.click());
    if (!/^[a-z0]$/.test(key)) return;
    event.preventDefault();
    doing();
  });

  function quote(add) {
    const words = String(getSelection()).trim();
    if (words) add.querySelector("[data-words]").value = words;
  }

  // The words on which the link in hand rests stand out among all that are lit.
  document.addEventListener("focusin", event => {
    const current = event.target.closest("li.subject");
    document.querySelectorAll("mark.in-hand").forEach(one => one.classList.remove("in-hand"));
    const field = current?.querySelector("[name=on]")?.value.split(" ")[1];
    current?.closest("article").querySelectorAll("mark").forEach(one => {
      one.classList.toggle("in-hand", one.dataset.of.split(" ").includes(field));
    });
  });

  const asked = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  go(asked?.matches("li.subject") ? asked : subjects().find(one => "needs" in one.dataset));
})();
