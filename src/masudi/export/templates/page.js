"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const all = (within, selector) => Array.from(within.querySelectorAll(selector));
  const phone = matchMedia("(max-width: 50rem)");
  const narrow = matchMedia("(max-width: 80rem)");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const roleNames = Object.fromEntries(all(document, ".roles [data-role]").map((one) => [one.dataset.role, one.textContent.toLowerCase()]));

  let report = document.querySelector(".report.current");
  let chosen = null;
  let also = [];
  let lit = [];
  let chosenMarks = new Set();
  let order = [];
  let place = new Map();

  // ---- What is shown

  const cards = () => (report ? all(report, ".claims .card") : []);
  const evidence = () => lit.find((piece) => piece.classList.contains("is-evidence"));
  const behaviour = () => (calm.matches ? "auto" : "smooth");

  // The claims of the report that pass the filter, in order: kept, for a report may have tens of thousands.
  function reorder() {
    order = cards().filter((card) => !card.parentElement.hidden);
    place = new Map(order.map((card, at) => [card, at]));
  }

  const position = (card) => `${place.get(card) + 1} of ${order.length}`;

  function showReport(number) {
    const next = byId(`r${number}`);
    if (!next || next === report) return;
    letGo();
    report.classList.remove("current");
    next.classList.add("current");
    report = next;
    for (const link of all(document, ".reports [data-report]")) {
      if (link.dataset.report === String(number)) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    byId("which").textContent = `, showing ${number}`;
    byId("to-claims").href = `#claims-${number}`;
    document.querySelector(".skip").href = `#claims-${number}`;
    count();
    scrollTo({ top: 0 });
  }

  function remember(anchor) {
    try {
      history.replaceState(null, "", anchor ? `#${anchor}` : location.pathname + location.search);
    } catch {
      // A page without an address of its own keeps no place.
    }
  }

  // ---- Choosing a claim

  function letGo({ forGood = true } = {}) {
    for (const piece of lit) {
      piece.classList.remove("lit", "unreal", "in-sentence", "flash");
      for (const name of Array.from(piece.classList)) if (/^(is|f)-/.test(name)) piece.classList.remove(name);
      delete piece.dataset.label;
      if (!piece.className) piece.removeAttribute("class");
    }
    lit = [];
    for (const mark of chosenMarks) mark.classList.remove("chosen");
    chosenMarks = new Set();
    for (const card of [chosen, ...also]) card?.classList.remove("chosen", "also");
    chosen?.querySelector(".choose").removeAttribute("aria-current");
    chosen = null;
    also = [];
    if (!forGood) return;
    report?.classList.remove("choosing");
    byId("sheet").hidden = true;
    byId("sheet-body").replaceChildren();
    document.body.classList.remove("sheet-open");
  }

  function choose(card, { others = [], piece = null } = {}) {
    const home = card.closest(".report");
    if (home !== report) showReport(home.dataset.number);
    letGo({ forGood: false });
    chosen = card;
    also = others.filter((other) => other !== card);
    card.classList.add("chosen");
    card.querySelector(".choose").setAttribute("aria-current", "true");
    for (const other of also) other.classList.add("also");
    report.classList.add("choosing");
    light(card);
    if (phone.matches) openSheet(card);
    else showCard(card);
    showPiece(piece ?? evidence(), { always: false });
    remember(card.id);
    byId("said").textContent = `${card.dataset.name}, claim ${position(card)}`;
  }

  // A role is a range of pieces: "actor:4-5". Where ranges overlap, the shorter is drawn over the longer; of two equal
  // ones the first named wins; and the evidence is drawn over everything.
  function light(card) {
    const ranges = card.dataset.pieces.split(" ").map((part, at) => {
      const [role, first, last] = part.split(/[:-]/);
      const rank = { sentence: 0, evidence: 2 }[role] ?? 1;
      return { role, first: Number(first), last: Number(last), rank, at };
    });
    const length = (range) => range.last - range.first;
    ranges.sort((one, other) => one.rank - other.rank || length(other) - length(one) || other.at - one.at);
    for (const { role, first, last } of ranges) {
      for (let number = first; number <= last; number += 1) {
        const piece = byId(`r${report.dataset.number}-${number}`);
        lit.push(piece);
        if (role === "sentence") piece.classList.add("in-sentence");
        else draw(piece, role, card, number === first);
      }
    }
  }

  function draw(piece, role, card, opens) {
    for (const name of Array.from(piece.classList)) if (name.startsWith("is-")) piece.classList.remove(name);
    piece.classList.add("lit", `is-${role}`);
    if (role === "evidence") {
      piece.classList.add(`f-${card.dataset.family}`);
      const mark = piece.closest(".m");
      mark?.classList.add("chosen");
      if (mark) chosenMarks.add(mark);
      if (card.dataset.status !== "asserted") piece.classList.add("unreal");
    }
    if (!opens) return;
    const label = role === "evidence" ? card.dataset.name.toLowerCase() : roleNames[role];
    const labels = (piece.dataset.label ?? "").split(" · ").filter(Boolean);
    if (!labels.includes(label)) piece.dataset.label = [label, ...labels].join(" · ");
  }

  function showCard(card) {
    const box = card.closest(".claims");
    const seen = box.getBoundingClientRect();
    const at = card.getBoundingClientRect();
    if (at.top < seen.top + 8 || at.bottom > seen.bottom - 8) {
      const above = at.height > seen.height ? 16 : Math.min(96, seen.height - at.height);
      box.scrollTo({ top: box.scrollTop + at.top - seen.top - above, behavior: behaviour() });
    }
  }

  function showPiece(piece, { always = true, flash = false } = {}) {
    if (!piece) return;
    const at = piece.getBoundingClientRect();
    const bottom = innerHeight * (phone.matches && chosen ? 0.5 : 0.85);
    if (always || at.top < 90 || at.bottom > bottom) {
      const middle = phone.matches && chosen ? innerHeight * 0.3 : innerHeight * 0.4;
      scrollTo({ top: scrollY + at.top - middle, behavior: behaviour() });
    }
    if (!flash) return;
    piece.classList.remove("flash");
    void piece.offsetWidth;
    piece.classList.add("flash");
    if (!lit.includes(piece)) lit.push(piece);
  }

  function openSheet(card) {
    const copy = card.cloneNode(true);
    copy.removeAttribute("id");
    byId("sheet-body").replaceChildren(copy);
    byId("position").textContent = `Claim ${position(card)}`;
    byId("sheet").hidden = false;
    byId("sheet").scrollTop = 0;
    document.body.classList.add("sheet-open");
  }

  function step(by) {
    const next = order[chosen ? place.get(chosen) + by : by > 0 ? 0 : order.length - 1];
    if (!next) return;
    choose(next);
    if (!phone.matches) next.querySelector(".choose").focus({ preventScroll: true });
  }

  // Choosing the same mention again goes on to the next claim that it makes.
  function chooseMark(mark) {
    const made = mark.dataset.c.split(" ").map(byId).filter((card) => !card.parentElement.hidden);
    if (!made.length) return false;
    const next = made[(made.indexOf(chosen) + 1) % made.length];
    choose(next, { others: made, piece: mark });
    return true;
  }

  // ---- Filters

  function filter() {
    const on = (name) => new Set(all(document, `input[name=${name}]:checked`).map((box) => box.value));
    const families = on("family");
    const statuses = on("status");
    const passes = (card) => (families.has(card.dataset.family) || !card.dataset.family) && statuses.has(card.dataset.status);
    for (const card of all(document, ".claims .card")) card.parentElement.hidden = !passes(card);
    for (const mark of all(document, ".text .m")) {
      mark.classList.toggle("off", mark.dataset.c.split(" ").every((id) => byId(id).parentElement.hidden));
    }
    if (chosen?.parentElement.hidden) {
      letGo();
      remember("");
    }
    const off = all(document, ".filters input:not(:checked)").length;
    byId("active-filters").hidden = !off;
    byId("active-filters").textContent = `${off} off`;
    count();
  }

  function count() {
    if (!report) return;
    reorder();
    const list = cards();
    for (const number of all(document, ".filters .n")) {
      const [key, value] = Object.entries(number.dataset)[0];
      number.textContent = list.filter((card) => card.dataset[key] === value).length;
    }
    const heading = report.querySelector(".claims h2");
    heading.dataset.whole ??= heading.textContent;
    heading.textContent = order.length === list.length ? heading.dataset.whole : `${order.length} of ${heading.dataset.whole}`;
    report.querySelector(".filtered").hidden = !list.length || order.length > 0;
  }

  // ---- Hands

  document.addEventListener("click", (event) => {
    for (const menu of all(document, ".menu[open]")) if (!menu.contains(event.target)) menu.open = false;
    const link = event.target.closest("a");
    const card = event.target.closest(".card");
    if (link?.dataset.report) {
      event.preventDefault();
      showReport(link.dataset.report);
      remember(`r${link.dataset.report}`);
      if (narrow.matches) byId("reports").open = false;
      byId(`t${link.dataset.report}`).focus();
    } else if (link?.matches(".m")) {
      event.preventDefault();
      if (chooseMark(link) && event.detail === 0 && !phone.matches) chosen.querySelector(".choose").focus({ preventScroll: true });
    } else if (card) {
      clickCard(event, card, link);
    }
  });

  function clickCard(event, card, link) {
    const own = byId(card.id) ?? chosen;
    const anchor = link?.getAttribute("href")?.slice(1) ?? "";
    if (link) event.preventDefault();
    else if (String(getSelection())) return;
    if (link?.matches(".choose") && own === chosen) {
      evidence()?.closest("a")?.focus({ preventScroll: true });
      showPiece(evidence());
    } else if (anchor.startsWith("c-")) {
      choose(byId(anchor));
      if (!phone.matches) chosen.querySelector(".choose").focus({ preventScroll: true });
    } else if (anchor && !link.matches(".choose")) {
      if (own !== chosen) choose(own, { piece: byId(anchor) });
      showPiece(byId(anchor), { flash: true });
    } else if (own !== chosen) {
      choose(own);
    }
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const open = document.querySelector(".menu[open]");
      if (open) {
        open.open = false;
        open.querySelector("summary").focus();
      } else {
        letGo();
        remember("");
      }
      return;
    }
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !byId("keys").checked) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
  });

  byId("previous").addEventListener("click", () => step(-1));
  byId("next").addEventListener("click", () => step(1));
  byId("close").addEventListener("click", () => {
    letGo();
    remember("");
  });
  byId("filters").addEventListener("change", filter);
  byId("all").addEventListener("click", () => {
    for (const box of all(document, ".filters input")) box.checked = true;
    filter();
  });

  function follow() {
    const anchor = decodeURIComponent(location.hash.slice(1));
    const there = anchor && byId(anchor);
    if (!there) return;
    if (there.matches(".card")) choose(there);
    else if (there.closest(".report")) {
      showReport(there.closest(".report").dataset.number);
      if (there !== report) there.scrollIntoView();
    }
  }

  if (narrow.matches && byId("reports")) byId("reports").open = false;
  count();
  follow();
  addEventListener("hashchange", follow);
})();
