// The overview: a change of a filter, a stretch of the timeline or the part of the map in view narrows all the others,
// without a new page. Without this script the form does the same with one.
import { Days } from "./days.js";
import { Ground, sideKey } from "./ground.js";
import { fitting, makeMap, move, Points, Popup } from "./map.js";

const form = document.getElementById("filters-form");
const box = document.getElementById("map");
const inView = document.getElementById("in-view");
const said = document.getElementById("said");
const fold = document.getElementById("fold");
const narrow = matchMedia("(max-width: 75rem)");

if (narrow.matches) fold.open = false;

// ---- What is asked for

function asked({ view = true } = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value && name !== "box" && !(name === "of" && value === "incidents")) query.append(name, value);
  if (view && inView.checked && map) query.set("box", bounds());
  return query;
}

function bounds() {
  const around = map.getBounds();
  const round = (degrees) => Number(degrees.toFixed(4));
  return [around.getWest(), around.getSouth(), around.getEast(), around.getNorth()].map(round).join(",");
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
    await draw({ refit });
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

// ---- The map

const numbers = (words) => words?.split(",").map(Number);
const map = makeMap(box, { box: numbers(inView.checked ? form.elements.box.value : box.dataset.box) });
const points = map && new Points(map, choose);
let popup = null;

async function draw({ refit = false } = {}) {
  if (!map) return;
  const query = asked({ view: false });
  query.set("zoom", map.getZoom().toFixed(2));
  const answer = await fetch(`/map.json?${query}`);
  if (!answer.ok) return;
  const found = await answer.json();
  if (refit && found.box) {
    const [west, south, east, north] = found.box;
    map.fitBounds([[west, south], [east, north]], { ...fitting, ...move() });
  }
  points.show(found.points);
  box.dataset.drawn = String(found.points.length);
}

function choose(point, element) {
  popup?.remove();
  if (point.more && map.getZoom() < 12.5) {
    map.easeTo({ center: [point.lon, point.lat], zoom: Math.min(13, map.getZoom() + 2), ...move() });
    return;
  }
  const content = document.createElement("div");
  content.className = "popup";
  const name = document.createElement("h3");
  name.append(Object.assign(document.createElement("bdi"), { textContent: point.name }));
  const counts = document.createElement("p");
  counts.textContent = element.getAttribute("aria-label").split(": ").at(-1);
  const only = Object.assign(document.createElement("button"), { type: "button", textContent: "Only this place" });
  only.addEventListener("click", () => {
    popup.remove();
    pick("place", point.places[0], point.name);
  });
  const page = Object.assign(document.createElement("a"), { href: `/place?${new URLSearchParams({ id: point.places[0] })}`, textContent: "Page of the place" });
  content.append(name, counts, only, page);
  if (new FormData(form).get("of") === "incidents") incidentsAt(point, content);
  popup = new Popup({ offset: 18, maxWidth: "18rem" }).setLngLat([point.lon, point.lat]).setDOMContent(content).addTo(map);
  popup.on("close", () => element.isConnected && element.focus({ preventScroll: true }));
}

// The latest of what happened there, by name.
async function incidentsAt(point, content) {
  const query = asked();
  query.delete("box");
  query.set("place", point.places[0]);
  const answer = await fetch(`/overview.json?${query}`, { headers: { accept: "application/json" } });
  if (!answer.ok || !content.isConnected) return;
  const { lines, total } = (await answer.json()).incidents;
  const list = document.createElement("ul");
  list.className = "there";
  for (const one of lines.slice(0, 5)) {
    const item = document.createElement("li");
    item.className = one.status === "asserted" ? "" : "not-asserted";
    item.append(Object.assign(document.createElement("a"), { href: `/incident/${one.id}`, textContent: one.name }), ` ${one.day ?? "no day"}`);
    list.append(item);
  }
  if (total > 5) list.append(Object.assign(document.createElement("li"), { textContent: `and ${(total - 5).toLocaleString("en")} more` }));
  content.querySelector("p").after(list);
}

function pick(name, key, label) {
  const select = document.getElementById(`pick-${name}`);
  if (![...select.options].some((one) => one.value === key)) select.append(new Option(label, key));
  select.value = key;
  renew();
}

if (map) {
  let last = null;
  draw();
  map.on("moveend", () => {
    const zoom = Math.round(map.getZoom() * 4);
    if (inView.checked) renew({ push: false });
    else if (zoom !== last) draw();
    last = zoom;
  });
}
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

// ---- Layers: who holds what on a day, pockets and links

const LAYERS = ["held", "pockets", "ways"];
const layer = (name) => document.getElementById(`layer-${name}`);
const ground = map && new Ground(map);

async function drawLayers(day) {
  if (!ground) return;
  const query = new URLSearchParams({ on: day });
  for (const name of LAYERS) query.set(name, String(layer(name).checked));
  layer("page").href = `/control?on=${day}`;
  const some = LAYERS.some((name) => layer(name).checked);
  const answer = some ? await fetch(`/ground.json?${query}`) : null;
  if (answer && !answer.ok) return;
  const found = answer ? await answer.json() : {};
  ground.show(found);
  sideKey(layer("key"), found.sides ?? []);
  box.dataset.held = String(found.held?.length ?? 0);
  if (found.pending) said.textContent = "Who holds what is still being worked out: try again in a moment.";
}

const days = new Days(document.getElementById("layers"), drawLayers);
for (const name of LAYERS) layer(name).addEventListener("change", () => drawLayers(days.day));
layer("points").addEventListener("change", () => box.classList.toggle("no-points", !layer("points").checked));
