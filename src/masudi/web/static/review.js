// Reviewing a report: accept, reject, correct, take back, add what was missed; by mouse and by keyboard. Choosing
// claims and lighting their words is the page's own (page.js).
import { Editor } from "./editor.js";
import { showHistory } from "./history.js";
import { nearest, selected } from "./spots.js";

const byId = (id) => document.getElementById(id);
const report = byId("report").dataset.id;
const order = byId("order");
const states = new Map(JSON.parse(byId("reviews").textContent).map((one) => [one.id, one]));
const cards = () => Array.from(document.querySelectorAll(".claims .card"));
const idOf = (card) => card.id.slice(2);
const chosen = () => document.querySelector(".claims .card.chosen");
const say = (words) => (byId("said").textContent = words);

const reading = document.body.dataset.role === "reader";

const NAMES = { unreviewed: "", accepted: "accepted", corrected: "corrected", rejected: "rejected", conflict: "two people differ" };

// ---- What a card shows of the review

function decorate(card) {
  const state = states.get(idOf(card));
  if (!state) return;
  card.classList.toggle("rejected", state.stage === "rejected");
  card.classList.toggle("settled", state.done);
  for (const mark of document.querySelectorAll(`.text .m[data-c~="${card.id}"]`)) {
    const all = mark.dataset.c.split(" ").map((id) => states.get(id.slice(2)));
    mark.classList.toggle("off", all.every((one) => one?.stage === "rejected"));
  }
  const head = card.querySelector("h3");
  head.querySelector(".stage")?.remove();
  const name = label(state);
  if (name) head.append(Object.assign(document.createElement("span"), { className: `pill stage is-${state.stage}`, textContent: name }));
  const more = card.querySelector(".more");
  more.querySelector(".acts")?.remove();
  more.append(actions(state));
}

function label(state) {
  if (state.two && !state.done && !state.conflict && state.mine) return `${NAMES[state.stage]} by you, 1 of 2`;
  return NAMES[state.stage];
}

function actions(state) {
  const bar = document.createElement("div");
  bar.className = "acts";
  const button = (act, words, key) => {
    const one = Object.assign(document.createElement("button"), { type: "button", textContent: words });
    one.dataset.act = act;
    one.append(Object.assign(document.createElement("kbd"), { textContent: key }));
    one.querySelector("kbd").setAttribute("aria-hidden", "true");
    bar.append(one);
  };
  if (!reading) {
    button("accept", "Accept ", "a");
    button("reject", "Reject ", "r");
    button("correct", "Correct ", "e");
    if (state.mine) button("undo", "Take back ", "u");
  }
  if (state.last) button("history", "History ", "h");
  if (!reading) bar.append(reason());
  const said = [];
  if (state.two && !state.answers.length) said.push(`Needs two people (${state.two}), each without the other’s answer.`);
  if (state.answers.length > 1 || (state.answers.length && !state.mine)) said.push(state.answers.map(([who, what]) => `${who}: ${what}`).join("; "));
  if (said.length) bar.append(Object.assign(document.createElement("p"), { className: "note", textContent: said.join(" ") }));
  return bar;
}

function reason() {
  const label = Object.assign(document.createElement("label"), { className: "why", textContent: "Why " });
  label.append(Object.assign(document.createElement("input"), { maxLength: 1000, autocomplete: "off" }));
  return label;
}

const why = (id) => document.querySelector(`#c-${id} .why input`)?.value.trim() || null;

function count() {
  const done = cards().filter((card) => isDone(card)).length;
  byId("progress-here").textContent = `${done} of ${cards().length} reviewed here`;
}

// Nothing more to do for this person.
function isDone(card) {
  const state = states.get(idOf(card));
  return !state || state.done || (state.two && state.mine && !state.conflict);
}

// ---- Going on

function choose(card) {
  if (!card.classList.contains("chosen")) card.querySelector(".choose").click();
}

function nextOpen(after) {
  const open = cards().filter((card) => card !== after && !isDone(card) && !card.parentElement.hidden);
  if (order.value === "uncertain") return open.sort((one, other) => (sure(one) ?? 0) - (sure(other) ?? 0))[0];
  const all = cards();
  const place = all.indexOf(after);
  return open.find((card) => all.indexOf(card) > place) ?? open[0];
}

const sure = (card) => states.get(idOf(card)).confidence;

function goOn(after) {
  const next = nextOpen(after);
  if (next) choose(next);
  else say("Nothing is left to review in this report.");
  return Boolean(next);
}

byId("next-open").addEventListener("click", () => goOn(chosen()) || location.assign(`/next?order=${order.value}`));
order.value = new URLSearchParams(location.search).get("order") ?? localStorage.getItem("order") ?? "uncertain";
order.addEventListener("change", () => localStorage.setItem("order", order.value));

// ---- Deciding

const mine = JSON.parse(sessionStorage.getItem(`undo-${report}`) ?? "[]");
const remember = (id) => {
  mine.push(id);
  sessionStorage.setItem(`undo-${report}`, JSON.stringify(mine.slice(-50)));
};

async function send(path, body) {
  const headers = { "content-type": "application/json", accept: "application/json", "x-csrf": document.body.dataset.csrf };
  const answer = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(said.problem ?? `the workbench refused (${answer.status})`);
  return said;
}

async function decide(id, body) {
  const state = await send(`/report/${report}/claim/${id}`, { why: why(id), ...body, seen: states.get(id).last });
  states.set(id, state);
  return state;
}

function told(card, fault) {
  card.querySelector(".problem")?.remove();
  const problem = Object.assign(document.createElement("p"), { className: "problem", textContent: `${fault.message} ` });
  problem.setAttribute("role", "alert");
  const again = Object.assign(document.createElement("button"), { type: "button", textContent: "Load again" });
  again.dataset.act = "reload";
  problem.append(again);
  (byId("sheet").hidden ? card : byId("sheet-body").firstElementChild).querySelector(".acts").before(problem);
}

let busy = false;

async function act(name, card) {
  if (busy || !card) return;
  if (name === "reload") return location.reload();
  if (name === "history") return history_(card).catch((fault) => told(card, fault));
  if (reading) return;
  if (name === "correct") return edit(card);
  busy = true;
  try {
    if (name === "undo") return await undo(card);
    const state = await decide(idOf(card), { action: name });
    remember(idOf(card));
    decorate(card);
    count();
    say(`${card.dataset.name}: ${state.stage}`);
    goOn(card);
  } catch (fault) {
    told(card, fault);
  } finally {
    busy = false;
  }
}

const history_ = (card) =>
  showHistory(card.querySelector(".more"), `/report/${report}/claim/${idOf(card)}`, async (number, seen) => {
    try {
      await send(`/report/${report}/claim/${idOf(card)}/undo/${number}`, { seen, why: why(idOf(card)) });
      location.hash = card.id;
      location.reload();
    } catch (fault) {
      told(card, fault);
    }
  });

// The last decision that was taken here, else that on the chosen claim.
async function undo(card) {
  const last = mine.findLast((id) => states.get(id)?.mine);
  const id = last ?? idOf(card);
  await decide(id, { action: "undo" });
  mine.splice(mine.lastIndexOf(id), 1);
  sessionStorage.setItem(`undo-${report}`, JSON.stringify(mine));
  // A correction that was taken back changes what the card says.
  location.hash = `c-${id}`;
  location.reload();
}

async function corrected(id, corrections) {
  for (const one of corrections) await decide(id, { action: "correct", ...one });
  if (!corrections.length) return;
  remember(id);
  location.hash = `c-${id}`;
  location.reload();
}

// ---- Correcting, and adding

const editor = new Editor(byId("editor"), nearest);

function edit(card) {
  const id = idOf(card);
  editor.correct(states.get(id).claim, card.dataset.name, (corrections) => corrected(id, corrections));
}

function missed(words = "") {
  if (reading) return;
  editor.missed(words, async (body) => {
    const added = await send(`/report/${report}/claims`, body);
    location.hash = `c-${added.id}`;
    location.reload();
  });
}

const ROLES = [["actor", "Actor"], ["target", "Target"], ["place", "Place"], ["time", "Time"], ["means", "Means"], ["source", "Source"]];
const selecting = byId("selecting");
let words = null;

function offer() {
  words = reading || byId("editor").open ? null : selected();
  selecting.hidden = !words;
  if (!words) return;
  const card = chosen();
  const button = (role, name, title) => {
    const one = Object.assign(document.createElement("button"), { type: "button", textContent: name, title });
    one.dataset.role = role;
    return one;
  };
  const name = card ? card.dataset.name.toLowerCase() : "";
  const made = card ? ROLES.map(([role, title]) => button(role, title, `Make it the ${title.toLowerCase()} of “${name}”; with Shift, one more`)) : [];
  selecting.replaceChildren(...made, button("new", "New claim", "A claim that was missed"));
  const { rectangle } = words;
  const width = selecting.offsetWidth;
  selecting.style.left = `${Math.max(8, Math.min(innerWidth - width - 8, rectangle.left + rectangle.width / 2 - width / 2))}px`;
  selecting.style.top = `${Math.max(8, rectangle.top - selecting.offsetHeight - 10)}px`;
}

document.addEventListener("selectionchange", () => {
  clearTimeout(offer.later);
  offer.later = setTimeout(offer, 180);
});
addEventListener("scroll", () => (selecting.hidden = true), { passive: true });
selecting.addEventListener("mousedown", (event) => event.preventDefault());
selecting.addEventListener("click", (event) => {
  const { role } = event.target.closest("button")?.dataset ?? {};
  if (!role || !words) return;
  const { start, end, text } = words;
  selecting.hidden = true;
  if (role === "new") return missed(text);
  const card = chosen();
  const claim = states.get(idOf(card)).claim;
  const one = { start, end, text };
  const value = role === "time" ? one : event.shiftKey ? [...claim[role], one] : [one];
  corrected(idOf(card), [{ field: role, value }]).catch((fault) => told(card, fault));
});

// Who drags over a marked word selects it, and does not choose its claim.
for (const link of document.querySelectorAll(".text a")) link.draggable = false;
document.querySelector(".text").addEventListener("click", (event) => {
  if (!getSelection().isCollapsed) {
    event.preventDefault();
    event.stopPropagation();
  }
}, { capture: true });

// ---- Hands

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-act]");
  if (!button) return;
  event.stopPropagation();
  act(button.dataset.act, chosen() ?? button.closest(".card"));
}, { capture: true });

const KEYS = { a: "accept", r: "reject", e: "correct", u: "undo", h: "history" };

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select, dialog");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !byId("keys").checked) return;
  if (event.key === "?") byId("help").showModal();
  else if (event.key === "n") byId("next-open").click();
  else if (event.key === "m") missed(selected()?.text ?? "");
  else if (event.key === "u" && (chosen() || mine.length)) act("undo", chosen() ?? cards()[0]);
  else if (KEYS[event.key] && chosen()) act(KEYS[event.key], chosen());
  else return;
  event.preventDefault();
});
byId("help-open").addEventListener("click", () => byId("help").showModal());

// ---- Words that one may not want to read

const blur = byId("blur");
blur.checked = localStorage.getItem("blur") === "yes";
function veil() {
  localStorage.setItem("blur", blur.checked ? "yes" : "no");
  document.body.classList.toggle("veiled", blur.checked);
  if (!blur.checked) return;
  for (const card of cards().filter((one) => one.dataset.family === "violence")) {
    for (const [, first, last] of card.dataset.pieces.matchAll(/\bsentence:(\d+)-(\d+)/g)) {
      for (let piece = Number(first); piece <= Number(last); piece += 1) byId(`r1-${piece}`)?.classList.add("graphic");
    }
  }
}
blur.addEventListener("change", veil);
veil();
for (const card of cards()) decorate(card);
count();
