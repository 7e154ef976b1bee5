
"use strict";

const decoded = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

{
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const theme = localStorage.getItem("wp8-theme");
    if (theme === "dark" || theme === "light") root.dataset.theme = theme;
  } catch { /* A browser may keep nothing for a page that is a file. */ }

  document.addEventListener("DOMContentLoaded", () => {
    theme();
    citations();
    notes();
    place();
    contents();
  });

  const element = (tag, properties = {}, ...content) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...content);
    return made;
  };

  // Colours

  const theme = () => {
    const button = document.querySelector(".theme");
    const wanted = matchMedia("(prefers-color-scheme: dark)");
    const isDark = () => (root.dataset.theme ?? (wanted.matches ? "dark" : "light")) === "dark";
    const tell = () => button.setAttribute("aria-pressed", isDark());
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      try {
        localStorage.setItem("wp8-theme", root.dataset.theme);
      } catch { /* It holds until the page is left. */ }
      tell();
    });
    wanted.addEventListener("change", tell);
    tell();
  };

  // Citations

  const citations = () => {
    document.addEventListener("click", async ({ target }) => {
      const button = target.closest("button.cite");
      if (!button) return;
      const citation = `${button.dataset.cite}\n${location.href.split("#")[0]}#${button.value}`;
      if (await copied(citation, button)) say(`Copied: ${button.dataset.cite}`);
      else prompt("Copy the citation:", citation.replace("\n", " "));
    });
  };

  const copied = async (text, button) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = element("textarea", { value: text, readOnly: true });
      button.after(area);
      area.select();
      try {
        return document.execCommand("copy");
      } catch {
        return false;
      } finally {
        area.remove();
        button.focus();
      }
    }
  };

  let silence;
  const say = (text) => {
    const said = document.getElementById("_said");
    said.textContent = "";
    clearTimeout(silence);
    // Said twice, it must be heard twice.
    setTimeout(() => { said.textContent = text; }, 50);
    silence = setTimeout(() => { said.textContent = ""; }, 5000);
  };

  // Notes on the spot

  const notes = () => {
    if (!("popover" in HTMLElement.prototype)) return;
    const title = element("h2", { id: "_note-title" });
    const popover = element("div", { className: "popover", popover: "auto", tabIndex: -1 }, title);
    popover.setAttribute("role", "dialog");
    popover.setAttribute("aria-labelledby", title.id);
    document.body.append(popover);
    document.addEventListener("click", (event) => {
      if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      if (event.target.closest(".popover .tools a")) popover.hidePopover();
      const mark = event.target.closest(".mark a");
      if (!mark) return;
      event.preventDefault();
      title.textContent = mark.getAttribute("aria-label");
      fill(popover, title, document.getElementById(mark.hash.slice(1)));
      // Where the focus is now it returns to.
      mark.focus({ preventScroll: true });
      popover.showPopover({ source: mark });
      beside(mark, popover);
      popover.focus({ preventScroll: true });
    });
    // A phone's own bars come and go and change the height.
    let width = innerWidth;
    addEventListener("resize", () => {
      if (innerWidth !== width) popover.hidePopover();
      width = innerWidth;
    });
  };

  const fill = (popover, title, note) => {
    const text = note.querySelector(".text").cloneNode(true);
    const cite = note.querySelector(".cite").cloneNode(true);
    const link = element("a", { href: `#${note.id}` }, "Among the notes");
    const tools = element("div", { className: "tools" }, cite, link);
    popover.replaceChildren(title, text, tools);
    popover.scrollTop = 0;
  };

  const beside = (mark, popover) => {
    const at = mark.getBoundingClientRect();
    const above = at.top - document.querySelector(".bar").offsetHeight - 16;
    const below = innerHeight - at.bottom - 16;
    const isBelow = below > popover.scrollHeight || below > above;
    popover.style.maxHeight = `${Math.max(160, isBelow ? below : above)}px`;
    const top = isBelow ? at.bottom + 8 : at.top - popover.offsetHeight - 8;
    const left = Math.max(16, Math.min(at.left - 24, root.clientWidth - popover.offsetWidth - 16));
    Object.assign(popover.style, { top: `${top + scrollY}px`, left: `${left + scrollX}px` });
  };

  // Where in the contents the reader is.
  const contents = () => {
    const links = [...document.querySelectorAll("nav li li a")];
    const heads = links.map((link) => document.getElementById(decoded(link.hash.slice(1))));
    const mark = () => {
      const here = heads.findLastIndex((head) => head.getBoundingClientRect().top < innerHeight / 3);
      links.forEach((link, index) => {
        if (index === here) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      });
    };
    let waiting = false;
    addEventListener("scroll", () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        mark();
      });
    }, { passive: true });
    mark();
  };

  // A range as wp8 takes it, speech:12-14, leads to its first paragraph.
  const place = () => {
    const go = () => {
      const name = decoded(location.hash.slice(1));
      if (!name || name.startsWith("q=") || document.getElementById(name)) return;
      const near = [name.toLowerCase(), name.replace(/-[^-]*$/, "")];
      const nearest = near.find((id) => document.getElementById(id));
      if (nearest) location.replace(`#${nearest}`);
    };
    addEventListener("hashchange", go);
    go();
  };
}
