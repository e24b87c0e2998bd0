// Leaflet's own words in the reader's language.
"use strict";

L.Control.Zoom.mergeOptions({ zoomInTitle: document.currentScript.dataset.closer, zoomOutTitle: document.currentScript.dataset.farther });
