// Who holds what, links and pockets, drawn on a map. A standing has a shape of its own (the same as in the page's list),
// a side a colour and a letter; whether a pocket is encircled shows in the stroke of its outline.
import { Popup } from "./map.js";
import { ink } from "./signs.js";

const dark = matchMedia("(prefers-color-scheme: dark)");
const SIZE = 24;
const RATIO = 2;
const empty = { type: "FeatureCollection", features: [] };
const SOURCES = ["ground-pockets", "ground-ways", "ground-held"];

const collection = (features) => ({ type: "FeatureCollection", features });
const feature = (type, coordinates, properties) => ({ type: "Feature", properties, geometry: { type, coordinates } });
const colour = (side) => ink(`--side-${side < 8 ? side : "other"}`);
const bySide = () => ["match", ["get", "side"], ...[0, 1, 2, 3, 4, 5, 6, 7].flatMap((side) => [side, colour(side)]), colour(8)];

export class Ground {
  constructor(map) {
    this.map = map;
    this.data = Object.fromEntries(SOURCES.map((name) => [name, empty]));
    this.letters = {};
    this.last = {};
    map.setMissingStyleImageResolver(async (id) => {
      if (id.startsWith("h:")) map.addImage(id, this.#draw(id), { pixelRatio: RATIO });
    });
    dark.addEventListener("change", () => this.show(this.last));
    // A change of colours makes the style anew, without what is ours.
    map.on("styledata", () => this.#add());
    map.on("click", (event) => this.#tell(event));
    map.on("mousemove", (event) => {
      map.getCanvas().style.cursor = this.#under(event).length ? "pointer" : "";
    });
  }

  show(given) {
    const { sides = [], held = [], ways = [], pockets = [] } = given;
    this.last = given;
    this.letters = Object.fromEntries(sides.map((one) => [one.number, one.letter]));
    this.data = {
      "ground-pockets": collection(pockets.map((one) => feature("Polygon", [one.ring], { side: one.side, answer: one.answer, says: one.says }))),
      "ground-ways": collection(ways.map((one) =>
        one.line.length > 1
          ? feature("LineString", one.line, { kind: one.kind, sure: one.open === true, says: one.says })
          : feature("Point", one.line[0], { kind: one.kind, sure: one.open === true, says: one.says }))),
      "ground-held": collection(held.map((one) =>
        feature("Point", [one.lon, one.lat], { image: image(one), name: one.name, place: one.place, says: `${one.name}: ${one.says}` }))),
    };
    this.#add();
    for (const name of SOURCES) this.map.getSource(name)?.setData(this.data[name]);
  }

  #add() {
    const { map } = this;
    if (!map.getSource("areas") || map.getSource(SOURCES[0])) return;
    for (const name of SOURCES) map.addSource(name, { type: "geojson", data: this.data[name] });
    const outline = (id, answer, dash, width) => map.addLayer({ id, type: "line", source: "ground-pockets", filter: ["==", ["get", "answer"], answer], paint: { "line-color": bySide(), "line-width": width, ...(dash && { "line-dasharray": dash }) } });
    map.addLayer({ id: "pocket-fill", type: "fill", source: "ground-pockets", paint: { "fill-color": bySide(), "fill-opacity": 0.13 } });
    outline("pocket-encircled", "encircled", null, 4);
    outline("pocket-open", "open", [5, 3], 2);
    outline("pocket-cannot", "cannot_tell", [1, 1.6], 3);
    const air = ["in", ["get", "kind"], ["literal", ["air", "drop_zone"]]];
    const way = (id, filter, dash) => map.addLayer({ id, type: "line", source: "ground-ways", filter: ["all", ["==", ["geometry-type"], "LineString"], ...filter], paint: { "line-color": ink("--ink"), "line-width": 2, "line-opacity": 0.75, ...(dash && { "line-dasharray": dash }) } });
    way("way-sure", [["!", air], ["get", "sure"]], null);
    way("way-maybe", [["!", air], ["!", ["get", "sure"]]], [2, 2]);
    way("way-air", [air], [0.5, 2]);
    map.addLayer({ id: "way-air-end", type: "circle", source: "ground-ways", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": 13, "circle-opacity": 0, "circle-stroke-width": 1.5, "circle-stroke-color": ink("--ink") } });
    map.addLayer({ id: "held-signs", type: "symbol", source: "ground-held", layout: { "icon-image": ["get", "image"], "icon-allow-overlap": true, "icon-ignore-placement": true } });
  }

  #under(event) {
    const layers = ["held-signs", "way-sure", "way-maybe", "way-air", "way-air-end", "pocket-fill"].filter((id) => this.map.getLayer(id));
    const { x, y } = event.point;
    return layers.length ? this.map.queryRenderedFeatures([[x - 4, y - 4], [x + 4, y + 4]], { layers }) : [];
  }

  #tell(event) {
    const found = this.#under(event);
    if (!found.length) return;
    const content = document.createElement("div");
    content.className = "popup";
    const told = new Set(found.slice(0, 4).map((one) => one.properties.says));
    for (const says of told) content.append(Object.assign(document.createElement("p"), { textContent: says, dir: "auto" }));
    const { place } = found[0].properties;
    if (place) content.append(Object.assign(document.createElement("a"), { href: `/place?${new URLSearchParams({ id: place })}`, textContent: "Page of the place" }));
    new Popup({ maxWidth: "20rem" }).setLngLat(event.lngLat).setDOMContent(content).addTo(this.map);
  }

  // The signs of the page's list (ground_bits.html), on a canvas.
  #draw(id) {
    const [, standing, first, second, area] = id.split(":");
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = (SIZE + 8) * RATIO;
    const pen = canvas.getContext("2d");
    pen.scale(RATIO, RATIO);
    pen.translate(4, 4);
    const one = first === "none" ? ink("--soft") : colour(Number(first));
    const other = second === "none" ? one : colour(Number(second));
    shape(pen, standing, one, other, ink("--raised"), ink("--ink"));
    if (area === "area") {
      pen.setLineDash([3, 2]);
      pen.lineWidth = 1.2;
      pen.strokeStyle = ink("--ink");
      pen.strokeRect(-3, -3, SIZE + 6, SIZE + 6);
    }
    const letter = this.letters[first];
    if (letter && ["held", "changing"].includes(standing)) {
      pen.fillStyle = ink("--side-ink");
      pen.font = "600 11px system-ui, sans-serif";
      pen.textAlign = "center";
      pen.fillText(letter, 12, standing === "changing" ? 18 : 16);
    }
    return pen.getImageData(0, 0, canvas.width, canvas.height);
  }
}

// Signs are drawn once for each name; another scheme has other ones.
const image = (one) => ["h", one.standing, one.sides[0] ?? "none", one.sides[1] ?? "none", one.pinned ? "point" : "area", dark.matches ? "dark" : "light"].join(":");

function shape(pen, standing, one, other, ground, edge) {
  const paths = {
    held: "M12 3 a9 9 0 1 0 0.01 0 z", divided: "M12 3 a9 9 0 1 0 0.01 0 z", alleged: "M12 3 a9 9 0 1 0 0.01 0 z", unknown: "M12 7 a5 5 0 1 0 0.01 0 z",
    changing: "M12 2 L22 20 L2 20 z", disputed: "M12 1 L23 12 L12 23 L1 12 z", stale: "M4 4 H20 V20 H4 z",
  };
  const path = new Path2D(paths[standing]);
  const full = ["held", "changing"].includes(standing);
  pen.fillStyle = full ? one : ground;
  pen.fill(path);
  if (standing === "divided" || standing === "disputed") {
    pen.save();
    pen.clip(path);
    pen.fillStyle = one;
    if (standing === "divided") pen.fillRect(0, 0, 12, 24);
    pen.lineWidth = 2;
    for (const [at, [x1, y1, x2, y2]] of [[6, 7, 17, 18], [9, 4, 20, 15], [4, 10, 14, 20]].entries()) {
      if (standing !== "disputed") break;
      pen.strokeStyle = at === 0 ? other : one;
      pen.stroke(new Path2D(`M${x1} ${y1} L${x2} ${y2}`));
    }
    pen.restore();
  }
  pen.setLineDash(standing === "alleged" ? [2.5, 2.5] : []);
  pen.lineWidth = full ? 1 : 2.2;
  pen.strokeStyle = full ? edge : one;
  pen.stroke(path);
  if (standing === "stale") pen.stroke(new Path2D("M4 12 H20"));
}

// The sides with their signs, for people who look at the map.
export function sideKey(list, sides) {
  const svg = "http://www.w3.org/2000/svg";
  list.replaceChildren(...sides.map((one) => {
    const sign = document.createElementNS(svg, "svg");
    sign.setAttribute("class", `held-sign h-held side-${one.number}`);
    sign.setAttribute("viewBox", "0 0 24 24");
    sign.setAttribute("aria-hidden", "true");
    const use = document.createElementNS(svg, "use");
    use.setAttribute("href", "#h-held");
    const letter = document.createElementNS(svg, "text");
    letter.setAttribute("x", "12");
    letter.setAttribute("y", "16");
    letter.textContent = one.letter;
    sign.append(use, letter);
    const item = document.createElement("li");
    item.append(sign, " ", Object.assign(document.createElement("bdi"), { textContent: one.name }));
    return item;
  }));
}
