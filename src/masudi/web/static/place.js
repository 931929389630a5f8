// The map of one place: where it is, where gazetteers say that it may be, and a pin that can be dragged to correct it.
import { Marker, makeMap, move, Points } from "./map.js";

const box = document.getElementById("map");
const form = document.getElementById("pin-form");
const placed = box.dataset.lat !== undefined;
const choices = form ? [...form.querySelectorAll('input[name="to"][data-lat]')] : [];
const pointOf = (element) => [Number(element.dataset.lon), Number(element.dataset.lat)];
const start = placed ? pointOf(box) : choices.length ? pointOf(choices[0]) : undefined;
const map = makeMap(box, start ? { center: start, zoom: placed ? 7 : 5 } : {});

// ---- What the claims say

async function drawClaims() {
  const points = new Points(map, () => {});
  const answer = await fetch(`/map.json?${box.dataset.query}&zoom=13`);
  if (!answer.ok) return;
  const here = (point) => Math.abs(point.lat - box.dataset.lat) + Math.abs(point.lon - box.dataset.lon) < 1e-6;
  const found = (await answer.json()).points.filter(here);
  points.show(found);
  box.dataset.drawn = String(found.length);
}

// ---- Where it may be

const [lat, lon] = form ? [form.elements.lat, form.elements.lon] : [];
let pin = null;

function written() {
  const found = [Number(lon.value), Number(lat.value)];
  const known = lat.value.trim() && lon.value.trim() && found.every(Number.isFinite);
  return known && Math.abs(found[1]) <= 90 && Math.abs(found[0]) <= 180 ? found : null;
}

function put(where) {
  if (!pin) {
    const element = Object.assign(document.createElement("div"), { className: "pin-here", title: "Drag to where it is" });
    pin = new Marker({ element, draggable: true, anchor: "bottom" }).setLngLat(where).addTo(map);
    // It is dragged by mouse or finger; by keyboard the fields below the map do the same.
    element.setAttribute("aria-hidden", "true");
    element.removeAttribute("tabindex");
    // It stands above the sign of the place until somebody takes it, and then on its point.
    if (placed) pin.setOffset([0, -14]);
    pin.on("dragstart", () => pin.setOffset([0, 0]));
    pin.on("dragend", () => write(pin.getLngLat()));
  }
  pin.setLngLat(where);
}

function write({ lng, lat: north }) {
  const east = ((((lng + 180) % 360) + 360) % 360) - 180;
  lat.value = north.toFixed(5);
  lon.value = east.toFixed(5);
  form.elements["to-point"].checked = true;
  put([east, north]);
}

function offer() {
  if (written()) put(written());
  else if (start) put(start);
  map.on("click", (event) => write(event.lngLat));
  for (const input of [lat, lon]) {
    input.addEventListener("input", () => {
      form.elements["to-point"].checked = true;
      if (written()) put(written());
    });
  }
  form.addEventListener("change", (event) => {
    if (event.target.name !== "to") return;
    const where = event.target.dataset.lat ? pointOf(event.target) : written();
    if (!where) return;
    put(where);
    map.easeTo({ center: where, ...move() });
  });
}

if (map) {
  if (placed) drawClaims();
  if (form) offer();
}

// ---- Who held it: where that was still being worked out, it is put in when it is there

const held = document.getElementById("held");
async function wait(pause) {
  await new Promise((done) => setTimeout(done, pause));
  const answer = await fetch(location.href, { headers: { accept: "text/html" } }).catch(() => null);
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("held");
  if (page?.dataset.ready === "yes") return held.replaceWith(page);
  return pause < 20_000 && wait(pause * 1.6);
}
if (held.dataset.ready === "no") wait(1000);
