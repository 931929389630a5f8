// One incident: where it was, and how many claims are chosen to be split off.
import { fitting, makeMap, Points } from "./map.js";

const box = document.getElementById("map");
if (box) {
  const points = JSON.parse(document.getElementById("points").textContent);
  const reach = (one) => Math.max(0.01, (one.areas[0]?.[2] ?? 2) / 111);
  const [west, south, east, north] = [
    Math.min(...points.map((one) => one.lon - reach(one))), Math.min(...points.map((one) => one.lat - reach(one))),
    Math.max(...points.map((one) => one.lon + reach(one))), Math.max(...points.map((one) => one.lat + reach(one))),
  ];
  const map = makeMap(box, { box: [west, south, east, north] });
  if (map) {
    map.fitBounds([[west, south], [east, north]], { ...fitting, animate: false });
    new Points(map, (point) => location.assign(`/place?${new URLSearchParams({ id: point.places[0] })}`)).show(points);
    box.dataset.drawn = String(points.length);
  }
}

const count = document.getElementById("chosen-count");
const boxes = [...document.querySelectorAll('input[name="claims"][form="split-form"]')];
function tell() {
  const chosen = new Set(boxes.filter((one) => one.checked).map((one) => one.value)).size;
  count.textContent = chosen ? `${chosen} chosen.` : "None chosen.";
}
for (const one of boxes) {
  one.addEventListener("change", () => {
    // A claim of two origins stands in both accounts.
    for (const same of boxes) if (same.value === one.value) same.checked = one.checked;
    tell();
  });
}
tell();
