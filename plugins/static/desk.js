// Keys at the review desk. Every key presses a button that is on the page: without this file the
// same forms work. A decision is sent at once and what comes next has the focus before the answer
// is there; nobody leaves the page while an answer is awaited without being asked.
"use strict";
(() => {
  const sending = new Map();  // article -> what is under way for it, one after the other
  let waiting = 0;
  const said = document.getElementById("said");
  const progress = document.getElementById("progress");
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

  async function send(article, address, fields, current) {
    const answer = await fetch(address + "?part=1", {method: "POST", body: fields, keepalive: true});
    const words = await answer.text();
    if (!answer.ok) {
      article.querySelector(".column").classList.add("not-saved");
      if (current) current.dataset.needs = "";
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
    progress.dataset.left -= decided - was;
    progress.querySelector("b").textContent = progress.dataset.left;
    offerWhole();
    tell("");
  }

  // When nothing is left, who has read the act whole can say so.
  function offerWhole() {
    const whole = document.getElementById("whole");
    const here = document.activeElement.closest("li.subject");
    if (!whole?.hidden || progress.dataset.left !== "0" || waiting > 1 || typing(document.activeElement)) return;
    whole.hidden = false;
    if (!here || !("needs" in here.dataset)) whole.querySelector("button").focus();
  }

  // The answer takes the place of the column; a reason being typed in it is not to be lost.
  function doneTyping(article) {
    const field = document.activeElement;
    if (!article.contains(field) || !typing(field)) return null;
    return new Promise(done => field.addEventListener("blur", done, {once: true}));
  }

  function count(more) {
    waiting += more;
    progress.dataset.waiting = waiting;
  }

  function line_up(article, address, fields, current) {
    count(1);
    const before = sending.get(article) || Promise.resolve();
    const mine = before.then(() => send(article, address, fields, current)).catch(error => tell(String(error)));
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
    line_up(form.closest("article"), form.action, fields, current);
    if (!current) {  // something was added or said: back to what is to be decided here
      const article = form.closest("article");
      (article.querySelector("li.subject[data-needs]") || article.querySelector("li.subject")).focus();
      return;
    }
    delete current.dataset.needs;
    if (event.submitter?.dataset.key === "0") {
      current.closest(".column").querySelectorAll("[data-needs]").forEach(one => delete one.dataset.needs);
    }
    go(after(current, 1, true) || subjects().find(one => "needs" in one.dataset) || document.getElementById("next-page") || current);
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
    if (event.key === "Enter" && field.matches("input") && field.form?.elements.to) {
      event.preventDefault();
      const then = field.dataset.then || (field.name !== "reason" && "change");
      const button = field.form.querySelector(`button[value=${then}]`);
      if (button) button.click(); else field.form.querySelector("button:enabled").focus();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(field)) return;
    const current = field.closest("li.subject");
    const article = current?.closest("article");
    // on a keyboard of other letters, or with the figures above, the place of the key counts
    const place = /^Key([A-Z])$|^(?:Digit|Numpad)(0)$/.exec(event.code);
    const typed = event.key.toLowerCase();
    const key = /^[a-z0]$/.test(typed) || !place ? typed : (place[1] || place[2]).toLowerCase();
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
    const words = current?.closest("article").querySelector(".words");
    const first = words?.querySelector("mark.in-hand");
    const down = first ? first.offsetTop - words.scrollTop : 0;
    if (down < 0 || down > words.clientHeight * 0.8) words.scrollTop = first.offsetTop - words.clientHeight / 3;
  });

  const asked = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const article = document.getElementById(`a-${new URLSearchParams(location.search).get("article")}`);
  const first = article?.querySelector("li.subject[data-needs]") || article?.querySelector("li.subject");
  if (!asked?.matches(".more")) go(asked?.matches("li.subject") ? asked : first || subjects().find(one => "needs" in one.dataset));
})();
