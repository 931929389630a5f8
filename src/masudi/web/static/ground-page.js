// Control and pockets: a day that is chosen or played changes the map and the list together, without a new page.
import { Days, dayWords } from "./days.js";
import { Ground } from "./ground.js";
import { fitting, makeMap, move } from "./map.js";

const box = document.getElementById("map");
const said = document.getElementById("said");
const form = document.getElementById("days");
const layers = box.dataset.layers.split(",");
const map = makeMap(box, { center: [39, 34.5], zoom: 4 });
const ground = map && new Ground(map);
let wish = 0;
let fitted = false;

function address(day) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of new FormData(form)) value ? query.set(name, value) : query.delete(name);
  query.set("on", day);
  query.delete("page");
  return `${location.pathname}?${query}`;
}

async function show(day) {
  const mine = (wish += 1);
  const here = address(day);
  const drawn = draw(day, mine);
  try {
    const answer = await fetch(here, { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== wish) return;
    if (!answer.ok) throw new Error(page.querySelector("main p")?.textContent ?? answer.statusText);
    swap(page);
    history.replaceState(null, "", here);
    document.title = page.title;
    for (const tab of document.querySelectorAll("[data-day]")) tab.href = `${tab.dataset.day}?on=${day}`;
    if (!days.playing) said.textContent = document.getElementById("held-head").textContent;
  } catch (fault) {
    if (mine === wish) said.textContent = `${dayWords(Date.parse(day))}: that did not work: ${fault.message}`;
    days.stop();
  }
  await drawn;
}

// What one has opened stays open.
function swap(page) {
  const list = document.getElementById("held");
  const name = (one) => one.closest("li, article")?.querySelector("h3")?.innerText;
  const open = new Set([...list.querySelectorAll("details[open]")].map(name));
  list.replaceChildren(...page.getElementById("held").childNodes);
  for (const one of list.querySelectorAll("details")) one.open ||= open.has(name(one)) && name(one) !== undefined;
}

async function draw(day, mine = wish) {
  if (!ground) return;
  const query = new URLSearchParams({ on: day });
  for (const name of ["held", "ways", "pockets"]) query.set(name, String(layers.includes(name)));
  const answer = await fetch(`/ground.json?${query}`);
  if (!answer.ok || mine !== wish) return;
  const found = await answer.json();
  ground.show(found);
  fit(found);
  box.dataset.drawn = String(found.held.length);
  box.dataset.on = found.on;
}

// The map looks once at all that is there, and stays where one has moved it.
function fit({ held, ways, pockets }) {
  const points = pockets.length ? [...pockets.flatMap((one) => one.ring), ...ways.flatMap((one) => one.line)] : held.map((one) => [one.lon, one.lat]);
  if (fitted || !points.length) return;
  fitted = true;
  const [lons, lats] = [0, 1].map((at) => points.map((one) => one[at]));
  map.fitBounds([[Math.min(...lons), Math.min(...lats)], [Math.max(...lons), Math.max(...lats)]], { ...fitting, ...move(), animate: false });
}

const days = new Days(form, show);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  show(days.day);
});
for (const name of ["area", "since"]) document.getElementById(name)?.addEventListener("change", () => show(days.day));
draw(days.day);
