// Interaction of pages. All content is readable without this script.
(function () {
  "use strict";
  var root = document.documentElement;
  var said = document.body.dataset;

  function remember(name, value) {
    try {
      localStorage.setItem(name, value);
    } catch (error) {
      // Storage is not available, for instance in pages opened from disk.
    }
  }

  function recall(name) {
    try {
      return localStorage.getItem(name);
    } catch (error) {
      return null;
    }
  }

  function made(tag, attributes, text) {
    var element = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (name) { element.setAttribute(name, attributes[name]); });
    if (text !== undefined) element.textContent = text;
    return element;
  }

  function all(selector, inside) {
    return Array.from((inside || document).querySelectorAll(selector));
  }

  // Theme

  function is_dark() {
    return root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }

  all("button.theme").forEach(function (button) {
    button.addEventListener("click", function () {
      root.dataset.theme = is_dark() ? "light" : "dark";
      remember("theme", root.dataset.theme);
    });
  });

  // Language: the same anchor on the other page

  all("a.language").forEach(function (link) {
    var page = link.getAttribute("href");
    link.addEventListener("click", function () {
      link.href = page + location.hash;
      remember("language", link.hreflang.slice(0, 2));
    });
  });

  // Navigation on narrow screens

  all("button.menu").forEach(function (button) {
    button.addEventListener("click", function () {
      var open = root.classList.toggle("menu-open");
      button.setAttribute("aria-expanded", String(open));
    });
  });
  var here = document.querySelector("#contents [aria-current]");
  if (here && here.offsetParent) {
    var contents = document.getElementById("contents");
    if (here.offsetTop > contents.clientHeight - 80) contents.scrollTop = here.offsetTop - contents.clientHeight / 2;
  }

  // Copying

  function copy(text) {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    var area = made("textarea", { readonly: "", class: "away" });
    area.value = text;
    document.body.append(area);
    area.select();
    var done = document.execCommand("copy");
    area.remove();
    return done ? Promise.resolve() : Promise.reject(new Error("not copied"));
  }

  all("button.copy").forEach(function (button) {
    var label = button.textContent;
    button.addEventListener("click", function () {
      var block = button.hasAttribute("data-copy-code") && button.parentElement.querySelector("code");
      copy(block ? block.textContent : button.dataset.copy).then(function () {
        button.textContent = said.copied;
        setTimeout(function () { button.textContent = label; }, 1500);
      }, function () {});
    });
  });

  // Tabs

  all(".tabs").forEach(function (tabs, number) {
    var panels = all(".panel", tabs);
    if (panels.length < 2) return;
    var list = made("div", { role: "tablist", "aria-labelledby": tabs.parentElement.querySelector("h2").id });
    var buttons = panels.map(function (panel, at) {
      var label = panel.querySelector("h3");
      var id = "tab-" + number + "-" + panel.dataset.tab;
      var button = made("button", { type: "button", role: "tab", id: id, "aria-controls": panel.id }, label.textContent);
      label.hidden = true;
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", id);
      button.addEventListener("click", function () { show(at, true); });
      list.append(button);
      return button;
    });
    function show(chosen, is_choice) {
      panels.forEach(function (panel, at) {
        panel.hidden = at !== chosen;
        buttons[at].setAttribute("aria-selected", String(at === chosen));
        buttons[at].tabIndex = at === chosen ? 0 : -1;
      });
      if (is_choice) remember("tab", panels[chosen].dataset.tab);
    }
    list.addEventListener("keydown", function (event) {
      var step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      var at = buttons.indexOf(document.activeElement);
      if (event.key === "Home") at = 0;
      else if (event.key === "End") at = buttons.length - 1;
      else if (step) at = (at + step + buttons.length) % buttons.length;
      else return;
      event.preventDefault();
      buttons[at].focus();
      show(at, true);
    });
    tabs.prepend(list);
    var last = recall("tab");
    var known = panels.findIndex(function (panel) { return panel.dataset.tab === last; });
    show(Math.max(known, 0), false);
  });

  // Opens the element of an anchor

  function reveal() {
    var id = "";
    try {
      id = decodeURIComponent(location.hash.slice(1));
    } catch (error) {
      return;
    }
    var target = id && document.getElementById(id);
    if (!target) return;
    for (var one = target.parentElement; one; one = one.parentElement) {
      if (one.tagName === "DETAILS") one.open = true;
    }
    // A line of the error index leads to the description of the code.
    var line = target.closest(".code-lines > li");
    if (line) {
      location.replace(line.querySelector("a").href);
      return;
    }
    target.scrollIntoView();
  }
  addEventListener("hashchange", reveal);
  reveal();

  var opened = [];
  addEventListener("beforeprint", function () {
    opened = all("details:not([open])");
    opened.forEach(function (one) { one.open = true; });
  });
  addEventListener("afterprint", function () {
    opened.forEach(function (one) { one.open = false; });
  });

  // Error index: kinds

  all(".filter button").forEach(function (button, _, buttons) {
    button.addEventListener("click", function () {
      var chosen = button.getAttribute("aria-pressed") === "true" ? null : button.dataset.kind;
      buttons.forEach(function (one) { one.setAttribute("aria-pressed", String(one.dataset.kind === chosen)); });
      all("[data-kind]:not(button)").forEach(function (one) {
        one.hidden = chosen !== null && one.dataset.kind !== chosen;
      });
    });
  });

  // Search

  var field = document.getElementById("search");
  if (!field) return;
  var box = document.getElementById("found");
  var status = document.getElementById("search-said");
  var language = root.lang.slice(0, 2);
  var chosen = -1;
  var unfolded = {};
  var loading = null;

  function script(name) {
    return new Promise(function (resolve, reject) {
      var element = made("script", { src: root.dataset.root + "assets/" + name });
      element.onload = resolve;
      element.onerror = reject;
      document.head.append(element);
    });
  }

  // The index is loaded when the field gets the focus, because most visits need no search.
  function load() {
    loading = loading || Promise.all([script("search.js"), script("search-index.js")]).then(function () {
      return window.endpointcIndex;
    });
    return loading;
  }

  function address(entry) {
    return root.dataset.root + language + "/" + entry.page + (entry.anchor ? "#" + entry.anchor : "");
  }

  // Returns the text with the matches marked.
  function marked(tag, name, text, parts) {
    var element = made(tag, name ? { class: name } : {});
    var lower = text.toLowerCase();
    var at = 0;
    while (at < text.length) {
      var next = null;
      parts.forEach(function (part) {
        var found = lower.indexOf(part, at);
        if (found >= 0 && (!next || found < next[0])) next = [found, part.length];
      });
      if (!next || lower.length !== text.length) break;
      element.append(text.slice(at, next[0]), made("mark", {}, text.slice(next[0], next[0] + next[1])));
      at = next[0] + next[1];
    }
    element.append(text.slice(at));
    return element;
  }

  function row(entry, parts, number) {
    var link = made("a", { role: "option", id: "found-" + number, "aria-selected": "false", href: address(entry), tabindex: "-1", class: "is-" + entry.kind });
    var first = made("span", { class: "first" });
    first.append(made("span", { class: "what" }, box.getAttribute("data-" + entry.kind)), marked("b", "", entry.title, parts));
    if (entry.name && entry.name !== entry.title) first.append(" ", marked("code", "", entry.name, parts));
    if (entry.context) first.append(" ", marked("span", "context", entry.context, parts));
    link.append(first);
    var own = language === "zh" ? entry.zh || entry.en : entry.en || entry.zh;
    var other = language === "zh" ? entry.en : entry.zh;
    var has = function (text) { return parts.some(function (part) { return text.toLowerCase().indexOf(part) >= 0; }); };
    var text = !has(own) && has(other) ? other : own;
    if (text) {
      var tag = text === entry.en ? "en" : "zh-Hans";
      var shown = marked("span", "text", text.slice(0, 160), parts);
      shown.lang = tag;
      link.append(shown);
    }
    return link;
  }

  var MOST = 40;
  var FEW = 3;

  function show(index) {
    var text = field.value.trim();
    var parts = text.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
    var groups = text ? window.endpointcSearch.find(index, text) : [];
    box.textContent = "";
    chosen = -1;
    var count = 0;
    groups.some(function (group) {
      var key = group[0].kind + " " + group[0].title;
      var most = unfolded[key] ? group.length : FEW;
      group.slice(0, most).forEach(function (entry) { box.append(row(entry, parts, count++)); });
      if (group.length > most) {
        var more = made("button", { type: "button", role: "option", id: "found-" + count++, "aria-selected": "false", tabindex: "-1", class: "more" }, group[0].title + ": " + said.more.replace("{}", group.length - most));
        more.addEventListener("click", function () {
          unfolded[key] = true;
          var at = chosen;
          show(index);
          choose(at);
          field.focus();
        });
        box.append(more);
      }
      return count >= MOST;
    });
    if (text && !count) box.append(made("p", { class: "nothing" }, said.empty));
    status.textContent = text && !count ? said.empty : "";
    open(Boolean(text));
    if (count) choose(0);
  }

  function open(is_open) {
    box.hidden = !is_open;
    field.setAttribute("aria-expanded", String(is_open));
    if (!is_open) field.removeAttribute("aria-activedescendant");
  }

  function choose(at) {
    var rows = all("[role=option]", box);
    if (!rows.length) return;
    chosen = (at + rows.length) % rows.length;
    rows.forEach(function (one, number) { one.setAttribute("aria-selected", String(number === chosen)); });
    field.setAttribute("aria-activedescendant", rows[chosen].id);
    rows[chosen].scrollIntoView({ block: "nearest" });
  }

  function search() {
    load().then(show, function () {
      box.textContent = "";
      box.append(made("p", { class: "nothing" }, said.failed));
      open(true);
    });
  }

  field.addEventListener("focus", load);
  field.addEventListener("input", function () {
    unfolded = {};
    search();
  });
  field.addEventListener("focus", function () { if (field.value.trim()) search(); });
  field.addEventListener("keydown", function (event) {
    var rows = all("[role=option]", box);
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (box.hidden) search();
      else choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && rows[chosen]) {
      event.preventDefault();
      rows[chosen].click();
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (box.hidden) field.blur();
      open(false);
    }
  });
  // A result on the same page does not reload it.
  box.addEventListener("click", function (event) {
    if (event.target.closest("a")) {
      open(false);
      field.blur();
    }
  });
  document.addEventListener("click", function (event) {
    if (!event.target.closest(".search")) open(false);
  });
  document.addEventListener("keydown", function (event) {
    var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
    var slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    var k = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
    if (!slash && !k) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
})();
