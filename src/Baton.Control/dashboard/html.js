// The one place that joins the vendored libraries, so that every other file imports from here.
import { h, render, Fragment, Component } from "./vendor/preact.js";
import { useState, useEffect, useLayoutEffect, useRef, useMemo, useCallback } from "./vendor/hooks.js";
import htm from "./vendor/htm.js";

/** Template tag that makes virtual nodes: html`<p>${text}</p>`. */
export const html = htm.bind(h);

export { h, render, Fragment, Component, useState, useEffect, useLayoutEffect, useRef, useMemo, useCallback };
