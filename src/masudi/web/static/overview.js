// The overview: a change of a filter, a stretch of the timeline or the part of the map in view narrows all the others,
// without a new page. Without this script the form does the same with one.
import { OverviewMap } from "./overview-map.js";

const form = document.getElementById("filters-form");
const inView = document.getElementById("in-view");
const said = document.getElementById("said");
const fold = document.getElementById("fold");
const narrow = matchMedia("(max-width: 75rem)");

if (narrow.matches) fold.open = false;

// ---- What is asked for

function asked({ view = true } = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value && name !== "box" && !(name === "of" && value === "incidents")) query.append(name, value);
  if (view && inView.checked && plan.bounds) query.set("box", plan.bounds);
  return query;
}

function pick(name, key, label) {
  const select = document.getElementById(`pick-${name}`);
  if (![...select.options].some((one) => one.value === key)) select.append(new Option(label, key));
  select.value = key;
  renew();
}

// ---- Fetching anew, the last wish winning

let wish = 0;

async function renew({ push = true, refit = false } = {}) {
  const mine = (wish += 1);
  const query = asked();
  const address = query.size ? `/overview?${query}` : "/overview";
  document.body.classList.add("busy");
  try {
    const answer = await fetch(address, { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== wish) return;
    if (!answer.ok) throw new Error(page.querySelector("main p")?.textContent ?? answer.statusText);
    swap(page);
    if (push) history.pushState(null, "", address);
    document.title = page.title;
    said.textContent = document.getElementById("counts").innerText.replaceAll("\n", " ");
    await plan.draw({ refit });
  } catch (fault) {
    if (mine === wish) said.textContent = document.getElementById("claims-head").textContent = `That did not work: ${fault.message}`;
  } finally {
    if (mine === wish) document.body.classList.remove("busy");
  }
}

function swap(page) {
  for (const part of document.querySelectorAll("[data-swap]")) {
    const fresh = page.getElementById(part.id);
    const open = [...part.querySelectorAll("details[open]")].length > 0;
    if (fresh) part.replaceChildren(...fresh.childNodes);
    if (open) for (const one of part.querySelectorAll("details")) one.open = true;
  }
  for (const number of form.querySelectorAll("[data-n]")) {
    const fresh = page.querySelector(`[data-n="${CSS.escape(number.dataset.n)}"]`);
    if (fresh) number.replaceChildren(...fresh.childNodes);
    else number.textContent = "0";
  }
  for (const name of ["place", "actor", "publisher"]) {
    const [mine, fresh] = [document, page].map((one) => one.getElementById(`pick-${name}`));
    const chosen = mine.value;
    mine.replaceChildren(...fresh.childNodes);
    mine.value = chosen;
  }
  document.getElementById("reset").hidden = page.getElementById("reset").hidden;
}

form.addEventListener("change", () => renew());
form.addEventListener("submit", (event) => {
  event.preventDefault();
  renew();
});
document.getElementById("reset").addEventListener("click", (event) => {
  event.preventDefault();
  for (const input of form.elements) {
    if (input.type === "checkbox") input.checked = false;
    else if (input.name && input.type !== "radio") input.value = "";
  }
  inView.checked = false;
  renew({ refit: true });
});
addEventListener("popstate", () => location.reload());
inView.addEventListener("change", () => renew());

// ---- The timeline: press a bar, or draw from one to another

let from = null;
const time = document.getElementById("time");
const bar = (event) => event.target.closest?.("#time g[data-first]");

time.addEventListener("pointerdown", (event) => {
  from = bar(event);
  if (from) event.preventDefault();
});
time.addEventListener("pointermove", (event) => {
  const here = from && bar(event);
  if (!here) return;
  const all = [...time.querySelectorAll("g[data-first]")];
  const [one, other] = [all.indexOf(from), all.indexOf(here)].sort((a, b) => a - b);
  all.forEach((each, at) => each.classList.toggle("out", at < one || at > other));
});
addEventListener("pointerup", (event) => {
  const to = from && (bar(event) ?? from);
  if (!to) return;
  const days = [from.dataset.first, from.dataset.last, to.dataset.first, to.dataset.last].sort();
  from = null;
  form.elements.from.value = days[0];
  form.elements.to.value = days[3];
  renew();
});

// ---- The map

const plan = new OverviewMap(document.getElementById("map"), { asked, renew, pick, form, inView, said });
plan.begin().catch((fault) => console.warn(`the map cannot be moved: ${fault.message}`));
