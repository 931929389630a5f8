// The map of the overview with its layers. First a still picture with the signs, which is there with the lists; then, once
// that has been seen, the map that moves, which takes a browser without a graphics card some seconds to make.
import { Days } from "./days.js";
import { fitting, Still } from "./still.js";

const LAYERS = ["held", "pockets", "ways"];
const layer = (name) => document.getElementById(`layer-${name}`);
const numbers = (words) => words?.split(",").map(Number);
const element = (tag, more) => Object.assign(document.createElement(tag), more);
const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

export class OverviewMap {
  // `asked` gives the filters, `renew` and `pick` change them and fetch the page anew.
  constructor(box, { asked, renew, pick, form, inView, said }) {
    Object.assign(this, { box, asked, renew, pick, form, inView, said });
    this.map = null;
    this.popup = null;
    this.wish = 0;
    this.days = new Days(document.getElementById("layers"), (day) => this.#layers(day));
    for (const name of LAYERS) layer(name).addEventListener("change", () => this.#layers(this.days.day));
    layer("points").addEventListener("change", () => box.parentElement.classList.toggle("no-points", !layer("points").checked));
  }

  async begin() {
    const box = numbers(this.inView.checked ? this.form.elements.box.value : this.box.dataset.box);
    const start = { box, center: [39, 34.5], zoom: 4 };
    // The ground of somebody else's map cannot be drawn beforehand.
    if (!document.body.dataset.tiles) {
      this.still = new Still(this.box, start, (...pressed) => this.#choose(...pressed));
      await Promise.allSettled([this.still.ground(), this.draw()]);
      await painted();
      this.box.dataset.seen = "yes";
    }
    await this.#live(start);
  }

  async #live(start) {
    const [{ makeMap, move, Points, Popup }, { Ground, sideKey }] = await Promise.all([import("./map.js"), import("./ground.js")]);
    Object.assign(this, { move, Popup, sideKey });
    const focused = document.activeElement;
    const map = makeMap(this.box, start);
    const signs = (map && this.still?.handOver(map)) || new Map();
    if (!map) {
      this.still?.sheet.remove();
      return;
    }
    this.map = map;
    this.points = new Points(map, (...pressed) => this.#choose(...pressed), signs);
    this.ground = new Ground(map);
    if (this.found) this.#put(this.found);
    else await this.draw();
    if (focused?.matches(".pin") && focused.isConnected) focused.focus({ preventScroll: true });
    let last = this.still ? Math.round(map.getZoom() * 4) : null;
    map.on("moveend", () => {
      const zoom = Math.round(map.getZoom() * 4);
      if (this.inView.checked) this.renew({ push: false });
      else if (zoom !== last) this.draw();
      last = zoom;
    });
    if (LAYERS.some((name) => layer(name).checked)) this.#layers(this.days.day);
    if (this.pressed) this.#choose(...this.pressed);
    if (this.refit) this.#fit(this.refit);
  }

  // What is in view: west, south, east, north.
  get bounds() {
    const around = this.map?.getBounds();
    const sides = around ? [around.getWest(), around.getSouth(), around.getEast(), around.getNorth()] : this.still?.bounds;
    return sides?.map((degrees) => Number(degrees.toFixed(4))).join(",");
  }

  async draw({ refit = false } = {}) {
    if (!this.map && !this.still) return;
    const query = this.asked({ view: false });
    query.set("zoom", (this.map?.getZoom() ?? this.still.zoom).toFixed(2));
    const mine = (this.wish += 1);
    const answer = await fetch(`/map.json?${query}`);
    const found = answer.ok ? await answer.json() : null;
    // The last wish wins.
    if (!found || mine !== this.wish) return;
    this.found = found;
    if (refit && this.found.box) this.#fit(this.found.box);
    this.#put(this.found);
  }

  #put({ points }) {
    if (!this.points) {
      this.still.show(points);
      return;
    }
    this.points.show(points);
    this.box.dataset.drawn = String(points.length);
  }

  #fit(box) {
    if (!this.map) this.refit = box;
    else this.map.fitBounds([box.slice(0, 2), box.slice(2)], { ...fitting, ...this.move() });
  }

  #choose(point, sign) {
    // Before the map moves, what is pressed waits for it.
    this.pressed = this.map ? null : [point, sign];
    if (!this.map) return;
    this.popup?.remove();
    if (point.more && this.map.getZoom() < 12.5) {
      this.map.easeTo({ center: [point.lon, point.lat], zoom: Math.min(13, this.map.getZoom() + 2), ...this.move() });
      return;
    }
    const content = element("div", { className: "popup" });
    const name = element("h3");
    name.append(element("bdi", { textContent: point.name }));
    const counts = element("p", { textContent: sign.getAttribute("aria-label").split(": ").at(-1) });
    const only = element("button", { type: "button", textContent: "Only this place" });
    only.addEventListener("click", () => {
      this.popup.remove();
      this.pick("place", point.places[0], point.name);
    });
    const page = element("a", { href: `/place?${new URLSearchParams({ id: point.places[0] })}`, textContent: "Page of the place" });
    content.append(name, counts, only, page);
    if (new FormData(this.form).get("of") === "incidents") this.#incidentsAt(point, content);
    this.popup = new this.Popup({ offset: 18, maxWidth: "18rem" }).setLngLat([point.lon, point.lat]).setDOMContent(content).addTo(this.map);
    this.popup.on("close", () => sign.isConnected && sign.focus({ preventScroll: true }));
  }

  // The latest of what happened there, by name.
  async #incidentsAt(point, content) {
    const query = this.asked();
    query.delete("box");
    query.set("place", point.places[0]);
    const answer = await fetch(`/overview.json?${query}`, { headers: { accept: "application/json" } });
    if (!answer.ok || !content.isConnected) return;
    const { lines, total } = (await answer.json()).incidents;
    const list = element("ul", { className: "there" });
    for (const one of lines.slice(0, 5)) {
      const item = element("li", { className: one.status === "asserted" ? "" : "not-asserted" });
      item.append(element("a", { href: `/incident/${one.id}`, textContent: one.name }), ` ${one.day ?? "no day"}`);
      list.append(item);
    }
    if (total > 5) list.append(element("li", { textContent: `and ${(total - 5).toLocaleString("en")} more` }));
    content.querySelector("p").after(list);
  }

  // Who holds what on a day, pockets and links
  async #layers(day) {
    layer("page").href = `/control?on=${day}`;
    if (!this.ground) return;
    const query = new URLSearchParams({ on: day });
    for (const name of LAYERS) query.set(name, String(layer(name).checked));
    const some = LAYERS.some((name) => layer(name).checked);
    const answer = some ? await fetch(`/ground.json?${query}`) : null;
    if (answer && !answer.ok) return;
    const found = answer ? await answer.json() : {};
    this.ground.show(found);
    this.sideKey(layer("key"), found.sides ?? []);
    this.box.dataset.held = String(found.held?.length ?? 0);
    if (found.pending) this.said.textContent = "Who holds what is still being worked out: try again in a moment.";
  }
}
