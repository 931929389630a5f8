// The signs of places on a map: buttons of the page, so that they can be reached by keyboard, follow its colours, and
// write any script.
// A colour of the page (workbench.css), light or dark.
export const ink = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const plural = (n, what) => `${n.toLocaleString("en")} ${what}`;

export function told(point) {
  const said = [];
  if (point.count.asserted) said.push(plural(point.count.asserted, "asserted"));
  if (point.count.other) said.push(plural(point.count.other, "attempted, intended, possible or denied"));
  const name = point.more ? `${point.name} and ${plural(point.more, point.more === 1 ? "other place" : "other places")}` : point.name;
  // The name has what is written on the sign, too: who speaks to the browser says what they see.
  const both = said.length > 1 ? `${point.count.asserted.toLocaleString("en")}+${point.count.other.toLocaleString("en")} at ` : "";
  return `${both}${name}${point.pinned ? "" : ", an area"}: ${said.join(", ")}`;
}

export function sign(point, chosen) {
  const button = document.createElement("button");
  const size = Math.min(4, 1 + Math.floor(Math.log10(Math.max(1, point.count.asserted + point.count.other)) * 1.5));
  button.type = "button";
  button.className = `pin size-${size}${point.pinned ? "" : " area"}${point.count.asserted ? "" : " none"}`;
  button.setAttribute("aria-label", told(point));
  button.title = told(point);
  if (point.count.asserted) {
    const number = document.createElement("b");
    number.textContent = point.count.asserted.toLocaleString("en");
    button.append(number);
  }
  if (point.count.other) {
    const number = document.createElement("i");
    number.textContent = (point.count.asserted ? "+" : "") + point.count.other.toLocaleString("en");
    button.append(number);
  }
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    chosen(point, button);
  });
  return button;
}

// The areas of points (latitude, longitude, kilometres), each once: drawn upon each other, they would hide what is there.
// One as wide as a province says by its sign alone where it is.
export function areasOf(points) {
  const all = points.flatMap((point) => point.areas).filter(([, , radius]) => radius && radius < 60);
  return [...new Map(all.map((area) => [area.join(), area])).values()];
}

// How far below its point a sign stands, in pixels.
export const below = (point) => (point.below ? 29 : 0);
