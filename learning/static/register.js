/* A register with a poor connection: every mark stays on this phone until the server has it, and is sent again. */
const key = `register:${location.pathname.replace(/\/register$/, "")}`;
const kept = () => { try { return JSON.parse(localStorage.getItem(key)) || {}; } catch { return {}; } };
/* What the form was opened with is kept too: whoever saved meanwhile is not written over unseen. */
const OPENED = ["version", "base"];
const keep = (marks) => { try { localStorage.setItem(key, JSON.stringify(marks)); } catch { /* a private window */ } };
const drop = () => { try { localStorage.removeItem(key); } catch { /* a private window */ } };

const shown = (form) => {
  const { csrf_token: _, ...fields } = Object.fromEntries(new FormData(form));
  return fields;
};

/* `restore`: marks that were never saved are put into the form again. */
const begin = (form, restore) => {
  const state = form.querySelector("[data-state]");
  const say = (text) => { if (state.textContent !== text) state.textContent = text; };

  const opened = () => Object.fromEntries(OPENED.map((name) => [name, form.elements[name].value]));
  const waiting = restore ? kept() : {};
  for (const [name, value] of Object.entries(waiting)) if (form.elements[name]) form.elements[name].value = value;
  if (Object.keys(waiting).length > OPENED.length) say("Marks from before are on this phone and not saved yet. Look them over and save.");

  form.addEventListener("change", (event) => {
    const { name, value } = event.target;
    if (!name) return;
    keep({ ...opened(), ...kept(), [name]: value });
    say(navigator.onLine ? "On this phone, not saved yet." : "No connection. Marks stay on this phone until you save.");
  });

  const everyone = form.querySelector("[data-everyone]");
  everyone.hidden = false;
  everyone.addEventListener("click", () => {
    const marks = { ...opened(), ...kept() };
    for (const input of form.querySelectorAll("input[type=radio][value=attended]")) {
      input.checked = true;
      marks[input.name] = "attended";
    }
    keep(marks);
    say("Everyone is marked as attended. Change those who were not, then save.");
  });

  const send = async () => {
    say("Saving.");
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin" });
    } catch {
      say("No connection. The register waits on this phone and is sent when there is one.");
      window.addEventListener("online", send, { once: true });
      return;
    }
    if (answer.redirected && answer.url.includes("/sign-in")) {
      say("You are signed out. The marks stay on this phone: sign in again and save.");
      return;
    }
    if (![200, 409, 422].includes(answer.status)) {
      say("The register could not be saved. The marks stay on this phone: open this page again and save.");
      return;
    }
    if (answer.ok) drop();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.querySelector("main").replaceWith(page.querySelector("main"));
    document.querySelector("main").focus();
    window.scrollTo(0, 0);
    const again = document.querySelector("form[data-register]");
    if (again && !answer.ok) keep(shown(again));
    if (again) begin(again, false);
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); send(); });
};

const form = document.querySelector("form[data-register]");
if (form) begin(form, true);
