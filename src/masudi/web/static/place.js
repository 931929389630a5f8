// The map of one place.
import { makeMap, Points } from "./map.js";

const box = document.getElementById("map");
const map = makeMap(box, { center: [Number(box.dataset.lon), Number(box.dataset.lat)], zoom: 7 });

if (map) {
  const points = new Points(map, () => {});
  const answer = await fetch(`/map.json?${box.dataset.query}&zoom=13`);
  if (answer.ok) {
    const here = (point) => Math.abs(point.lat - box.dataset.lat) + Math.abs(point.lon - box.dataset.lon) < 1e-6;
    const found = (await answer.json()).points.filter(here);
    points.show(found);
    box.dataset.drawn = String(found.length);
  }
}
