/* Refreshes what is marked, and nothing else: every page is complete without it. */
import { initAll } from "./govuk/govuk-frontend.js";

document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
initAll();

/* <div id data-refresh="SECONDS">: fetched again from this page's address until it no longer asks for it. */
const refresh = async (id) => {
  const old = document.getElementById(id);
  if (!old || !old.dataset.refresh) return;
  try {
    const answer = await fetch(location.href, { headers: { "X-Refresh": id }, credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(id);
    if (!fresh) return location.reload();
    const focused = document.activeElement && document.activeElement.id;
    const status = old.querySelector("[role=status]");
    const said = status ? status.textContent.trim() : "";
    old.replaceWith(fresh);
    const again = fresh.querySelector("[role=status]");
    if (again && again.textContent.trim() === said) again.setAttribute("aria-live", "off");
    if (focused) document.getElementById(focused)?.focus();
    if (page.title) document.title = page.title;
    if (fresh.dataset.refresh) setTimeout(() => refresh(id), Number(fresh.dataset.refresh) * 1000);
  } catch {
    setTimeout(() => refresh(id), 5000);
  }
};
for (const part of document.querySelectorAll("[data-refresh]")) {
  setTimeout(() => refresh(part.id), Number(part.dataset.refresh) * 1000);
}
