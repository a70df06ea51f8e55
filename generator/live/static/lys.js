// Dark where the reader's machine is dark; before the page is painted, so that it does not flash.
if (matchMedia("(prefers-color-scheme: dark)").matches) document.documentElement.dataset.mdColorScheme = "slate";
