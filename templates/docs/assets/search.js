// Search and ranking: takes an index and a query, returns entries. It does not access the page.
(function (exports) {
  "use strict";

  // An entry: kind, title, other name, context, page, anchor, text in English, text in Chinese.
  var KIND = 0, TITLE = 1, NAME = 2, CONTEXT = 3, PAGE = 4, ANCHOR = 5, EN = 6, ZH = 7;

  // Order of kinds for equal matches: the most wanted kind first.
  var BONUS = { code: 10, group: 8, endpoint: 6, parameter: 5, type: 4, field: 3, value: 1, quirk: -6 };

  // Values of enums rank lower: few searches look for them.
  var WEIGHT = { value: 0.7 };
  var TEXT_WEIGHT = { value: 0.85 };

  function normal(text) {
    return (text || "").normalize("NFKC").toLowerCase();
  }

  // `productKey`, `product_key` and `Product key` have the same words.
  function words(text) {
    var parted = (text || "").normalize("NFKC").replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
    return parted.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  }

  function is_wide(text) {
    return /[\u2e80-\u9fff\uf900-\ufaff]/.test(text);
  }

  // Share of a part in a text.
  function share(part, whole) {
    return whole.length ? Math.min(1, part.length / whole.length) : 0;
  }

  function of_name(name, query) {
    if (!name.plain) return 0;
    if (name.plain === query || name.joined === query) return 100;
    if (name.plain.startsWith(query) || name.joined.startsWith(query)) return 70 + 20 * share(query, name.plain);
    if (name.words.indexOf(query) >= 0) return 60 + 10 * share(query, name.plain);
    if (query.indexOf("/") >= 0 && name.plain.indexOf(query) >= 0) return 80;
    if (name.words.some(function (word) { return word.startsWith(query); })) return 45 + 10 * share(query, name.plain);
    // `exportTsl` is in `thing_model.export_tsl`.
    var inside = name.plain.indexOf(query) >= 0 || name.joined.indexOf(query) >= 0;
    if (query.length > 1 && inside) return 30 + 10 * share(query, name.plain);
    return 0;
  }

  function of_text(text, query) {
    if (!text.plain) return 0;
    if (is_wide(query)) {
      if (text.first.indexOf(query) >= 0) return 28 + 22 * share(query, text.first);
      return text.plain.indexOf(query) >= 0 ? 22 : 0;
    }
    if (text.words.indexOf(query) >= 0) return 30 + 15 * share(query, text.first);
    if (query.length > 1 && text.words.some(function (word) { return word.startsWith(query); })) return 18;
    return query.length > 3 && text.plain.indexOf(query) >= 0 ? 8 : 0;
  }

  function prepared_name(text) {
    var own = words(text);
    return { plain: normal(text), words: own, joined: own.join("") };
  }

  function prepared_text(text) {
    var plain = normal(text);
    var own = words(text);
    return { plain: plain, first: plain.split(/[.。]/)[0], words: own, joined: own.join("") };
  }

  // Splits the texts once, when the index is loaded.
  function prepare(index) {
    index.ready = index.entries.map(function (entry) {
      return {
        kind: index.kinds[entry[KIND]],
        title: entry[TITLE],
        name: entry[NAME] || "",
        context: entry[CONTEXT] || "",
        page: index.pages[entry[PAGE]],
        anchor: entry[ANCHOR] || "",
        en: entry[EN] || "",
        zh: entry[ZH] || "",
        method: prepared_name(entry[TITLE].split(".").pop()),
        names: [prepared_name(entry[TITLE]), prepared_name(entry[NAME]), prepared_name(entry[CONTEXT])],
        texts: [prepared_text(entry[EN]), prepared_text(entry[ZH])]
      };
    });
    return index;
  }

  function score(entry, query) {
    var weight = WEIGHT[entry.kind] || 1;
    var text_weight = TEXT_WEIGHT[entry.kind] || 1;
    var title = entry.kind === "quirk" ? 0 : of_name(entry.names[0], query) * weight;
    // `devices.list` is also found as `list`.
    var method = entry.kind === "endpoint" ? of_name(entry.method, query) * 0.8 : 0;
    return Math.max(
      title,
      method,
      of_name(entry.names[1], query) * weight * 0.98,
      of_name(entry.names[2], query) * 0.3,
      // The title of a group counts as a name.
      entry.kind === "group" ? of_name(entry.texts[0], query) * 0.9 : 0,
      entry.kind === "group" ? of_name(entry.texts[1], query) * 0.9 : 0,
      of_text(entry.texts[0], query) * text_weight,
      of_text(entry.texts[1], query) * text_weight
    );
  }

  // Returns the entries with all words of the query, the best first. Entries of the same kind and title are adjacent.
  function find(index, text) {
    var ready = (index.ready || prepare(index).ready);
    var whole = normal(text).trim();
    var parts = whole.split(/\s+/).filter(Boolean);
    if (!parts.length) return [];
    var found = [];
    ready.forEach(function (entry, at) {
      var sum = 0;
      var has_all = parts.every(function (part) {
        var one = score(entry, part);
        sum += one;
        return one > 0;
      });
      if (!has_all) return;
      var together = parts.length > 1 ? score(entry, whole) * 0.5 : 0;
      found.push({ entry: entry, at: at, score: sum / parts.length + together + BONUS[entry.kind] });
    });
    found.sort(function (one, other) { return other.score - one.score || one.at - other.at; });
    return grouped(found);
  }

  function grouped(found) {
    var groups = new Map();
    found.forEach(function (one) {
      var key = one.entry.kind + " " + one.entry.title;
      if (one.entry.kind === "quirk") key += " " + one.at;
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(one.entry);
    });
    return Array.from(groups.values());
  }

  exports.find = find;
})(typeof module === "object" && module.exports ? module.exports : (window.endpointcSearch = {}));
