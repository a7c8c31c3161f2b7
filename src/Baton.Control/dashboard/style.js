// Style sheets of single pages: they come with the page, not with the first one.

const asked = new Map();

/** Resolves when a sheet of /ui/style/ is in force. A sheet that does not come is no reason to show nothing. */
export function style(name) {
  if (!asked.has(name)) {
    asked.set(name, new Promise((resolve) => {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = `/ui/style/${name}.css`;
      link.onload = link.onerror = () => resolve();
      document.head.append(link);
    }));
  }
  return asked.get(name);
}
