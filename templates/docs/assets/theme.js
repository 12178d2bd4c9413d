// Runs before the first paint: marks that scripts run, and sets the chosen theme.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");
  try {
    var theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch (error) {
    // Storage is not available; the theme of the system is used.
  }
})();
