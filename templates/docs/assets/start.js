// Redirects to the language that was chosen before, or else to that of the browser.
(function () {
  "use strict";
  var languages = {};
  document.querySelectorAll("main a[hreflang]").forEach(function (link) {
    languages[link.hreflang.slice(0, 2)] = link.href;
  });
  var chosen = null;
  try {
    chosen = localStorage.getItem("language");
  } catch (error) {
    // Storage is not available.
  }
  var wanted = [chosen].concat(navigator.languages || [navigator.language]);
  var known = wanted
    .map(function (tag) { return (tag || "").slice(0, 2); })
    .find(function (tag) { return languages.hasOwnProperty(tag); });
  location.replace(languages[known || "en"] + location.hash);
})();
