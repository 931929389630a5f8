// The map: Natural Earth's lines and our own points. Signs are elements of the page (signs.js); what the map itself draws
// is land, water and names.
import { AttributionControl, Map as Plan, Marker, NavigationControl, Popup, ScaleControl } from "./maplibre/maplibre-gl.mjs";
import { areasOf, below, ink, sign, told } from "./signs.js";
import { fitting } from "./still.js";

const dark = matchMedia("(prefers-color-scheme: dark)");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

const colours = () => Object.fromEntries(["sea", "land", "border", "river", "town", "country"].map((name) => [name, ink(`--${name}`)]));

function style(base, madeUp) {
  const paint = colours();
  const source = (name) => ({ type: "geojson", data: `${location.origin}${base}/map/${name}.json`, tolerance: 0.3 });
  const names = { "text-font": ["system-ui", "Noto Sans", "DejaVu Sans", "sans-serif"], "text-field": ["get", "name"] };
  const halo = { "text-halo-color": paint.land, "text-halo-width": 1.4 };
  return {
    version: 8,
    sources: {
      land: source("land"), borders: source("borders"), rivers: source("rivers"), countries: source("countries"), towns: source("towns"),
      areas: { type: "geojson", data: { type: "FeatureCollection", features: [] } },
      ...(madeUp && { invented: { type: "geojson", data: `${location.origin}${base}/demo/kelmara.json` } }),
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": paint.sea } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": paint.land, "fill-antialias": true } },
      ...(madeUp ? invented(paint, names, halo) : []),
      { id: "rivers", type: "line", source: "rivers", paint: { "line-color": paint.river, "line-width": ["interpolate", ["linear"], ["zoom"], 3, 0.6, 9, 2.2] },
        filter: ["<=", ["get", "rank"], ["step", ["zoom"], 2, 4, 4, 6, 6]] },
      { id: "borders", type: "line", source: "borders", paint: { "line-color": paint.border, "line-width": ["interpolate", ["linear"], ["zoom"], 2, 0.6, 8, 1.4], "line-dasharray": [4, 2] } },
      { id: "areas", type: "fill", source: "areas", paint: { "fill-color": paint.country, "fill-opacity": 0.05 } },
      { id: "area-lines", type: "line", source: "areas", paint: { "line-color": paint.country, "line-opacity": 0.6, "line-dasharray": [2, 3] } },
      { id: "countries", type: "symbol", source: "countries", maxzoom: 7, filter: ["<=", ["get", "zoom"], ["zoom"]],
        layout: { ...names, "text-size": 12, "text-letter-spacing": 0.08, "text-transform": "uppercase", "text-max-width": 8 }, paint: { "text-color": paint.country, ...halo } },
      { id: "towns", type: "symbol", source: "towns", minzoom: 3, filter: ["<=", ["get", "zoom"], ["zoom"]],
        layout: { ...names, "text-size": 11.5, "text-anchor": "top", "text-offset": [0, 0.5], "text-optional": true, "symbol-sort-key": ["get", "zoom"] }, paint: { "text-color": paint.town, ...halo } },
    ],
  };
}

// The country of the made-up samples, in the open sea and with a dashed shore, so that nobody takes it for a real one.
const invented = (paint, names, halo) => [
  { id: "invented-land", type: "fill", source: "invented", filter: ["==", ["get", "what"], "land"], paint: { "fill-color": paint.land } },
  { id: "invented-shore", type: "line", source: "invented", filter: ["==", ["get", "what"], "land"], paint: { "line-color": paint.border, "line-dasharray": [2, 2] } },
  { id: "invented-river", type: "line", source: "invented", filter: ["==", ["get", "what"], "river"], paint: { "line-color": paint.river, "line-width": ["interpolate", ["linear"], ["zoom"], 5, 1, 11, 6] } },
  { id: "invented-name", type: "symbol", source: "invented", filter: ["==", ["get", "what"], "name"], layout: { ...names, "text-size": 13, "text-letter-spacing": 0.08 }, paint: { "text-color": paint.country, ...halo } },
];

// Somebody else's map behind our own: tiles in place of our land, or all of a style, with our areas on top.
const elsewhere = document.body.dataset.tiles;
const ours = new Set(["areas", "area-lines"]);

function tiled(own) {
  const kept = own.layers.filter((layer) => ours.has(layer.id) || layer.id === "sea" || layer.id.startsWith("invented"));
  const tiles = { id: "tiles", type: "raster", source: "tiles" };
  return {
    ...own,
    sources: { ...own.sources, tiles: { type: "raster", tiles: [elsewhere], tileSize: 256, maxzoom: 19 } },
    layers: [kept[0], tiles, ...kept.slice(1)],
  };
}

async function styled(map, own) {
  const answer = await fetch(elsewhere, { credentials: "omit" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const theirs = await answer.json();
  const base = elsewhere.replace(/[?#].*/, "");
  const absolute = (url) => (url ? new URL(url, base).href.replaceAll("%7B", "{").replaceAll("%7D", "}") : url);
  const sources = Object.fromEntries(Object.entries(theirs.sources).map(([name, one]) => [
    `their-${name}`, { ...one, ...(one.url && { url: absolute(one.url) }), ...(one.tiles && { tiles: one.tiles.map(absolute) }) },
  ]));
  const layers = theirs.layers.map((one) => ({ ...one, id: `their-${one.id}`, ...(one.source && { source: `their-${one.source}` }) }));
  const mine = own.layers.filter((one) => ours.has(one.id));
  const shared = { ...(theirs.glyphs && { glyphs: absolute(theirs.glyphs) }), ...(typeof theirs.sprite === "string" && { sprite: absolute(theirs.sprite) }) };
  map.setStyle({ version: 8, ...shared, sources: { ...sources, areas: own.sources.areas }, layers: [...layers, ...mine] });
}

export function makeMap(box, { center = [39, 34.5], zoom = 4, box: shown = null } = {}) {
  const base = box.dataset.static;
  const own = () => style(base, box.dataset.madeUp === "yes");
  const behind = () => (elsewhere?.includes("{z}") ? tiled(own()) : own());
  let map;
  try {
    map = new Plan({
      container: box, style: behind(), maxZoom: elsewhere ? 19 : 13,
      ...(shown ? { bounds: [shown.slice(0, 2), shown.slice(2)], fitBoundsOptions: fitting } : { center, zoom }), dragRotate: false, pitchWithRotate: false, touchPitch: false,
      attributionControl: false, fadeDuration: 0, renderWorldCopies: true, maplibreLogo: false,
    });
  } catch {
    box.textContent = "This browser cannot draw maps; the lists have the same.";
    return null;
  }
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new ScaleControl({ maxWidth: 90 }), "bottom-left");
  map.addControl(new AttributionControl({ compact: true, customAttribution: `${elsewhere ? `${new URL(elsewhere).host}; ` : ""}Natural Earth; GeoNames (CC BY 4.0). Borders say nothing about whose ground it is.` }), "bottom-right");
  box.querySelector(".maplibregl-ctrl-attrib")?.classList.remove("maplibregl-compact-show");
  map.on("idle", () => (box.dataset.idle = "yes"));
  const theirs = elsewhere && !elsewhere.includes("{z}");
  // A style that cannot be had leaves our own map.
  if (theirs) styled(map, own()).catch((fault) => console.warn(`the map's style cannot be used: ${fault.message}`));
  dark.addEventListener("change", () => !theirs && map.setStyle(behind()));
  return map;
}

export const move = () => ({ animate: !calm.matches, duration: calm.matches ? 0 : 500 });

// An area as a ring of so many kilometres around its point.
function ring([lat, lon, radius]) {
  const points = [];
  for (let step = 0; step <= 64; step += 1) {
    const angle = (step / 64) * 2 * Math.PI;
    const north = (radius / 111.2) * Math.cos(angle);
    points.push([lon + ((radius / 111.2) * Math.sin(angle)) / Math.cos((lat * Math.PI) / 180), lat + north]);
  }
  return { type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [points] } };
}

// Puts the points on the map in place of those before; `chosen` is told which one is pressed. `signs` are some that are
// there already, by the point that each stands for.
export class Points {
  constructor(map, chosen, signs = new Map()) {
    this.map = map;
    this.chosen = chosen;
    this.signs = signs;
    this.markers = new Map();
  }

  show(points) {
    const before = this.markers;
    this.markers = new Map();
    for (const point of points) {
      const key = JSON.stringify(point);
      let marker = before.get(key);
      before.delete(key);
      if (!marker) {
        const element = this.signs.get(key) ?? sign(point, this.chosen);
        this.signs.delete(key);
        marker = new Marker({ element, offset: [0, below(point)] }).setLngLat([point.lon, point.lat]).addTo(this.map);
        // The marker would call itself a "Map marker" and be no button.
        element.removeAttribute("role");
        element.setAttribute("aria-label", told(point));
      }
      this.markers.set(key, marker);
    }
    for (const marker of before.values()) marker.remove();
    this.#areas(areasOf(points));
  }

  #areas(areas) {
    const data = { type: "FeatureCollection", features: areas.map(ring) };
    const put = () => this.map.getSource("areas").setData(data);
    if (this.map.getSource("areas")) put();
    else this.map.once("styledata", put);
  }
}

export { fitting, Marker, Popup };
