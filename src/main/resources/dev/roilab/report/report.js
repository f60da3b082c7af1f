"use strict";
// Tables sort by a click on a heading: by the first number of a cell where the column holds numbers; else cells that are
// numbers by their size, before words, and words with the numbers in them by their size.
(function () {
  function number(cell) {
    const found = cell.textContent.match(/[-+]?\d+(\.\d+)?([eE][-+]?\d+)?/);
    return found === null ? NaN : Number(found[0]);
  }

  function compare(numeric, column) {
    return function (first, second) {
      const one = first.cells[column];
      const other = second.cells[column];
      if (!numeric) {
        const left = Number(one.textContent);
        const right = Number(other.textContent);
        if (Number.isNaN(left) && Number.isNaN(right)) {
          return one.textContent.localeCompare(other.textContent, "en", { numeric: true });
        }
        return Number.isNaN(left) ? 1 : Number.isNaN(right) ? -1 : left - right;
      }
      const difference = number(one) - number(other);
      return Number.isNaN(difference) ? Number.isNaN(number(one)) - Number.isNaN(number(other)) : difference;
    };
  }

  function sort(heading) {
    const table = heading.closest("table");
    const ascending = heading.getAttribute("aria-sort") !== "ascending";
    const column = heading.cellIndex;
    const order = compare(heading.classList.contains("number"), column);
    const rows = Array.from(table.tBodies[0].rows);
    const missing = rows.filter((row) => heading.classList.contains("number") && Number.isNaN(number(row.cells[column])));
    const known = rows.filter((row) => !missing.includes(row)).sort(order);
    if (!ascending) {
      known.reverse();
    }
    table.tBodies[0].append(...known, ...missing);
    for (const other of table.tHead.rows[0].cells) {
      other.removeAttribute("aria-sort");
    }
    heading.setAttribute("aria-sort", ascending ? "ascending" : "descending");
  }

  for (const heading of document.querySelectorAll("thead th")) {
    const button = document.createElement("button");
    button.type = "button";
    button.title = "sort by this column";
    button.append(...heading.childNodes);
    button.addEventListener("click", () => sort(heading));
    heading.append(button);
  }
})();

// Test images one by one, every arm beside the others; boxes are drawn over the picture that all arms share.
(function () {
  const browser = document.getElementById("browser");
  if (browser === null) {
    return;
  }
  const data = JSON.parse(document.getElementById("gallery").textContent);
  const space = "http://www.w3.org/2000/svg";
  const select = browser.querySelector("select");
  const slider = browser.querySelector("input[type=range]");
  const output = browser.querySelector("output");
  const arms = browser.querySelector(".arms");
  let shown = 0;

  function element(name, attributes, parent) {
    const made = document.createElementNS(space, name);
    for (const [key, value] of Object.entries(attributes)) {
      made.setAttribute(key, value);
    }
    parent.append(made);
    return made;
  }

  function box(svg, corners, attributes) {
    const [left, top, right, bottom] = corners;
    return element("rect",
      { x: left, y: top, width: right - left, height: bottom - top, fill: "none", ...attributes }, svg);
  }

  // Masks and key points that were found, in the colour of their class.
  function foundShape(svg, mark, thin) {
    const color = data.colors[mark.label % data.colors.length];
    if (mark.path !== undefined) {
      element("path", { d: mark.path, "fill-rule": "evenodd", fill: color, "fill-opacity": 0.4, stroke: color,
        "stroke-width": thin / 2 }, svg);
    }
    for (const [x, y] of mark.points ?? []) {
      element("circle", { cx: x, cy: y, r: thin * 1.6, fill: color, stroke: "#000", "stroke-width": thin / 2 }, svg);
    }
  }

  // The true ones: white outlines and rings, edged in black, since a picture may be white itself.
  function trueShape(svg, mark, thin) {
    for (const line of [{ stroke: "#000", "stroke-width": thin * 1.6 }, { stroke: "#fff", "stroke-width": thin * 0.7 }]) {
      if (mark.path !== undefined) {
        element("path", { d: mark.path, fill: "none", ...line }, svg);
      }
      for (const [x, y] of mark.points ?? []) {
        element("circle", { cx: x, cy: y, r: thin * 2.4, fill: "none", ...line }, svg);
      }
    }
  }

  // The surest stand where they belong; a label that would cover another one moves down.
  function label(svg, image, found, placed) {
    const [kind, score, left, top] = found;
    const size = image.width / 28;
    const words = (data.classes[kind] ?? "class " + kind) + " " + score.toFixed(2);
    const width = words.length * size * 0.62;
    const x = Math.max(0, Math.min(left, image.width - width));
    let y = Math.max(size * 1.2, top);
    const covers = (other) => Math.abs(other.y - y) < size * 1.2 && x < other.x + other.width && other.x < x + width;
    while (placed.some(covers)) {
      y += size * 0.3;
    }
    placed.push({ x: x, y: y, width: width });
    element("rect", { x: x, y: y - size * 1.2, width: width, height: size * 1.2, fill: data.colors[kind % data.colors.length] },
      svg);
    const text = element("text", { x: x + size * 0.2, y: y - size * 0.25, "font-size": size, fill: data.inks[kind % data.inks.length] },
      svg);
    text.textContent = words;
  }

  function draw(arm, image) {
    const found = (image.found[arm] ?? []).filter((detection) => detection[1] >= Number(slider.value));
    const figure = document.createElement("div");
    figure.className = "arm";
    const title = document.createElement("strong");
    title.textContent = data.arms[arm];
    figure.append(title);
    const svg = element("svg", { viewBox: "0 0 " + image.width + " " + image.height, role: "img" }, figure);
    element("image", { href: image.picture, width: image.width, height: image.height }, svg);
    const thin = image.width / 200;
    const shapes = image.shapes ?? {};
    (shapes[arm] ?? []).filter((mark) => mark.score >= Number(slider.value)).forEach((mark) => foundShape(svg, mark, thin));
    (shapes.truth ?? []).forEach((mark) => trueShape(svg, mark, thin));
    for (const truth of image.truth) {
      box(svg, truth.slice(1), { stroke: "#000", "stroke-width": thin * 1.6 });
      box(svg, truth.slice(1), { stroke: "#fff", "stroke-width": thin, "stroke-dasharray": thin * 4 });
    }
    const ranked = found.slice().sort((first, second) => first[1] - second[1]);
    for (const detection of ranked) {
      box(svg, detection.slice(2), { stroke: data.colors[detection[0] % data.colors.length], "stroke-width": thin * 1.6 });
    }
    const placed = [];
    ranked.reverse().forEach((detection) => label(svg, image, detection, placed));
    const counts = document.createElement("div");
    counts.className = "counts";
    const words = image.words ?? {};
    const said = [...(words.truth ?? []), ...(words[arm] ?? [])];
    counts.textContent = said.length > 0 ? said.join("; ")
      : image.found[arm] === undefined ? "nothing kept for this image"
      : (image.truth.length || (shapes.truth ?? []).length) + " " + data.annotated + ", "
        + (found.length || (shapes[arm] ?? []).length) + " " + data.found;
    figure.append(counts);
    return figure;
  }

  function show(index) {
    shown = (index + data.images.length) % data.images.length;
    select.value = String(shown);
    output.value = Number(slider.value).toFixed(2);
    arms.replaceChildren(...data.arms.map((_, arm) => draw(arm, data.images[shown])));
  }

  data.images.forEach((image, index) => select.add(new Option(image.id, String(index))));
  select.addEventListener("change", () => show(Number(select.value)));
  slider.addEventListener("input", () => show(shown));
  browser.querySelector(".previous").addEventListener("click", () => show(shown - 1));
  browser.querySelector(".next").addEventListener("click", () => show(shown + 1));
  browser.addEventListener("keydown", (event) => {
    if (event.target !== slider && event.target !== select && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
      show(shown + (event.key === "ArrowLeft" ? -1 : 1));
      event.preventDefault();
    }
  });
  show(0);
})();
