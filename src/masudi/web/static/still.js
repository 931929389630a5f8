// The map as a still picture: land, rivers and borders as the server draws them, with our signs on top. It is there long
// before the map that moves, shows what that one will show first, and hands its signs over to it.
import { areasOf, below, sign } from "./signs.js";

// What a map shows where it is to show a box: so much room around it, and no nearer than this.
export const fitting = { padding: 56, maxZoom: 10 };
const TILE = 512;
const POLE = 85.051;
// The earth's girth in kilometres, at 111.2 for each degree.
const ROUND = 40032;
const svg = "http://www.w3.org/2000/svg";

// Where a point lies on a world as wide and high as 1 (Web Mercator), and back.
const across = (lon) => (lon + 180) / 360;
const down = (lat) => (1 - Math.asinh(Math.tan((Math.min(POLE, Math.max(-POLE, lat)) * Math.PI) / 180)) / Math.PI) / 2;
const lonAt = (x) => x * 360 - 180;
const latAt = (y) => (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;

// The middle and the zoom with which a map of a size begins, as MapLibre reckons them.
export function view({ box, center: [lon, lat], zoom }, width, height) {
  let [x, y, near] = [across(lon), down(lat), zoom];
  if (box) {
    const [left, bottom, right, top] = [across(box[0]), down(box[1]), across(box[2]), down(box[3])];
    const room = [width, height].map((length) => Math.max(1, length - 2 * fitting.padding) / TILE);
    near = Math.min(fitting.maxZoom, Math.log2(Math.min(room[0] / (right - left), room[1] / (bottom - top))));
    [x, y] = [(left + right) / 2, (top + bottom) / 2];
  }
  // Nothing is shown beyond the poles.
  near = Math.max(near, Math.log2(height / TILE));
  const half = height / (2 * TILE * 2 ** near);
  return { x, y: Math.min(1 - half, Math.max(half, y)), zoom: near };
}

export class Still {
  // `box` is the element of the map, `begin` what it begins with, `chosen` is told which sign is pressed.
  constructor(box, begin, chosen) {
    this.box = box;
    this.chosen = chosen;
    this.signs = new Map();
    this.areas = document.createElementNS(svg, "g");
    const [width, height] = [box.clientWidth, box.clientHeight];
    Object.assign(this, { width, height }, view(begin, width, height));
    this.world = TILE * 2 ** this.zoom;
    this.sheet = document.createElement("div");
    this.sheet.className = "still";
    // Beside the map's own element, which MapLibre wants empty, and over it.
    Object.assign(this.sheet.style, { left: `${box.offsetLeft + box.clientLeft}px`, top: `${box.offsetTop + box.clientTop}px`, width: `${width}px`, height: `${height}px` });
    box.after(this.sheet);
  }

  #left(lon) {
    return (across(lon) - this.x) * this.world + this.width / 2;
  }

  #top(lat) {
    return (down(lat) - this.y) * this.world + this.height / 2;
  }

  // What is in view: west, south, east, north.
  get bounds() {
    const [half, high] = [this.width / 2 / this.world, this.height / 2 / this.world];
    return [lonAt(this.x - half), latAt(this.y + high), lonAt(this.x + half), latAt(this.y - high)];
  }

  async ground() {
    const box = this.bounds.map((one) => one.toFixed(4));
    const answer = await fetch(`/ground/still.json?box=${box}&width=${Math.round(this.width)}`);
    if (!answer.ok) return;
    const found = await answer.json();
    this.picture = document.createElementNS(svg, "svg");
    this.picture.setAttribute("class", "ground-still");
    this.picture.setAttribute("aria-hidden", "true");
    this.picture.setAttribute("viewBox", `0 0 ${found.width} ${found.height}`);
    for (const name of ["land", "invented", "rivers", "borders"]) {
      const path = document.createElementNS(svg, "path");
      path.setAttribute("class", name);
      path.setAttribute("d", found[name]);
      this.picture.append(path);
    }
    this.picture.append(this.areas);
    // The map that moves may have been faster.
    if (this.sheet.isConnected) this.sheet.prepend(this.picture);
  }

  show(points) {
    this.signs = new Map();
    for (const point of points) {
      const element = sign(point, this.chosen);
      element.style.transform = `translate(-50%, -50%) translate(${this.#left(point.lon)}px, ${this.#top(point.lat) + below(point)}px)`;
      this.signs.set(JSON.stringify(point), element);
    }
    this.areas.replaceChildren(...areasOf(points).map(([lat, lon, radius]) => {
      const circle = document.createElementNS(svg, "circle");
      const place = { cx: this.#left(lon), cy: this.#top(lat), r: (radius / ROUND / Math.cos((lat * Math.PI) / 180)) * this.world };
      for (const [name, value] of Object.entries(place)) circle.setAttribute(name, value.toFixed(1));
      return circle;
    }));
    this.sheet.replaceChildren(...(this.picture ? [this.picture] : []), ...this.signs.values());
  }

  // Leaves the page to the map that moves: gives its signs away, and its ground lies under them until that of the map
  // has been drawn, or somebody moves it.
  handOver(map) {
    for (const element of this.signs.values()) element.style.transform = "";
    if (this.picture) {
      map.getCanvas().after(this.picture);
      const gone = () => this.picture.remove();
      map.once("load", gone);
      map.once("movestart", gone);
    }
    this.sheet.remove();
    return this.signs;
  }
}
