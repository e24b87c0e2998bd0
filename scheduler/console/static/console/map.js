// Maps on a canvas: thousands of points without a stutter, with or without a background of tiles.
"use strict";

const MenluMap = {
  /** Open a map in an element; `data-tiles` and `data-credit` name a background, if there is one. */
  open(element) {
    const map = L.map(element, { preferCanvas: true, attributionControl: Boolean(element.dataset.tiles), zoomSnap: .25 });
    map.attributionControl?.setPrefix("");
    if (element.dataset.tiles) L.tileLayer(element.dataset.tiles, { attribution: MenluMap.plain(element.dataset.credit), maxZoom: 19 }).addTo(map);
    return map.setView([30, 110], 4);
  },

  /** A colour of the page's look, by the name of its variable. */
  colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  },

  /** Text as HTML that shows just it: Leaflet takes texts for HTML. */
  plain(text) {
    return Object.assign(document.createElement("i"), { textContent: text ?? "" }).innerHTML;
  },

  /** Say something over the map. */
  say(element, words) {
    element.append(Object.assign(document.createElement("p"), { textContent: words }));
  },
};
