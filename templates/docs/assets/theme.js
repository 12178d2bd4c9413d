// Before anything is drawn: that there are scripts, and which theme was chosen.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");
  try {
    var theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch (error) {
    // Nothing can be remembered here; the theme of the system is as good.
  }
})();
