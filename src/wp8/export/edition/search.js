
// Search: what is typed is looked for in the page itself.
{
  // Of a letter or two there are too many for a browser to paint.
  const MOST_PAINTED = 5000;
  const HANGUL = "\\u1100-\\u11ff\\u3130-\\u318f\\ua960-\\ua97f\\uac00-\\ud7ff";
  const isHangul = RegExp.prototype.test.bind(RegExp(`[${HANGUL}]`));
  const isLetter = RegExp.prototype.test.bind(/[\p{L}\p{N}]/u);
  const isMark = RegExp.prototype.test.bind(/\p{M}/u);
  const isDigit = RegExp.prototype.test.bind(/\p{N}/u);
  // Blanks beside Hangul, or between it and figures, are not the same in two texts.
  const loose = (before, after) =>
    (isHangul(before) && (isHangul(after) || isDigit(after))) || (isDigit(before) && isHangul(after));

  const letters = new Map();
  const folded = (letter) => {
    let found = letters.get(letter);
    if (found === undefined) {
      const bare = isHangul(letter) ? letter : letter.normalize("NFKD").replace(/\p{M}/gu, "");
      found = isLetter(letter) ? bare.toLowerCase() : isMark(letter) ? "" : " ";
      letters.set(letter, found);
    }
    return found;
  };

  // A text as it is compared, and for each character of it the place it came from.
  const fold = (text) => {
    const places = [];
    let compared = "";
    let gap = -1;
    let place = 0;
    for (const letter of text) {
      const next = folded(letter);
      if (next === " ") {
        gap = gap < 0 ? place : gap;
      } else if (next) {
        if (gap >= 0 && compared && !loose(compared.at(-1), next)) {
          compared += " ";
          places.push(gap);
        }
        gap = -1;
        compared += next;
        for (let i = 0; i < next.length; i++) places.push(place);
      }
      place += letter.length;
    }
    return { compared, places };
  };

  // What is asked for: phrases, each whole or the beginning of a word.
  const terms = (query) => {
    const solid = query.normalize("NFC").replace(/(\S)\s+(?=(\S))/gu, (blank, before, after) =>
      loose(before, after) ? before : blank);
    return [...solid.matchAll(/["“”„]([^"“”„]*)(["“”„]?)|[^\s"“”„]+/g)]
      .map(([word, phrase, closed]) => ({ text: fold(phrase ?? word).compared, whole: Boolean(closed) }))
      .filter(({ text }) => text.length > 1 || isHangul(text) || isDigit(text));
  };

  // Hits in reading order; those of different terms that stand together are one.
  const together = (hits) => {
    const found = [];
    for (const hit of hits.sort((a, b) => a.unit - b.unit || a.start - b.start || b.end - a.end)) {
      const last = found.at(-1);
      const gap = last?.unit === hit.unit ? hit.start - last.end : Infinity;
      if (gap > 1 || (gap >= 0 && hit.term === last.term)) found.push(hit);
      else if (gap >= 0) Object.assign(last, { end: hit.end, term: hit.term });
    }
    return found;
  };

  class Texts {
    constructor() {
      this.units = [...document.querySelectorAll("#_texts .text")].map((unit) => new Unit(unit));
      let start = 0;
      this.starts = [];
      for (const { compared } of this.units) {
        this.starts.push(start);
        start += compared.length + 1;
      }
      this.whole = this.units.map((unit) => unit.compared).join("\n");
    }

    // The hits of a query in reading order: those in the texts that have all its terms.
    hits(query) {
      const asked = terms(query);
      const hits = asked.flatMap((term, index) => [...this.occurrences(term, index)]);
      const having = new Map();
      for (const { unit, term } of hits) having.set(unit, (having.get(unit) ?? new Set()).add(term));
      return together(hits.filter(({ unit }) => having.get(unit).size === asked.length));
    }

    *occurrences({ text, whole }, term) {
      let unit = 0;
      for (let at = this.whole.indexOf(text); at >= 0; at = this.whole.indexOf(text, at + 1)) {
        const end = at + text.length;
        if (!this.parts(at) || (whole && !this.parts(end))) continue;
        while (this.starts[unit + 1] <= at) unit++;
        yield { unit, term, start: at - this.starts[unit], end: end - this.starts[unit] };
      }
    }

    // Whether a word may begin or end here.
    parts(at) {
      const before = this.whole[at - 1] ?? " ";
      const after = this.whole[at] ?? " ";
      return !isLetter(before) || !isLetter(after) || isHangul(before) || isHangul(after);
    }
  }

  // A paragraph, heading, note or cell: what a phrase does not reach over.
  class Unit {
    constructor(unit) {
      this.element = unit;
      this.nodes = [];
      this.text = "";
      const walker = document.createTreeWalker(unit, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        if (walker.currentNode.parentNode.closest(".mark")) continue;
        this.nodes.push({ node: walker.currentNode, start: this.text.length });
        this.text += walker.currentNode.data;
      }
      Object.assign(this, fold(this.text));
    }

    get address() {
      const record = this.element.closest(".record, .group");
      return record.id || record.dataset.record;
    }

    range({ start, end }) {
      const range = new Range();
      const last = this.places[end - 1];
      range.setStart(...this.position(this.places[start]));
      const [node, offset] = this.position(last);
      range.setEnd(node, offset + String.fromCodePoint(this.text.codePointAt(last)).length);
      return range;
    }

    position(offset) {
      const { node, start } = this.nodes.findLast((item) => item.start <= offset);
      return [node, offset - start];
    }
  }

  const search = () => {
    const form = document.querySelector(".search");
    const input = form.querySelector("input");
    const count = document.getElementById("_count");
    let texts;
    let hits = [];
    let current = -1;
    let pause;
    const number = new Intl.NumberFormat("en").format;

    const find = () => {
      texts ??= new Texts();
      hits = terms(input.value).length ? texts.hits(input.value) : [];
      current = -1;
      show("hit", hits.slice(0, MOST_PAINTED));
      form.querySelector(".found").classList.toggle("any", hits.length > 0);
      go(from());
    };

    // The first hit that is not above what is on the screen.
    const from = () => {
      const top = document.querySelector(".bar").offsetHeight;
      let [low, high] = [0, hits.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (texts.units[hits[middle].unit].element.getBoundingClientRect().bottom < top) low = middle + 1;
        else high = middle;
      }
      return low % (hits.length || 1);
    };

    const show = (name, shown) => {
      if (!CSS.highlights) return;
      const highlight = new Highlight();
      for (const hit of shown) highlight.add(texts.units[hit.unit].range(hit));
      highlight.priority = Number(name === "current");
      CSS.highlights.set(name, highlight);
    };

    const go = (index) => {
      current = hits.length ? (index + hits.length) % hits.length : -1;
      show("current", hits.length ? [hits[current]] : []);
      tell();
      remember();
      if (current < 0) return;
      const range = texts.units[hits[current].unit].range(hits[current]);
      if (!CSS.highlights) select(range);
      const { top, bottom } = range.getBoundingClientRect();
      const bar = document.querySelector(".bar").offsetHeight;
      if (top > bar + 16 && bottom < innerHeight - 16) return;
      scrollBy({ top: top - bar - (innerHeight - bar) / 3, behavior: "instant" });
    };

    // For a browser that cannot paint ranges.
    const select = ({ startContainer, startOffset, endContainer, endOffset }) => {
      getSelection().setBaseAndExtent(startContainer, startOffset, endContainer, endOffset);
    };

    const tell = () => {
      const isAsked = terms(input.value).length > 0;
      const place = hits.length ? `${number(current + 1)} of ${number(hits.length)}` : "No hits";
      count.textContent = isAsked ? place : "";
      clearTimeout(pause);
      pause = setTimeout(() => {
        const passages = new Set(hits.map((hit) => hit.unit)).size;
        const where = `${place} in ${number(passages)} passages; `;
        const heard = hits.length ? where + texts.units[hits[current].unit].address : place;
        document.getElementById("_heard").textContent = isAsked ? heard : "";
      }, 500);
    };

    const remember = () => {
      const query = input.value.trim();
      if (!query && !location.hash.startsWith("#q=")) return;
      const hash = query ? `#q=${encodeURIComponent(query)}&hit=${current + 1}` : "";
      try {
        history.replaceState(null, "", hash || location.href.split("#")[0]);
      } catch { /* A browser may refuse it to a file, or when it is asked too often. */ }
    };

    const recall = () => {
      const asked = /^#q=([^&]*)(?:&hit=(\d+))?/.exec(location.hash);
      if (!asked) return;
      input.value = decoded(asked[1]);
      find();
      if (asked[2] > 0) go(asked[2] - 1);
    };

    input.addEventListener("focus", () => { texts ??= new Texts(); });
    input.addEventListener("input", find);
    form.addEventListener("submit", (event) => event.preventDefault());
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Enter") {
        event.preventDefault();
        go(current + (event.shiftKey ? -1 : 1));
      } else if (event.key === "Escape") {
        event.preventDefault();
        input.value = "";
        find();
      }
    });
    form.querySelector(".next").addEventListener("click", () => go(current + 1));
    form.querySelector(".previous").addEventListener("click", () => go(current - 1));
    addEventListener("hashchange", recall);
    recall();
  };

  document.addEventListener("DOMContentLoaded", search);
}
